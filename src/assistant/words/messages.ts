import { loadCatalogues } from '../../features/entries/catalogue/load-catalogues.js'
import { LANGUAGES, RECOGNISED_LANGUAGES } from '../../platform/model/language.js'
import type { Say, SayPlain } from '../../platform/model/say.js'

/**
 * Loads every sentence that the assistant and the errors say, from `<knowledgeDir>/messages/<language>.json`.
 * A sentence that a language lacks is said in French, and an unknown one is the general error: a citizen always gets a sentence.
 * @throws when a catalogue cannot be read
 */
export function loadMessages(knowledgeDir: string): Promise<Say> {
  return loadCatalogues({ knowledgeDir, prefix: '', languages: RECOGNISED_LANGUAGES }, 'error.internal')
}

/**
 * Loads every sentence of the pages without script, from `<knowledgeDir>/messages/plain.<language>.json`.
 * @throws when a catalogue cannot be read
 */
export function loadPlainMessages(knowledgeDir: string): Promise<SayPlain> {
  return loadCatalogues({ knowledgeDir, prefix: 'plain.', languages: LANGUAGES }, 'error.heading')
}
