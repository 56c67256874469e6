import type { DateTime } from 'luxon'
import type { SpokenLanguage } from './language.js'

/** A day in words: "jeudi 26 novembre", "vendredi 1er janvier", "Thursday 26 November". */
export function dayInWords(date: DateTime, language: SpokenLanguage): string {
  const day = date.setLocale(language).toFormat('cccc d MMMM')
  return language === 'fr' ? day.replace(/ 1 (?=\p{L})/u, ' 1er ') : day
}

/** The date of a document: "2 février 2024", "1er mars 2026". */
export function documentDateInWords(date: DateTime, language: SpokenLanguage): string {
  const words = date.setLocale(language).toFormat('d MMMM yyyy')
  return language === 'fr' ? words.replace(/^1 /, '1er ') : words
}

/** A day with its year: "jeudi 26 novembre 2026". */
export function dateInWords(date: DateTime, language: SpokenLanguage): string {
  return `${dayInWords(date, language)} ${date.year}`
}

/** An hour: "8 h 30" and "12 h" in French, "08:30" otherwise. */
export function hourInWords(date: DateTime, language: SpokenLanguage): string {
  if (language !== 'fr') return date.toFormat('HH:mm')
  return date.minute === 0 ? `${date.hour} h` : `${date.hour} h ${date.toFormat('mm')}`
}
