import { STAFF_LANGUAGES } from '../domain/language.js'
import type { SayImports } from '../domain/say.js'
import { loadCatalogues } from './load-catalogues.js'

/**
 * Loads every sentence of the imports of national data, from `<knowledgeDir>/messages/imports.<language>.json`.
 * @throws when a catalogue cannot be read
 */
export function loadImportsMessages(knowledgeDir: string): Promise<SayImports> {
  return loadCatalogues({ knowledgeDir, prefix: 'imports.', languages: STAFF_LANGUAGES }, 'failed')
}
