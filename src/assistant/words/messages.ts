import { loadCatalogues } from '../../features/entries/catalogue/load-catalogues.js'
import { SPOKEN_LANGUAGES } from '../../platform/model/language.js'
import type { Say } from '../../platform/model/say.js'

/**
 * Loads every sentence that the assistant and the errors say, from `<knowledgeDir>/messages/<language>.json`.
 * A sentence that a language lacks is said in French, and an unknown one is the general error: a citizen always gets a sentence.
 * @throws when a catalogue cannot be read
 */
export function loadMessages(knowledgeDir: string): Promise<Say> {
  return loadCatalogues({ knowledgeDir, prefix: '', languages: SPOKEN_LANGUAGES }, 'error.internal')
}
