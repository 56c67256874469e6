import fr from '../../../knowledge/messages/widget.fr.json' with { type: 'json' }
import type partsFr from '../../../knowledge/messages/widget-parts.fr.json'
import { fillIn, type Language } from '../../platform/model/language.js'

/**
 * The widget's sentences in one language. They come in four catalogues of `knowledge/messages/`, so that the first load is light:
 * - `widget`: what shows before the first answer. In the script itself, in French;
 * - `widget-parts`: what the parts say that are loaded later (`parts.ts`). Their French comes with them; other languages are read with the first catalogue;
 * - `widget-extras`: what is loaded when it is opened, a file for each language (`extras/extra-words.ts`);
 * - `widget-comfort`: reading, hearing and writing more easily, likewise (`extras/comfort-words.ts`).
 *
 * French travels with the script, that of the parts loaded later with these; the build puts the other languages
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

/** Says sentences in a language, filled by {@link fillIn}. */
export function translator(words: Words, language: Language): Translate {
  return (key, values) => fillIn(language, words[key], values)
}
