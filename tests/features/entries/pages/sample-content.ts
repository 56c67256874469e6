import type { EntryContent } from '../../../../src/features/entries/model/entry-record.js'
import { SECTION_KEYS, type SectionKey } from '../../../../src/platform/model/entry.js'

/** A complete content of an entry. */
export function sampleContent(changes: Partial<EntryContent> = {}): EntryContent {
  return {
    title: 'Nager à la piscine',
    summary: 'Ouverte tous les jours.',
    category: 'vie-associative-culture-sport',
    who: 'commune',
    owner: 'accueil',
    source: { name: 'Villebourg', url: '', licence: 'Licence Ouverte 2.0', date: '2026-01-01' },
    verifiedAt: '2026-01-01',
    reviewBy: '2027-01-01',
    servicePublic: [],
    online: [],
    toCheck: [],
    sections: Object.fromEntries(SECTION_KEYS.map((key) => [key, 'Texte.'])) as Record<SectionKey, string>,
    simple: null,
    questions: ['piscine ouverte', 'tarif de la piscine'],
    ...changes,
  }
}
