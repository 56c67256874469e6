import { loadCatalogues } from '../../features/entries/catalogue/load-catalogues.js'
import { LANGUAGES } from '../../platform/model/language.js'
import type { SayPlain } from '../../platform/model/say.js'

/**
 * Loads every sentence of the pages without script, from `<knowledgeDir>/messages/plain.<language>.json`.
 * @throws when a catalogue cannot be read
 */
export function loadPlainMessages(knowledgeDir: string): Promise<SayPlain> {
  return loadCatalogues({ knowledgeDir, prefix: 'plain.', languages: LANGUAGES }, 'error.heading')
}
