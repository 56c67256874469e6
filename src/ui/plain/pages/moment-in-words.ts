import { DateTime } from 'luxon'
import type { Language } from '../../../platform/model/language.js'
import { dayOfYearInWords, documentDateInWords, hourInWords } from '../../../platform/time/date-in-words.js'
import type { Frame } from '../frame.js'

/** A moment as said in a conversation, at the commune's hour: "14 h 05" today, "3 mars, 14 h 05" on another day. */
export function momentInWords(iso: string, { commune, language, now }: Frame): string {
  const moment = DateTime.fromISO(iso, { zone: commune.timeZone })
  const time = hourInWords(moment, language)
  const isToday = moment.hasSame(DateTime.fromJSDate(now, { zone: commune.timeZone }), 'day')
  return isToday ? time : `${dayOfYearInWords(moment, language)}${language === 'ar' ? '،' : ','} ${time}`
}

/** A calendar day in words: "2 février 2024", "1er mars 2026". `iso` begins with `YYYY-MM-DD`. */
export function dayInWords(iso: string, language: Language): string {
  return documentDateInWords(DateTime.fromISO(iso.slice(0, 10)), language)
}
