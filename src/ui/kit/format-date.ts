import { type Language, localeOf } from '../../platform/model/language.js'

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
export function dateInWords(date: Date, language: Language, options: Intl.DateTimeFormatOptions): string {
  const words = date.toLocaleDateString(localeOf(language), options)
  return language === 'fr' ? words.replace(/^1 /, '1er ') : words
}
