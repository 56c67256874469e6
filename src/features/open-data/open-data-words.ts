import type { Category } from '../../platform/model/entry.js'
import { STAFF_LANGUAGES, type StaffLanguage } from '../../platform/model/language.js'
import type { SayOpenData } from '../../platform/model/say.js'
import { loadCatalogues } from '../entries/catalogue/load-catalogues.js'

/** What the public pages of entries say. */
export interface OpenDataWords {
  say: SayOpenData
  /** The name of a subject, as curators know it. */
  subject: (language: StaffLanguage, category: Category) => string
}

/**
 * Loads every sentence of the public pages of entries, from `<knowledgeDir>/messages/open-data.<language>.json`, and the names of subjects.
 * @throws when a catalogue cannot be read
 */
export async function loadOpenDataWords(knowledgeDir: string): Promise<OpenDataWords> {
  const files = { knowledgeDir, languages: STAFF_LANGUAGES }
  const [say, ofEntries] = await Promise.all([
    loadCatalogues({ ...files, prefix: 'open-data.' }, 'title'),
    loadCatalogues({ ...files, prefix: 'admin-entries.' }, 'category.mairie-pratique'),
  ])
  return { say, subject: (language, category) => ofEntries(language, `category.${category}`) }
}
