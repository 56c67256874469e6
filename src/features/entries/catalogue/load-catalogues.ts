import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { directionOf, type RecognisedLanguage, STAFF_LANGUAGES } from '../../../platform/model/language.js'
import type { SayImports } from '../../../platform/model/say.js'
import { frenchTypography } from '../../../platform/text/typography.js'

/** Says a sentence by its key, whatever the keys of the catalogue; the general sentence for one that it lacks. */
export interface SayAny {
  (language: RecognisedLanguage, key: string, parameters?: Record<string, string>): string
  /** Whether a language has a sentence of its own; otherwise it is said in French. */
  has(language: RecognisedLanguage, key: string): boolean
}

/** Where sentences are. */
export interface CatalogueFiles {
  knowledgeDir: string
  /** What a file's name has before its language: empty, or `plain.` for `plain.fr.json`. */
  prefix: string
  languages: readonly RecognisedLanguage[]
}

/**
 * Loads sentences from `<knowledgeDir>/messages/<prefix><language>.json`. French typography is applied to the French ones, and to what fills them. A sentence
 * that a language lacks is said in French. In a language written from right to left, what fills a sentence is isolated: a name or a phone keeps its own order.
 * @param otherwise key of the sentence that is said in place of an unknown one
 * @throws when a catalogue cannot be read
 */
export async function loadCatalogues(files: CatalogueFiles, otherwise: string): Promise<SayAny> {
  const catalogues = new Map<RecognisedLanguage, Record<string, string>>()
  for (const language of files.languages) {
    const text = await readFile(join(files.knowledgeDir, 'messages', `${files.prefix}${language}.json`), 'utf8')
    catalogues.set(language, JSON.parse(text) as Record<string, string>)
  }
  const has = (language: RecognisedLanguage, key: string) => catalogues.get(language)?.[key] !== undefined
  const say = (language: RecognisedLanguage, key: string, parameters: Record<string, string> = {}) => {
    const french = catalogues.get('fr')
    const own = catalogues.get(language)?.[key]
    const sentence = own ?? french?.[key] ?? french?.[otherwise] ?? ''
    const isMirrored = own !== undefined && directionOf(language) === 'rtl'
    const filled = sentence.replace(/\{(\w+)\}/g, (_, name: string) => {
      const value = parameters[name] ?? ''
      return isMirrored && value !== '' ? isolate(value) : value
    })
    return language === 'fr' || own === undefined ? frenchTypography(filled) : filled
  }
  return Object.assign(say, { has })
}

/** A text within marks that keep its letters and digits in their own order, whatever is around. Source: Unicode Standard Annex 9, "Explicit Directional Isolates". */
export function isolate(text: string): string {
  return `\u2068${text}\u2069`
}

/**
 * Loads every sentence of the imports of national data, from `<knowledgeDir>/messages/imports.<language>.json`.
 * @throws when a catalogue cannot be read
 */
export function loadImportsMessages(knowledgeDir: string): Promise<SayImports> {
  return loadCatalogues({ knowledgeDir, prefix: 'imports.', languages: STAFF_LANGUAGES }, 'failed')
}
