import { communeOf } from '../../platform/http/commune-origins.js'
import type { Commune } from '../../platform/model/commune.js'
import type { Entry } from '../../platform/model/entry.js'
import { lastDays, localMoment } from '../../platform/time/period.js'
import type { User } from '../accounts/staff.js'
import type { EntryStore } from '../entries/entry-verbs.js'
import type { EntryDigest } from '../entries/model/entry-digest.js'
import { CountTable } from '../statistics/count-table.js'
import type { CounterStore } from '../statistics/counter-verbs.js'
import type { Counters } from '../statistics/counters.js'
import { CONFLICT_KINDS, type Conflict, conflictKey } from './conflict.js'
import type { ConflictFinder, ConflictsNow } from './conflict-finder.js'
import { questionsMark } from './find-conflicts.js'

/** Answers that citizens got in some days, by entry. */
type AnswersByEntry = Readonly<Record<string, number>>

/** A finding, with how many questions of citizens it may have spoilt. */
export interface RankedConflict extends Conflict {
  /** Of the same days as the answers; not told below {@link FEWEST_TOLD}. */
  stake: number
}

/** Fewer questions of citizens than this are told of as none: as in the statistics, no row tells of so few. */
const FEWEST_TOLD = 5

/**
 * Findings by how many questions of citizens are at stake, most first: of the answers that their entries gave, the share that is concerned of their example
 * questions. Without answers, by kind, then by example questions. Pure.
 */
export function rankConflicts(conflicts: readonly Conflict[], answers: AnswersByEntry): RankedConflict[] {
  return conflicts
    .map((conflict) => ({ ...conflict, stake: stakeOf(conflict, answers) }))
    .sort(
      (a, b) =>
        b.stake - a.stake ||
        CONFLICT_KINDS.indexOf(a.kind) - CONFLICT_KINDS.indexOf(b.kind) ||
        b.count - a.count ||
        (a.key < b.key ? -1 : 1),
    )
}

function stakeOf({ kind, entryIds, count, of }: Conflict, answers: AnswersByEntry): number {
  const given = entryIds.reduce((sum, id) => sum + (answers[id] ?? 0), 0)
  // Of an entry that lacks questions, those that it lacks are not among those that it has.
  const all = kind === 'few_questions' ? of + count : of
  const share = kind === 'same_content' || kind === 'never_found' ? 1 : Math.min(1, count / Math.max(1, all))
  const stake = kind === 'hardly_served' ? 0 : Math.round(given * share)
  return stake < FEWEST_TOLD ? 0 : stake
}

/** An entry as far as it is looked at here. */
interface ServedEntry {
  id: string
  questions: number
  /** See {@link Conflict.mark}. */
  mark: string
  /** ISO day since which citizens can get it; `null` when that is longer ago than anybody knows. */
  since: string | null
}

/** Answers given for each entry, on average, from which an entry that was hardly given says something. */
const ENOUGH = 5

/**
 * Entries that citizens hardly ever got in some days, though they got many others. Nothing is said while few answers were given in all, nor of an entry that
 * came since. Pure.
 * @param from first of the days, ISO
 */
export function hardlyServed(entries: readonly ServedEntry[], answers: AnswersByEntry, from: string): Conflict[] {
  const given = entries.reduce((sum, { id }) => sum + (answers[id] ?? 0), 0)
  if (entries.length === 0 || given < ENOUGH * entries.length) return []
  return entries
    .filter(({ id, since }) => (answers[id] ?? 0) < FEWEST_TOLD && (since === null || since < from))
    .map(({ id, questions, mark }) => ({
      key: conflictKey('hardly_served', [id]),
      kind: 'hardly_served',
      entryIds: [id],
      questions: [],
      count: 0,
      taken: 0,
      of: questions,
      mark,
    }))
}

/** Days of citizens' questions by which findings are ranked, and in which an entry that nobody gets is looked for. */
export const STAKE_DAYS = 90

/** What findings are made from. */
export interface FindingNeeds {
  store: Pick<EntryStore, 'listEntryRecords'> & Pick<CounterStore, 'readCounters'>
  now: () => Date
  communes: ReadonlyMap<string, Commune>
  entriesNow: (communeId: string) => ReadonlyMap<string, Entry>
  counters: Pick<Counters, 'flush'>
  conflicts: Pick<ConflictFinder, 'look'>
}

/** What there is to find in a commune. */
export interface Findings {
  now: ConflictsNow
  entries: ReadonlyMap<string, Entry>
  records: readonly EntryDigest[]
  /** Most questions of citizens first; none before the first run. What is about an entry that is no longer served is left out. */
  conflicts: RankedConflict[]
}

/** What there is to find in the commune of a user, as it was last looked for. */
export async function findingsOf(needs: FindingNeeds, user: User): Promise<Findings> {
  const { id: communeId, timeZone } = communeOf(needs, user.communeId)
  const { store, counters, now: clock } = needs
  const now = await needs.conflicts.look(communeId)
  const entries = needs.entriesNow(communeId)
  const records = await store.listEntryRecords(communeId)
  if (!now.report) return { now, entries, records, conflicts: [] }
  await counters.flush()
  const days = lastDays(localMoment(clock(), timeZone).day, STAKE_DAYS)
  const answers = new CountTable(await store.readCounters(communeId, days.from, days.to), () => true).under(
    'turn.entry.',
  )
  const since = new Map(records.map((record) => [record.entryId, cameOn(record)]))
  const rare = hardlyServed(
    [...entries.values()].map(({ id, questions }) => ({
      id,
      questions: questions.length,
      mark: markOf(questions),
      since: since.get(id) ?? null,
    })),
    answers,
    days.from,
  )
  const standing = [...now.report.conflicts, ...rare].filter((one: Conflict) =>
    one.entryIds.every((id) => entries.has(id)),
  )
  return { now, entries, records, conflicts: rankConflicts(standing, answers) }
}

/** Since when citizens can get what a curator began; `null` of what was installed. */
function cameOn({ revisions, publications }: EntryDigest): string | null {
  return revisions[0]?.origin === 'installed' ? null : (publications[0]?.at.slice(0, 10) ?? null)
}

/** Questions of entries are never changed in place. */
const marks = new WeakMap<readonly string[], string>()

function markOf(questions: readonly string[]): string {
  const known = marks.get(questions) ?? questionsMark(questions)
  marks.set(questions, known)
  return known
}
