import { STAFF_LANGUAGES } from '../domain/language.js'
import type { SayDeclaration } from '../domain/say.js'
import { loadCatalogues } from './load-catalogues.js'

/**
 * Loads every sentence of the declaration of accessibility, from `<knowledgeDir>/messages/declaration.<language>.json`: French is the law's, English is for
 * those who do not read it.
 * @throws when a catalogue cannot be read
 */
export function loadDeclarationMessages(knowledgeDir: string): Promise<SayDeclaration> {
  return loadCatalogues({ knowledgeDir, prefix: 'declaration.', languages: STAFF_LANGUAGES }, 'title')
}
