import fr from '../../../knowledge/messages/widget.fr.json' with { type: 'json' }
import type partsFr from '../../../knowledge/messages/widget-parts.fr.json'
import { directionOf, type Language, localeOf } from '../../platform/model/language.js'

/**
 * The widget's sentences in one language. French travels with the script, that of the parts loaded later with these; the build puts the other languages
 * beside it, whole.
 */
export type Words = typeof fr & typeof partsFr
/** Key of a sentence of the widget, in `knowledge/messages/widget.<language>.json` and `widget-parts.<language>.json`. */
export type WordKey = keyof Words
/** Says a sentence, its `{places}` filled. */
export type Translate = (key: WordKey, values?: Record<string, string | number>) => string

/** The French sentences; those of the parts are added when these are loaded. */
export const FRENCH = { ...fr } as Words

/** Adds the French sentences of the parts. */
export function addFrench(words: typeof partsFr): void {
  Object.assign(FRENCH, words)
}

/** Reads the sentences of a language. @throws when they cannot be reached */
export async function loadWords(language: Language, assetBase: string): Promise<Words> {
  if (language === 'fr') return FRENCH
  const response = await fetch(`${assetBase}widget.${language}.json`, { credentials: 'omit' })
  return { ...FRENCH, ...((await response.json()) as Partial<Words>) }
}

/** Says sentences in a language. Numbers are written as it does; from right to left, what fills a place keeps its own direction. */
export function translator(words: Words, language: Language): Translate {
  return (key, values = {}) =>
    words[key].replace(/\{(\w+)\}/g, (place, name: string) => {
      const given = values[name] ?? place
      // Small numbers are written alike everywhere; the first one that is formatted costs a phone a tenth of a second.
      const value = typeof given === 'number' && given > 999 ? given.toLocaleString(localeOf(language)) : `${given}`
      return directionOf(language) === 'rtl' ? `\u2068${value}\u2069` : value
    })
}
