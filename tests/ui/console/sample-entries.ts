import type { EntriesView, EntryRow } from '../../../src/features/entries/contract.js'
import { ENTRY_STATES, type EntryState } from '../../../src/features/entries/model/entry-life.js'
import type { ScheduledView } from '../../../src/features/publication/contract.js'

/** A row of every look: written by somebody, in review, expired, in trouble, archived. */
export function sampleEntries(): EntriesView {
  const by = { by: 'Curt', userId: 'curt', at: '2026-11-24T09:12:00Z' }
  const entries = [
    row('nager', 'Nager à la piscine', ['draft', 'published'], { draft: { ...by, version: 3 } }),
    row('marche', 'Le marché du samedi', ['in_review'], { submission: { ...by, revision: 1, why: '' } }),
    row('brocante', 'S’inscrire à la brocante', ['expired'], { expiry: 'over', validUntil: '2026-10-01' }),
    row('velo', 'Garer son vélo', ['archived'], {}),
  ]
  const count = (state: EntryState) => entries.filter(({ states }) => states.includes(state)).length
  return {
    total: entries.length,
    offset: 0,
    entries,
    counts: {
      all: entries.length,
      states: Object.fromEntries(ENTRY_STATES.map((one) => [one, count(one)])) as Record<EntryState, number>,
      troubles: {
        confused: 4,
        few_questions: 4,
        to_check: 0,
        old_source: 0,
        past_date: 0,
        outdated_translation: 0,
        outdated_guide: 0,
        no_simple: 0,
      },
      expiry: { far: 2, soon: 0, past: 1 },
    },
    owners: [{ id: 'accueil', name: 'Accueil de la mairie' }],
    reviewerRequired: false,
  }
}

/** One that waits for its hour, and one that was held at it. */
export function sampleScheduled(): ScheduledView {
  const [waits, held] = [
    { id: 'nager', title: 'Nager à la piscine' },
    { id: 'marche', title: 'Le marché du samedi' },
  ]
  const at = '2027-01-03T07:00:00.000Z'
  return {
    scheduled: [
      { id: 'waits', entries: [waits], at, by: 'Curt', changed: null, held: null },
      { id: 'held', entries: [held], at, by: 'Curt', changed: null, held: { at, reason: 'worse', entry: null } },
    ],
  }
}

function row(id: string, title: string, states: EntryState[], changes: Partial<EntryRow>): EntryRow {
  return {
    id,
    title,
    summary: 'Une phrase que les usagers lisent en premier.',
    category: 'vie-associative-culture-sport',
    owner: { id: 'accueil', name: 'Accueil de la mairie' },
    states,
    origin: 'curated',
    questions: 4,
    verifiedAt: '2026-01-01',
    reviewBy: '2027-01-01',
    validFrom: null,
    validUntil: null,
    expiry: null,
    lastDay: '2027-04-01',
    troubles: ['confused', 'few_questions'],
    draft: null,
    submission: null,
    returned: null,
    updatedAt: null,
    ...changes,
  }
}
