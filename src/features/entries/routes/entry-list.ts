import type { TickOf } from '../../../platform/model/check-tick.js'
import type { Commune } from '../../../platform/model/commune.js'
import type { Entry } from '../../../platform/model/entry.js'
import { LANGUAGES } from '../../../platform/model/language.js'
import { foldedWords, foldWord } from '../../../platform/text/fold-text.js'
import {
  ENTRY_TROUBLES,
  type EntriesQuery,
  type EntriesView,
  type EntryRow,
  type EntryTrouble,
  EXPIRY_FILTERS,
} from '../contract.js'
import { isGuideOutdated } from '../editing/guide-digest.js'
import { namedDeadlines } from '../lint/named-deadlines.js'
import { isPoor } from '../lint/question-style.js'
import { expiryOf, lastDayOf, oldSourceDay } from '../model/due-review.js'
import { type EntryDigest, type EntryFacts, factsOf } from '../model/entry-digest.js'
import { ENTRY_STATES, statesOf } from '../model/entry-life.js'
import { translationOf } from '../render/translation-of.js'
import { originOf } from './edited-entry.js'

/** What a list is made from. */
export interface ListSources {
  commune: Commune
  /** What citizens are answered from. */
  served: ReadonlyMap<string, Entry>
  /** As the files have them. */
  installed: ReadonlyMap<string, Entry>
  /** Whether every commune has an entry of this id. */
  isShared: (id: string) => boolean
  records: readonly EntryDigest[]
  /** Names of the accounts of the commune, by id. */
  accounts: ReadonlyMap<string, string>
  /** Ids of entries whose questions are taken for another's. */
  confused: ReadonlySet<string>
  /** What was checked of them. */
  tickOf: TickOf
  /** Today in the commune, ISO. */
  day: string
  graceDays: number | null
}

/** Days before its last one from which an entry is about to expire. */
const SOON_DAYS = 30
const DAY_MS = 24 * 60 * 60 * 1000

/** A page of the entries of a commune, and counts of all of them. Pure. */
export function listEntries(sources: ListSources, query: EntriesQuery): Omit<EntriesView, 'reviewerRequired'> {
  const rows = rowsOf(sources)
  const kept = rows.filter((row) => isKept(row, query, sources))
  const count = (of: (row: EntryRow) => boolean) => rows.filter(of).length
  return {
    total: kept.length,
    offset: query.offset,
    entries: kept.slice(query.offset, query.offset + query.limit),
    counts: {
      all: rows.length,
      states: countEach(ENTRY_STATES, (state) => count(({ states }) => states.includes(state))),
      troubles: countEach(ENTRY_TROUBLES, (trouble) => count(({ troubles }) => troubles.includes(trouble))),
      expiry: countEach(EXPIRY_FILTERS, (one) => count((row) => nearnessOf(row, sources.day) === one)),
    },
    owners: ownersOf(rows),
  }
}

function countEach<K extends string>(names: readonly K[], count: (name: K) => number): Record<K, number> {
  return Object.fromEntries(names.map((name) => [name, count(name)])) as Record<K, number>
}

function ownersOf(rows: readonly EntryRow[]): { id: string; name: string }[] {
  const owners = new Map(rows.map(({ owner }) => [owner.id, owner]))
  return [...owners.values()].sort((a, b) => a.name.localeCompare(b.name, 'fr'))
}

function rowsOf(sources: ListSources): EntryRow[] {
  const { served, installed, records } = sources
  const byId = new Map(records.map((record) => [record.entryId, record]))
  const ids = new Set([...served.keys(), ...installed.keys(), ...byId.keys()])
  const rows = [...ids].flatMap((id) => {
    const record = byId.get(id)
    const entry = served.get(id) ?? installed.get(id)
    const facts = entry ? factsOf(entry) : record?.facts
    return facts ? [{ key: keyOf(entry, facts.title), row: rowOf(id, facts, { entry, record, sources }) }] : []
  })
  return rows
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.row.id < b.row.id ? -1 : 1))
    .map(({ row }) => row)
}

