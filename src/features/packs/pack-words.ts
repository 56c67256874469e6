import { type SpokenLanguage, STAFF_LANGUAGES } from '../../platform/model/language.js'
import { loadCatalogues } from '../entries/catalogue/load-catalogues.js'

/** Says a sentence of `knowledge/messages/admin-packs.*.json`; in French for a language that it lacks. */
export type SayPacks = (language: SpokenLanguage, key: string, parameters?: Record<string, string>) => string

/** Loads what packs say in commands and in refusals. @throws when a catalogue cannot be read */
export function loadPackWords(knowledgeDir: string): Promise<SayPacks> {
  return loadCatalogues({ knowledgeDir, prefix: 'admin-packs.', languages: STAFF_LANGUAGES }, 'failed')
}
