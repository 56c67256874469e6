import { DateTime } from 'luxon'
import type { ServiceView } from '../../../platform/http/shapes.js'
import { type Commune, type Schedule, type Service, serviceOf } from '../../../platform/model/commune.js'
import type { Entry } from '../../../platform/model/entry.js'
import { LANGUAGES, type Language, type RecognisedLanguage } from '../../../platform/model/language.js'
import { type Say, sayIn } from '../../../platform/model/say.js'
import { frenchTypography } from '../../../platform/text/typography.js'
import {
  type Calendar,
  type DayOff,
  dayOff,
  seasonOn,
  toDate,
  usualRanges,
} from '../../../platform/time/opening-hours.js'
import type { ServiceNow } from '../../../platform/time/service-now.js'
import { describeRanges, describeSchedule, describeSeason } from './describe-hours.js'
import { dayAheadInWords, describeOpening, type ReadingMoment, reasonInWords } from './describe-opening.js'

/** How far what is exceptional is said ahead, days. */
const AHEAD_DAYS = 14

/**
 * What is not as usual in a service's hours, in words: the season that is on, then the exceptional openings of today and of the next 14 days, and the
 * holidays and closures to come in them, by date. The closure of today is for the state's own sentence.
 */
export function describeNotices(calendar: Calendar, schedule: Schedule, telling: ReadingMoment): string[] {
  const today = DateTime.fromJSDate(telling.now, { zone: telling.timeZone }).startOf('day')
  const season = seasonOn(schedule, today)
  const hours = season && describeSeason(season, telling.language)
  const notices = hours ? [telling.say('notice.season', { hours })] : []
  const current = dayOff(calendar, schedule, today)
  let last = current
  for (let ahead = 0; ahead <= AHEAD_DAYS; ahead += 1) {
    const day = today.plus({ days: ahead })
    const opening = schedule.openings?.find(({ date }) => date === toDate(day))
    if (opening) {
      const words = { day: dayAheadInWords(day, telling), hours: describeRanges(opening.ranges, telling.language) }
      notices.push(telling.say('notice.opening', { ...words, reason: opening.reason }))
    }
    const off = dayOff(calendar, schedule, day)
    if (ahead > 0 && off && !isSame(off, last) && isNoticed(off, schedule, day)) {
      notices.push(closureInWords(off, telling))
      last = off
    }
  }
  return notices
}

/** A day off that is closed every week is nobody's news. */
function isNoticed({ from, to }: DayOff, schedule: Schedule, day: DateTime): boolean {
  return from < to || usualRanges(schedule, day).length > 0
}

function isSame(a: DayOff, b: DayOff | null): boolean {
  return a.from === b?.from && a.to === b.to
}

function closureInWords({ from, to, reason }: DayOff, telling: ReadingMoment): string {
  const day = (date: string) => dayAheadInWords(DateTime.fromISO(date, { zone: telling.timeZone }), telling)
  const because = reasonInWords(reason, telling.say)
  return from === to
    ? telling.say('notice.closure', { day: day(from), reason: because })
    : telling.say('notice.closure_days', { from: day(from), to: day(to), reason: because })
}

const MINUTE_MS = 60_000

/** What the moment of a telling is, its clock aside: that is the commune's. */
export type TellingHere = Omit<ReadingMoment, 'timeZone'>

/** What was said of the services of a commune in one minute. */
interface Said {
  minute: number
  services: Map<RecognisedLanguage, Map<Service, ServiceNow | null>>
}

/** Hours, closures and days begin and end at whole minutes, so that what is said holds for one. Communes never change in place. */
const said = new WeakMap<Commune, Said>()

/** The state of a service in words; `null` when its hours are not given. Worked out once a minute. Not to be changed by the caller. */
export function describeService(commune: Commune, service: Service, at: TellingHere): ServiceNow | null {
  const services = saidAt(commune, at)
  const known = services.get(service)
  if (known !== undefined) return known
  const described = describe(commune, service, at)
  services.set(service, described)
  return described
}

function saidAt(commune: Commune, { now, language }: TellingHere): Map<Service, ServiceNow | null> {
  const minute = Math.floor(now.getTime() / MINUTE_MS)
  const former = said.get(commune)
  const current: Said = former?.minute === minute ? former : { minute, services: new Map() }
  const services = current.services.get(language) ?? new Map<Service, ServiceNow | null>()
  current.services.set(language, services)
  said.set(commune, current)
  return services
}

function describe(commune: Commune, service: Service, at: TellingHere): ServiceNow | null {
  if (!hasHours(service)) return null
  const telling = { ...at, timeZone: commune.timeZone }
  const { open, sentence, until } = describeOpening(commune, service, telling)
  const notices = describeNotices(commune, service, telling)
  return { service: frenchTypography(service.nom), open, sentence, notices, language: at.language, until }
}

/** The services that an entry sends to: ids that its section "Où s'adresser" names by variables, in order. */
export function servicesNamedIn({ sections }: Pick<Entry, 'sections'>): string[] {
  return serviceIdsIn(sections.place)
}

/** The ids that a text of an entry names by variables, each once, in order. Pure. */
export function serviceIdsIn(markdown: string): string[] {
  return [...new Set([...markdown.matchAll(/\{\{([a-z-]+)\./g)].map(([, id = '']) => id))]
}

/** The state of each of {@link servicesNamedIn}. */
export function describeServicesOf(entry: Entry, commune: Commune, at: TellingHere): ServiceNow[] {
  return servicesNamedIn(entry).flatMap((id) => {
    const service = serviceOf(commune, id)
    return (service && describeService(commune, service, at)) ?? []
  })
}

function hasHours({ hours, seasons = [], openings = [] }: Service): boolean {
  const weekly = [hours, ...seasons.map((season) => season.hours)]
  return openings.length > 0 || weekly.some((one) => Object.values(one).some((ranges) => ranges.length > 0))
}

/** The present moment for sentences that are said whole in the languages of the interface only: French in place of the others. */
export function readingMoment({ now, say }: { now: () => Date; say: Say }, language: RecognisedLanguage): TellingHere {
  const told: Language = LANGUAGES.find((one) => one === language) ?? 'fr'
  return { now: now(), language: told, say: sayIn(say, told) }
}

/** Every service of a commune as it is now, in words. */
export function servicesView(
  needs: { now: () => Date; say: Say },
  commune: Commune,
  language: Language,
): ServiceView[] {
  const moment = readingMoment(needs, language)
  const typeset = language === 'fr' ? frenchTypography : (text: string) => text
  return Object.entries(commune.services).map(([id, service]) => ({
    id,
    name: frenchTypography(service.nom),
    address: frenchTypography(service.adresse),
    phone: frenchTypography(service.telephone),
    email: service.courriel,
    hours: typeset(describeSchedule(service, language)),
    now: describeService(commune, service, moment),
  }))
}
