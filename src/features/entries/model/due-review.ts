import { DateTime } from 'luxon'
import type { Commune } from '../../../platform/model/commune.js'
import type { Entry, Expiry } from '../../../platform/model/entry.js'
import { localMoment } from '../../../platform/time/period.js'

/** Days before its date from which an entry is about to be due. */
export const SOON_DAYS = 30

/**
 * What an entry asks of whoever looks after it. `review`: to be read again by `day`; `end`: valid until `day`; `past`: it should have been read again by `day`;
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

/** Months after which the source of an entry is old: what it says may have changed since. */
const OLD_MONTHS = 12

/**
 * The day on which what an entry says last held, ISO, where that is more than twelve months ago: of its source, or on which its facts were read there, whichever is later. `null`
 * where it is more recent, or not known. Pure.
 * @param day today in the commune, ISO `YYYY-MM-DD`
 */
export function oldSourceDay({ source, verifiedAt }: Pick<Entry, 'source' | 'verifiedAt'>, day: string): string | null {
  const read = [source.date, verifiedAt ?? ''].sort().at(-1) ?? ''
  return isOld(read, day) ? read : null
}

/** Whether what was said of a day, ISO or empty, may have changed by another. Pure. */
export function isOld(read: string, day: string): boolean {
  const limit = DateTime.fromISO(day).minus({ months: OLD_MONTHS }).toISODate() ?? ''
  return read !== '' && read < limit
}

/** Days for which an entry is still served after the day by which its owner should have read it again, unless the commune says otherwise. */
export const DEFAULT_REVIEW_GRACE_DAYS = 90

/** What expiry looks at. */
type DatedEntry = Pick<Entry, 'reviewBy' | 'validFrom' | 'validUntil'>

/**
 * Whether an entry may be shown on a day, and why not. Pure.
 * @param day ISO `YYYY-MM-DD`, in the commune's time zone
 * @param graceDays days after the review date, 0 or more; `null` never expires an entry for want of a review
 */
export function expiryOf(entry: DatedEntry, day: string, graceDays: number | null): Expiry | null {
  if (entry.validFrom !== undefined && day < entry.validFrom) return 'not_yet'
  if (entry.validUntil !== undefined && day > entry.validUntil) return 'over'
  return graceDays !== null && day > addDays(entry.reviewBy, graceDays) ? 'unreviewed' : null
}

/** The last day on which an entry is shown as it is; `null` when nothing ends it. Pure. */
export function lastDayOf(entry: DatedEntry, graceDays: number | null): string | null {
  const ends = [entry.validUntil, graceDays === null ? undefined : addDays(entry.reviewBy, graceDays)]
  return ends.filter((day) => day !== undefined).sort()[0] ?? null
}

const DAY_MS = 24 * 60 * 60 * 1000

/** A day some days later, ISO. Pure. */
export function addDays(day: string, days: number): string {
  const at = Date.parse(`${day}T00:00:00Z`)
  // A draft may have no date yet: it ends nothing.
  return Number.isNaN(at) ? '9999-12-31' : new Date(at + days * DAY_MS).toISOString().slice(0, 10)
}

/** The day of an instant in a commune, ISO `YYYY-MM-DD`. */
export function dayOf(at: Date, { timeZone }: Pick<Commune, 'timeZone'>): string {
  return localMoment(at, timeZone).day
}

/** Days for which a commune shows an entry after its review date; `null`: for ever. */
export function graceDaysOf({ curation }: Pick<Commune, 'curation'>): number | null {
  return curation?.reviewGraceDays === undefined ? DEFAULT_REVIEW_GRACE_DAYS : curation.reviewGraceDays
}
