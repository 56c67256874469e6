import { DateTime } from 'luxon'
import type { SpokenLanguage } from '../../../platform/model/language.js'
import type { MessageKey } from '../../../platform/model/say.js'
import { dateInWords as dateOf, dayInWords as dayOf } from '../../../platform/time/date-in-words.js'
import { clock } from '../../settings/hours-grammar.js'

/** Where, when and in which language something is said. */
export interface Telling {
  /** IANA zone of the clock that is said. */
  timeZone: string
  now: Date
  language: SpokenLanguage
  /** Says a sentence in that language. */
  say: (key: MessageKey, parameters?: Record<string, string>) => string
}

/** Days after which a date needs its year. */
const YEAR_NEEDED_DAYS = 300

/** An instant to come in words: "aujourd'hui à 13 h 30", "demain à 8 h 30", "le lundi 30 novembre à 8 h 30". */
export function momentInWords(instant: string, telling: Telling): string {
  const { timeZone, language, say } = telling
  const moment = DateTime.fromISO(instant, { zone: timeZone })
  const days = daysAhead(moment, telling)
  const time = timeInWords(moment, language)
  if (days === 0) return say('opening.today', { time })
  if (days === 1) return say('opening.tomorrow', { time })
  return dateInWords(instant, telling)
}

/** An instant in words without "today" nor "tomorrow", which another day in the sentence, or a later reading, would make false: "le jeudi 12 novembre à 8 h 30". */
export function dateInWords(instant: string, telling: Telling): string {
  const { timeZone, language, say } = telling
  const moment = DateTime.fromISO(instant, { zone: timeZone })
  const date = dayInWords(moment, telling)
  const time = timeInWords(moment, language)
  return say('opening.date', { date: language === 'fr' ? `le ${date}` : date, time })
}

/** A day in words: "lundi 30 novembre", "vendredi 1er janvier 2027" when it is far. */
export function dayInWords(day: DateTime, telling: Telling): string {
  const far = Math.abs(daysAhead(day, telling)) >= YEAR_NEEDED_DAYS
  return (far ? dateOf : dayOf)(day, telling.language)
}

/** A time in words: "8 h 30" in French, "08:30" elsewhere. */
export function timeInWords(moment: DateTime, language: SpokenLanguage): string {
  const time = moment.toFormat('HH:mm')
  return language === 'fr' ? clock(time) : time
}

function daysAhead(day: DateTime, { now, timeZone }: Telling): number {
  const today = DateTime.fromJSDate(now, { zone: timeZone }).startOf('day')
  return Math.round(day.startOf('day').diff(today, 'days').days)
}
