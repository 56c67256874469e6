import { STAFF_LANGUAGES, type StaffLanguage } from '../../domain/language.js'
import { loadCatalogues } from '../load-catalogues.js'

/** Says a sentence of `knowledge/messages/admin-packs.*.json`. */
export type SayPacks = (language: StaffLanguage, key: string, parameters?: Record<string, string>) => string

/** Loads what packs say in commands and in refusals. @throws when a catalogue cannot be read */
export function loadPackWords(knowledgeDir: string): Promise<SayPacks> {
  return loadCatalogues({ knowledgeDir, prefix: 'admin-packs.', languages: STAFF_LANGUAGES }, 'failed')
}
