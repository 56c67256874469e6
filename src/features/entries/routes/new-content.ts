import { DateTime } from 'luxon'
import type { Commune } from '../../../platform/model/commune.js'
import { type Category, SECTION_KEYS, type SectionKey } from '../model/entry.js'
import type { EntryContent } from '../model/entry-record.js'

/** Months after which a new entry is to be read again, unless its curator says otherwise. */
const REVIEW_MONTHS = 12
const LICENCE = 'Licence Ouverte 2.0'

/**
 * The content of a new entry: empty but for its title, the commune itself as its source, and dates of today; or a copy of another one, which it does not take
 * the questions of. Pure.
 * @param day today, ISO
 */
export function newContent(
  { title, category }: { title: string; category: Category },
  { from, commune, day }: { from: EntryContent | null; commune: Commune; day: string },
): EntryContent {
  const reviewBy = DateTime.fromISO(day).plus({ months: REVIEW_MONTHS }).toISODate() ?? day
  if (from) {
    // Translations say what the copied entry says, and its questions were asked of it.
    const { translations, fromCitizens, ...copied } = from
    return { ...copied, title, category, reviewBy, questions: [] }
  }
  return {
    title,
    summary: '',
    category,
    who: 'commune',
    owner: commune.reception,
    source: { name: commune.nom, url: '', licence: LICENCE, date: day },
    verifiedAt: day,
    reviewBy,
    servicePublic: [],
    online: [],
    toCheck: [],
    sections: Object.fromEntries(SECTION_KEYS.map((key) => [key, ''])) as Record<SectionKey, string>,
    simple: null,
    questions: [],
  }
}
