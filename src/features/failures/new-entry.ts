import { DateTime } from 'luxon'
import type { Commune } from '../../platform/model/commune.js'
import { foldText } from '../../platform/text/fold-text.js'
import { type CitizenQuestion, SECTION_KEYS } from '../entries/model/entry.js'
import { withCitizenQuestions } from '../entries/model/entry-diff.js'
import type { EntryContent } from '../entries/model/entry-record.js'

/** Days after which an entry that is begun is to be read again, unless its curator says otherwise. */
const REVIEW_DAYS = 365
const LONGEST_ID = 60

/** The draft of an entry that does not exist yet: a title, the questions that citizens asked, and everything else to write. Pure. */
export function newEntryContent(begun: {
  title: string
  /** What it says in short; empty where nothing is known yet. */
  text?: string
  questions: readonly CitizenQuestion[]
  commune: Commune
  at: Date
}): EntryContent {
  const { title, text = '', questions, commune, at } = begun
  const today = DateTime.fromJSDate(at, { zone: commune.timeZone })
  const content: EntryContent = {
    title,
    summary: text,
    category: 'mairie-pratique',
    who: 'commune',
    owner: commune.reception,
    source: { name: commune.nom, url: '', licence: '', date: today.toISODate() ?? '' },
    verifiedAt: null,
    reviewBy: today.plus({ days: REVIEW_DAYS }).toISODate() ?? '',
    servicePublic: [],
    online: [],
    toCheck: [],
    sections: Object.fromEntries(SECTION_KEYS.map((key) => [key, ''])) as EntryContent['sections'],
    simple: null,
    questions: [],
  }
  return withCitizenQuestions(content, questions)
}

/** An id made from a title that no other entry has: `abri-jardin`, else `abri-jardin-2`. Pure. */
export function newEntryId(title: string, taken: ReadonlySet<string>): string {
  const words =
    foldText(title)
      .replace(/[^a-z0-9]+/g, '-')
      .slice(0, LONGEST_ID)
      .replace(/^-+|(?<!-)-+$/g, '') || 'fiche'
  if (!taken.has(words)) return words
  for (let nth = 2; ; nth += 1) if (!taken.has(`${words}-${nth}`)) return `${words}-${nth}`
}
