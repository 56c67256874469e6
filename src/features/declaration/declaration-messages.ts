import { STAFF_LANGUAGES } from '../../platform/model/language.js'
import type { SayDeclaration } from '../../platform/model/say.js'
import { loadCatalogues } from '../entries/catalogue/load-catalogues.js'

/**
 * Loads every sentence of the declaration of accessibility, from `<knowledgeDir>/messages/declaration.<language>.json`: French is the law's, English is for
 * those who do not read it.
 * @throws when a catalogue cannot be read
 */
export function loadDeclarationMessages(knowledgeDir: string): Promise<SayDeclaration> {
  return loadCatalogues({ knowledgeDir, prefix: 'declaration.', languages: STAFF_LANGUAGES }, 'title')
}
