import type { Entry } from './entry.js'
import { addDays, type DatedEntry, expiryOf, lastDayOf } from './expiry.js'

/** Days before its date from which an entry is about to be due. */
export const SOON_DAYS = 30

/**
 * What an entry asks of who looks after it. `review`: to be read again by `day`; `end`: valid until `day`; `past`: it should have been read again by `day`;
 * `over` and `unreviewed`: citizens are not shown it any more, since `day`.
 */
export type DueKind = 'review' | 'end' | 'past' | 'over' | 'unreviewed'

/** What is due of an entry. Days are ISO, in the zone of its commune. */
export interface Due {
  kind: DueKind
  day: string
  /** Of one that is past: the day from which it is hidden unless it is read again; `null` when it never is. */
  hiddenFrom: string | null
}

/** An entry as far as its reminders go. */
export type RemindedEntry = Pick<Entry, 'id' | 'title' | 'category' | 'owner'> & DatedEntry

/** An entry of which something is due. */
export interface DueEntry extends Due {
  entry: RemindedEntry
}

/**
 * What is due of an entry; `null` when nothing is within {@link SOON_DAYS}. One whose time has not come is not due. Pure.
 * @param day today, ISO `YYYY-MM-DD`
 * @param graceDays see {@link expiryOf}
 */
export function dueOf(entry: DatedEntry, day: string, graceDays: number | null): Due | null {
  const expiry = expiryOf(entry, day, graceDays)
  if (expiry === 'not_yet') return null
  const { reviewBy, validUntil } = entry
  if (expiry !== null) {
    const last = expiry === 'over' ? (validUntil ?? day) : addDays(reviewBy, graceDays ?? 0)
    return { kind: expiry, day: addDays(last, 1), hiddenFrom: null }
  }
  if (reviewBy !== '' && reviewBy < day) {
    const last = lastDayOf(entry, graceDays)
    return { kind: 'past', day: reviewBy, hiddenFrom: last && addDays(last, 1) }
  }
  const horizon = addDays(day, SOON_DAYS)
  const isEnding = validUntil !== undefined && validUntil <= horizon
  const isToRead = reviewBy !== '' && reviewBy <= horizon
  if (isToRead && !(isEnding && validUntil < reviewBy)) return { kind: 'review', day: reviewBy, hiddenFrom: null }
  return isEnding ? { kind: 'end', day: validUntil, hiddenFrom: null } : null
}

/** The entries of which something is due, what citizens no longer get first, then by day. Pure; see {@link dueOf}. */
export function dueEntries(entries: Iterable<RemindedEntry>, day: string, graceDays: number | null): DueEntry[] {
  const due = [...entries].flatMap((entry): DueEntry[] => {
    const found = dueOf(entry, day, graceDays)
    return found ? [{ entry, ...found }] : []
  })
  return due.sort(
    (a, b) =>
      RANKS[a.kind] - RANKS[b.kind] ||
      (a.day < b.day ? -1 : a.day > b.day ? 1 : a.entry.title < b.entry.title ? -1 : 1),
  )
}

const RANKS: Record<DueKind, number> = { over: 0, unreviewed: 0, past: 1, review: 2, end: 2 }
