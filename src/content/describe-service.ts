import type { Commune, Service } from '../domain/commune.js'
import type { Entry } from '../domain/entry.js'
import type { ServiceNow } from '../domain/service-now.js'
import type { Telling } from './describe-moment.js'
import { describeNotices } from './describe-notices.js'
import { describeOpening } from './describe-opening.js'
import { frenchTypography } from './typography.js'

/** What the moment of a telling is, its clock aside: that is the commune's. */
export type TellingHere = Omit<Telling, 'timeZone'>

/** What was told last of each service, by language. Communes are replaced, never changed; a language has the same sentences as long as the process lives. */
const told = new WeakMap<Commune, WeakMap<Service, Map<string, { minute: number; now: ServiceNow }>>>()
const MINUTE_MS = 60_000

/** The state of a service in words; `null` when its hours are not given. Hours and what is told of them change on the minute. */
export function describeService(commune: Commune, service: Service, at: TellingHere): ServiceNow | null {
  if (!hasHours(service)) return null
  const ofCommune = told.get(commune) ?? new WeakMap()
  const ofService = ofCommune.get(service) ?? new Map()
  told.set(commune, ofCommune.set(service, ofService))
  const minute = Math.floor(at.now.getTime() / MINUTE_MS)
  const last = ofService.get(at.language)
  if (last?.minute === minute) return { ...last.now }
  const now = describe(commune, service, at)
  ofService.set(at.language, { minute, now })
  return { ...now }
}

function describe(commune: Commune, service: Service, at: TellingHere): ServiceNow {
  const telling = { ...at, timeZone: commune.timeZone }
  const { open, sentence, until } = describeOpening(commune, service, telling)
  const notices = describeNotices(commune, service, telling)
  return { service: frenchTypography(service.nom), open, sentence, notices, language: at.language, until }
}

/** The state of each service that an entry sends to: those that its section "Où s'adresser" names by variables, in order. */
export function describeServicesOf(entry: Entry, commune: Commune, at: TellingHere): ServiceNow[] {
  const ids = new Set([...entry.sections.place.matchAll(/\{\{([a-z-]+)\./g)].map(([, id = '']) => id))
  return [...ids].flatMap((id) => {
    const service = commune.services[id]
    return (service && describeService(commune, service, at)) ?? []
  })
}

function hasHours({ hours, seasons = [], openings = [] }: Service): boolean {
  const weekly = [hours, ...seasons.map((season) => season.hours)]
  return openings.length > 0 || weekly.some((one) => Object.values(one).some((ranges) => ranges.length > 0))
}
