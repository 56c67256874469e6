import type { Entry, Expiry } from './entry.js'

/** Days for which an entry is still served after the day by which its owner should have read it again, unless the commune says otherwise. */
export const DEFAULT_REVIEW_GRACE_DAYS = 90

/** What expiry looks at. */
export type DatedEntry = Pick<Entry, 'reviewBy' | 'validFrom' | 'validUntil'>

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
