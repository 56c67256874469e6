import { directionOf, type Language, localeOf } from '../../platform/model/language.js'

/**
 * Fills the `{places}` of a sentence in a language; one without a value stays as it is. Numbers are written as the language does; from right to left, what
 * fills a place keeps its own direction. Alone in its file: the parts loaded on demand fill in sentences too, and need none of the first words.
 */
export function fillIn(
  language: Language,
  sentence: string,
  values: Readonly<Record<string, string | number>> = {},
): string {
  return sentence.replace(/\{(\w+)\}/g, (place, name: string) => {
    const given = values[name] ?? place
    // Small numbers are written alike everywhere; the first one that is formatted costs a phone a tenth of a second.
    const value = typeof given === 'number' && given > 999 ? given.toLocaleString(localeOf(language)) : `${given}`
    return directionOf(language) === 'rtl' ? `\u2068${value}\u2069` : value
  })
}
