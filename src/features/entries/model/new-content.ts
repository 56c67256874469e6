import { DateTime } from 'luxon'
import type { Commune } from '../../../platform/model/commune.js'
import { SECTION_KEYS, type SectionKey } from '../../../platform/model/entry.js'
import type { EntryContent } from './entry-record.js'

/** Months after which a new entry is to be read again, unless its curator says otherwise. */
const REVIEW_MONTHS = 12

interface Begun {
  title: string
  commune: Pick<Commune, 'nom' | 'reception'>
  /** Today, ISO. */
  day: string
}

/**
 * A new entry, of which the short answer alone is left to write: it comes from the commune itself, today, and is found by its title. Nothing else is wanted of it. Pure.
 */
export function newContent({ title, commune, day }: Begun): EntryContent {
  return {
    title,
    summary: '',
    category: 'mairie-pratique',
    who: 'commune',
    owner: commune.reception,
    source: { name: commune.nom, url: '', licence: 'Licence Ouverte 2.0', date: day },
    verifiedAt: day,
    reviewBy: reviewAfter(day),
    servicePublic: [],
    online: [],
    toCheck: [],
    sections: Object.fromEntries(SECTION_KEYS.map((key) => [key, ''])) as Record<SectionKey, string>,
    simple: null,
    questions: [title],
  }
}

/** What another entry says under a new title, without what was asked of it or translated of it. Pure. */
export function copiedContent(from: EntryContent, { title, day }: Pick<Begun, 'title' | 'day'>): EntryContent {
  const { translations, fromCitizens, ...copied } = from
  return { ...copied, title, reviewBy: reviewAfter(day), questions: [title] }
}

function reviewAfter(day: string): string {
  return DateTime.fromISO(day).plus({ months: REVIEW_MONTHS }).toISODate() ?? day
}
