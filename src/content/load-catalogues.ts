import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { SpokenLanguage } from '../domain/language.js'
import { frenchTypography } from './typography.js'

/** Says a sentence by its key, whatever the keys of the catalogue; the general sentence for one that it lacks. */
export type SayAny = (language: SpokenLanguage, key: string, parameters?: Record<string, string>) => string

/** Where sentences are. */
export interface CatalogueFiles {
  knowledgeDir: string
  /** What a file's name has before its language: empty, or `plain.` for `plain.fr.json`. */
  prefix: string
  languages: readonly SpokenLanguage[]
}

/**
 * Loads sentences from `<knowledgeDir>/messages/<prefix><language>.json`. French typography is applied to the French ones, and to what fills them. A sentence
 * that a language lacks is said in French.
 * @param otherwise key of the sentence that is said in place of an unknown one
 * @throws when a catalogue cannot be read
 */
export async function loadCatalogues(files: CatalogueFiles, otherwise: string): Promise<SayAny> {
  const catalogues = new Map<SpokenLanguage, Record<string, string>>()
  for (const language of files.languages) {
    const text = await readFile(join(files.knowledgeDir, 'messages', `${files.prefix}${language}.json`), 'utf8')
    catalogues.set(language, JSON.parse(text) as Record<string, string>)
  }
  return (language, key, parameters = {}) => {
    const french = catalogues.get('fr')
    const own = catalogues.get(language)?.[key]
    const sentence = own ?? french?.[key] ?? french?.[otherwise] ?? ''
    const filled = sentence.replace(/\{(\w+)\}/g, (_, name: string) => parameters[name] ?? '')
    return language === 'fr' || own === undefined ? frenchTypography(filled) : filled
  }
}
