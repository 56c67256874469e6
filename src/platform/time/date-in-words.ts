import type { DateTime } from 'luxon'
import { localeOf, type RecognisedLanguage } from '../model/language.js'

const DAY_OF_YEAR = { day: 'numeric', month: 'long' } as const
const DAY = { weekday: 'long', ...DAY_OF_YEAR } as const

/** A day in words: "jeudi 26 novembre", "vendredi 1er janvier", "Thursday 26 November". */
export function dayInWords(date: DateTime, language: RecognisedLanguage): string {
  return inWords(date, language, DAY)
}

/** The date of a document: "2 février 2024", "1er mars 2026". */
export function documentDateInWords(date: DateTime, language: RecognisedLanguage): string {
  return inWords(date, language, { ...DAY_OF_YEAR, year: 'numeric' })
}

/** A month with its year: "février 2024". */
export function monthInWords(date: DateTime, language: RecognisedLanguage): string {
  return inWords(date, language, { month: 'long', year: 'numeric' })
}

/** A day with its year: "jeudi 26 novembre 2026". */
export function dateInWords(date: DateTime, language: RecognisedLanguage): string {
  return inWords(date, language, { ...DAY, year: 'numeric' })
}

/** A day of this year: "3 mars", "1er mars". */
export function dayOfYearInWords(date: DateTime, language: RecognisedLanguage): string {
  return inWords(date, language, DAY_OF_YEAR)
}

/** An hour: "8 h 30" and "12 h" in French, "08:30" otherwise. */
export function hourInWords(date: DateTime, language: RecognisedLanguage): string {
  if (language !== 'fr') return date.toFormat('HH:mm')
  return date.minute === 0 ? `${date.hour} h` : `${date.hour} h ${date.toFormat('mm')}`
}

function inWords(date: DateTime, language: RecognisedLanguage, options: Intl.DateTimeFormatOptions): string {
  const words = date.toLocaleString(options, { locale: localeOf(language) })
  switch (language) {
    case 'fr':
      return words.replace(/\b1 (?=\p{L})/u, '1er ')
    case 'en':
      // British and plain: no comma after the day of the week, with the year as without.
      return words.replace(',', '')
    case 'uk':
      // The abbreviation's stop would be a second one at the end of a sentence.
      return words.replace(/ р\.$/, ' року')
    case 'ru':
      return words.replace(/ г\.$/, ' года')
    default:
      return words
  }
}
