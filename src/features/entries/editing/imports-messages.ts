import { STAFF_LANGUAGES } from '../../../platform/model/language.js'
import type { SayImports } from '../../../platform/model/say.js'
import { loadCatalogues } from '../catalogue/load-catalogues.js'

/**
 * Loads every sentence of the imports of national data, from `<knowledgeDir>/messages/imports.<language>.json`.
 * @throws when a catalogue cannot be read
 */
export function loadImportsMessages(knowledgeDir: string): Promise<SayImports> {
  return loadCatalogues({ knowledgeDir, prefix: 'imports.', languages: STAFF_LANGUAGES }, 'failed')
}
