import type { Commune, Service } from '../domain/commune.js'
import type { Entry } from '../domain/entry.js'
import type { ServiceNow } from '../domain/service-now.js'
import type { Telling } from './describe-moment.js'
import { describeNotices } from './describe-notices.js'
import { describeOpening } from './describe-opening.js'
import { frenchTypography } from './typography.js'

/** What the moment of a telling is, its clock aside: that is the commune's. */
export type TellingHere = Omit<Telling, 'timeZone'>

/** The state of a service in words; `null` when its hours are not given. */
export function describeService(commune: Commune, service: Service, at: TellingHere): ServiceNow | null {
  if (!hasHours(service)) return null
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
