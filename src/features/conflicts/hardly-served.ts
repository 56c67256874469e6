import { type Conflict, conflictKey } from './conflict.js'
import { type AnswersByEntry, FEWEST_TOLD } from './rank-conflicts.js'

/** An entry as far as it is looked at here. */
export interface ServedEntry {
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
