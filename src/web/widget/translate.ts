import fr from '../../../knowledge/messages/widget.fr.json' with { type: 'json' }
import { directionOf, type Language, LOCALES } from '../../domain/language.js'

/** The widget's sentences in one language. French travels with the script; the build puts the others beside it. */
export type Words = typeof fr
/** Key of a sentence of the widget, in `knowledge/messages/widget.<language>.json`. */
export type WordKey = keyof Words
/** Says a sentence, its `{places}` filled. */
export type Translate = (key: WordKey, values?: Record<string, string | number>) => string

/** The sentences that need no loading. */
export const FRENCH: Words = fr

/** Reads the sentences of a language. @throws when they cannot be reached */
export async function loadWords(language: Language, assetBase: string): Promise<Words> {
  if (language === 'fr') return fr
  const response = await fetch(`${assetBase}widget.${language}.json`, { credentials: 'omit' })
  return { ...fr, ...((await response.json()) as Partial<Words>) }
}

/** Says sentences in a language. Numbers are written as it does; from right to left, what fills a place keeps its own direction. */
export function translator(words: Words, language: Language): Translate {
  return (key, values = {}) =>
    words[key].replace(/\{(\w+)\}/g, (place, name: string) => {
      const value = (values[name] ?? place).toLocaleString(LOCALES[language])
      return directionOf(language) === 'rtl' ? `\u2068${value}\u2069` : value
    })
}
