import { communeOf } from '../../platform/http/known-communes.js'
import type { Commune } from '../../platform/model/commune.js'
import type { User } from '../accounts/staff.js'
import type { EntryStore } from '../entries/entry-verbs.js'
import type { Entry } from '../entries/model/entry.js'
import type { EntryDigest } from '../entries/model/entry-digest.js'
import { CountTable } from '../statistics/count-table.js'
import type { CounterStore } from '../statistics/counter-verbs.js'
import type { Counters } from '../statistics/counters.js'
import { lastDays, localMoment } from '../statistics/period.js'
import type { Conflict } from './conflict.js'
import type { ConflictFinder, ConflictsNow } from './conflict-finder.js'
import { questionsMark } from './find-conflicts.js'
import { hardlyServed } from './hardly-served.js'
import { type RankedConflict, rankConflicts } from './rank-conflicts.js'

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
