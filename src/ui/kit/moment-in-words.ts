import { type Language, localeOf, type StaffLanguage } from '../../platform/model/language.js'
import { townDay, townField } from './town-clock.js'

/** A moment as people say it, by the town's clock: "14 h 05" on the day of `now`, "3 mars, 14 h 05" on another, with its year in another year. */
export function momentInWords(iso: string, language: StaffLanguage, now: Date): string {
  const time = timeInWords(iso, language)
  return townDay(new Date(iso)) === townDay(now) ? time : `${dayInWords(iso, language, now)}, ${time}`
}

/** The day of a moment by the town's clock: "3 mars", with its year in another year than that of `now`. */
export function dayInWords(iso: string, language: StaffLanguage, now: Date): string {
  const day = townDay(new Date(iso))
  const year = day.slice(0, 4) === townDay(now).slice(0, 4) ? {} : ({ year: 'numeric' } as const)
  return dateInWords(new Date(day), language, { day: 'numeric', month: 'long', ...year, timeZone: 'UTC' })
}

/** The hour of a moment by the town's clock: "14 h 05". */
export function timeInWords(iso: string, language: StaffLanguage): string {
  const time = townField(new Date(iso)).slice(11).replace(/^0/, '')
  return language === 'fr' ? time.replace(':', '\u00a0h\u00a0') : time
}

/** A calendar day in words: "2 février 2024", "1er mars 2026". `iso` begins with `YYYY-MM-DD`. */
export function formatDay(iso: string, language: Language): string {
  return dateInWords(new Date(iso.slice(0, 10)), language, { dateStyle: 'long', timeZone: 'UTC' })
}

/** A moment as said in a conversation, in the reader's time zone: "14 h 05" today, "3 mars, 14 h 05" on another day. */
export function formatMoment(iso: string, language: Language, { now = new Date() } = {}): string {
  const date = new Date(iso)
  const clock = `${date.getHours()}:${String(date.getMinutes()).padStart(2, '0')}`
  const time = language === 'fr' ? clock.replace(':', '\u00a0h\u00a0') : clock
  const day = dateInWords(date, language, { day: 'numeric', month: 'long' })
  return date.toDateString() === now.toDateString() ? time : `${day}, ${time}`
}

/** A date in words, as `options` want it; French says "1er". */
function dateInWords(date: Date, language: Language, options: Intl.DateTimeFormatOptions): string {
  const words = date.toLocaleDateString(localeOf(language), options)
  return language === 'fr' ? words.replace(/^1 /, '1er ') : words
}