function rowOf(
  id: string,
  facts: EntryFacts,
  from: { entry: Entry | undefined; record: EntryDigest | undefined; sources: ListSources },
): EntryRow {
  const { entry, record, sources } = from
  const { day, graceDays, served } = sources
  const expiry = expiryOf(facts, day, graceDays)
  const { draft = null, submission = null, returned = null, archival = null } = record ?? {}
  const isServed = served.has(id)
  return {
    id,
    title: facts.title,
    summary: facts.summary,
    category: facts.category,
    owner: { id: facts.owner, name: nameOfOwner(facts.owner, sources) },
    states: statesOf({ draft, submission, archival, isServed, expiry }),
    origin: originOf(record, sources.isShared(id)),
    questions: facts.questions,
    verifiedAt: facts.verifiedAt,
    reviewBy: facts.reviewBy,
    validFrom: facts.validFrom ?? null,
    validUntil: facts.validUntil ?? null,
    expiry: isServed ? expiry : null,
    lastDay: lastDayOf(facts, graceDays),
    troubles: entry && !archival ? troublesOf(entry, sources) : [],
    draft: draft && { by: draft.by.userName, userId: draft.by.userId, at: draft.at, version: draft.version },
    submission: submission && {
      by: submission.by.userName,
      userId: submission.by.userId,
      at: submission.at,
      revision: submission.revision,
      why: submission.why,
    },
    returned: returned && {
      by: returned.by.userName,
      userId: returned.by.userId,
      at: returned.at,
      why: returned.why,
    },
    updatedAt: record?.updatedAt ?? null,
  }
}

function nameOfOwner(owner: string, { commune, accounts }: ListSources): string {
  return commune.services[owner]?.nom ?? accounts.get(owner) ?? owner
}

/** Entries are never changed in place. */
const poor = new WeakMap<Entry, boolean>()

function isPoorly(entry: Entry): boolean {
  const known = poor.get(entry) ?? isPoor(entry.questions)
  poor.set(entry, known)
  return known
}

/** Earliest last days that entries name; entries are never changed in place. */
const deadlines = new WeakMap<Entry, string>()
/** After every day. */
const NEVER = '9'

function earliestDeadline(entry: Entry): string {
  const { summary, short = {}, sections, simple } = entry
  const known =
    deadlines.get(entry) ??
    [summary, ...Object.values(short), ...Object.values(sections), simple ?? '']
      .flatMap(namedDeadlines)
      .map(({ day }) => day)
      .sort()[0] ??
    NEVER
  deadlines.set(entry, known)
  return known
}

function troublesOf(entry: Entry, { confused, installed, tickOf, day }: ListSources): EntryTrouble[] {
  const troubles: EntryTrouble[] = []
  if (confused.has(entry.id)) troubles.push('confused')
  if (isPoorly(entry)) troubles.push('few_questions')
  if (entry.toCheck.some((check) => !tickOf({ kind: 'entry', id: entry.id, check }))) troubles.push('to_check')
  if (oldSourceDay(entry, day) !== null) troubles.push('old_source')
  if (earliestDeadline(entry) < day) troubles.push('past_date')
  if (LANGUAGES.some((language) => translationOf(entry, language).status === 'outdated'))
    troubles.push('outdated_translation')
  if (isGuideOutdated(entry.guide?.written?.madeFrom, installed.get(entry.id)?.guide)) troubles.push('outdated_guide')
  if (entry.simple === null && !entry.office) troubles.push('no_simple')
  return troubles
}

function nearnessOf({ lastDay, expiry, states }: EntryRow, day: string): (typeof EXPIRY_FILTERS)[number] | null {
  if (expiry === 'not_yet') return null
  if (expiry) return 'past'
  if (!states.includes('published')) return null
  const left = lastDay === null ? Number.POSITIVE_INFINITY : (Date.parse(lastDay) - Date.parse(day)) / DAY_MS
  return left <= SOON_DAYS ? 'soon' : 'far'
}

function isKept(row: EntryRow, query: EntriesQuery, sources: ListSources): boolean {
  const { category, state, owner, expiry, trouble, search, ids } = query
  return (
    (ids === undefined || ids.split(',').includes(row.id)) &&
    (category === undefined || row.category === category) &&
    (state === undefined || row.states.includes(state)) &&
    (owner === undefined || row.owner.id === owner) &&
    (expiry === undefined || nearnessOf(row, sources.day) === expiry) &&
    (trouble === undefined || row.troubles.includes(trouble)) &&
    (search === undefined || hasWords(row, search, sources))
  )
}

/** Titles of entries as they are ordered; entries are never changed in place. */
const keys = new WeakMap<Entry, string>()

function keyOf(entry: Entry | undefined, title: string): string {
  const known = entry && keys.get(entry)
  if (known !== undefined) return known
  const key = foldWord(title)
  if (entry) keys.set(entry, key)
  return key
}

/** Texts of entries, folded. */
const folded = new WeakMap<Entry, string>()

function hasWords(row: EntryRow, search: string, { served, installed }: ListSources): boolean {
  const entry = served.get(row.id) ?? installed.get(row.id)
  const text = entry
    ? (folded.get(entry) ?? foldWord([entry.id, entry.title, entry.summary, ...entry.questions].join('\n')))
    : ''
  if (entry) folded.set(entry, text)
  const whole = text || foldWord([row.id, row.title, row.summary].join('\n'))
  return foldedWords(search).every((word) => whole.includes(word))
}
