import { DateTime } from 'luxon'
import type { Schedule } from '../../../platform/model/commune.js'
import type { RecognisedLanguage } from '../../../platform/model/language.js'
import type { MessageKey } from '../../../platform/model/say.js'
import { dateInWords as dateOf, dayInWords as dayOf } from '../../../platform/time/date-in-words.js'
import { HOLIDAYS } from '../../../platform/time/holidays.js'
import { clock } from '../../../platform/time/hours-grammar.js'
import { type Calendar, dayOff, type OpeningState, openingState, toDate } from '../../../platform/time/opening-hours.js'

/** Time before a closing during which it is said to be near: who sets out now may find the door shut. */
const SOON_MINUTES = 30

/** A service's state with its sentence. */
export interface OpeningInWords extends OpeningState {
  sentence: string
  /** ISO instant from which the sentence is no longer true: the next change, or midnight, when "tomorrow" becomes today. */
  until: string
}

/**
 * The state of a service in words: "ouvert, ferme à 17 h", "fermé, ouvre demain à 8 h 30", "fermé le mercredi 11 novembre (Armistice) ; rouvre le
 * jeudi 12 novembre à 8 h 30", "fermé jusqu'au samedi 2 janvier (congés) ; rouvre …". Without an initial capital nor a final stop.
 */
export function describeOpening(calendar: Calendar, schedule: Schedule, telling: ReadingMoment): OpeningInWords {
  const state = openingState(calendar, schedule, telling.now)
  const midnight = here(telling).startOf('day').plus({ days: 1 }).toUTC().toISO() ?? ''
  const until = state.changesAt !== null && state.changesAt < midnight ? state.changesAt : midnight
  const sentence = state.open ? openInWords(state, telling) : closedInWords(state, { calendar, schedule, telling })
  return { ...state, sentence, until }
}

/** A holiday's name in the language of the reader; the reason of a closure as it is written. */
export function reasonInWords(reason: string, say: ReadingMoment['say']): string {
  return Object.hasOwn(HOLIDAYS, reason) ? say(`holiday.${HOLIDAYS[reason as keyof typeof HOLIDAYS]}`) : reason
}

function openInWords({ changesAt }: OpeningState, telling: ReadingMoment): string {
  const { say, now } = telling
  if (changesAt === null) return say('service.open')
  const closing = DateTime.fromISO(changesAt, { zone: telling.timeZone })
  const isMidnight = closing.toMillis() === here(telling).startOf('day').plus({ days: 1 }).toMillis()
  if (!isMidnight && !closing.hasSame(here(telling), 'day'))
    return say('service.open_until', { closing: momentAheadInWords(changesAt, telling) })
  const time = isMidnight ? say('time.midnight') : timeInWords(closing, telling.language)
  const isSoon = closing.toMillis() - now.getTime() <= SOON_MINUTES * 60_000
  return say(isSoon ? 'service.closes_soon' : 'service.closes', { time })
}

interface Closed {
  calendar: Calendar
  schedule: Schedule
  telling: ReadingMoment
}

function closedInWords({ changesAt, reason }: OpeningState, { calendar, schedule, telling }: Closed): string {
  const { say } = telling
  const today = here(telling)
  const off = reason === null ? null : dayOff(calendar, schedule, today)
  if (off === null) {
    return changesAt ? say('service.opens', { opening: momentAheadInWords(changesAt, telling) }) : say('service.closed')
  }
  const isLast = off.to <= toDate(today)
  const opening = changesAt && say('service.reopens', { opening: momentByDateInWords(changesAt, telling) })
  const closed = say(isLast ? 'service.closed_on' : 'service.closed_until', {
    day: dayAheadInWords(isLast ? today : DateTime.fromISO(off.to, { zone: telling.timeZone }), telling),
    reason: reasonInWords(off.reason, say),
  })
  return opening ? say('service.closed_then', { closed, opening }) : closed
}

/** The present moment on the clock that is told. */
function here({ now, timeZone }: ReadingMoment): DateTime {
  return DateTime.fromJSDate(now, { zone: timeZone })
}

/** Where, when and in which language something is said. */
export interface ReadingMoment {
  /** IANA zone of the clock that is said. */
  timeZone: string
  now: Date
  language: RecognisedLanguage
  /** Says a sentence in that language. */
  say: (key: MessageKey, parameters?: Record<string, string>) => string
}

/** Days after which a date needs its year. */
const YEAR_NEEDED_DAYS = 300

/** An instant to come in words: "aujourd'hui à 13 h 30", "demain à 8 h 30", "le lundi 30 novembre à 8 h 30". */
export function momentAheadInWords(instant: string, telling: ReadingMoment): string {
  const { timeZone, language, say } = telling
  const moment = DateTime.fromISO(instant, { zone: timeZone })
  const days = daysAhead(moment, telling)
  const time = timeInWords(moment, language)
  if (days === 0) return say('opening.today', { time })
  if (days === 1) return say('opening.tomorrow', { time })
  return momentByDateInWords(instant, telling)
}

/** An instant in words without "today" nor "tomorrow", which another day in the sentence, or a later reading, would make false: "le jeudi 12 novembre à 8 h 30". */
export function momentByDateInWords(instant: string, telling: ReadingMoment): string {
  const { timeZone, language, say } = telling
  const moment = DateTime.fromISO(instant, { zone: timeZone })
  const date = dayAheadInWords(moment, telling)
  const time = timeInWords(moment, language)
  return say('opening.date', { date: language === 'fr' ? `le ${date}` : date, time })
}

/** A day in words: "lundi 30 novembre", "vendredi 1er janvier 2027" when it is far. */
export function dayAheadInWords(day: DateTime, telling: ReadingMoment): string {
  const far = Math.abs(daysAhead(day, telling)) >= YEAR_NEEDED_DAYS
  return (far ? dateOf : dayOf)(day, telling.language)
}

/** A time in words: "8 h 30" in French, "08:30" elsewhere. */
function timeInWords(moment: DateTime, language: RecognisedLanguage): string {
  const time = moment.toFormat('HH:mm')
  return language === 'fr' ? clock(time) : time
}

function daysAhead(day: DateTime, { now, timeZone }: ReadingMoment): number {
  const today = DateTime.fromJSDate(now, { zone: timeZone }).startOf('day')
  return Math.round(day.startOf('day').diff(today, 'days').days)
}
