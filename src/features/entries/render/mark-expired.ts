import type { Entry } from '../model/entry.js'
import { expiryOf } from '../model/expiry.js'

/** What was marked of a set of entries, and for when. Sets are never changed in place. */
const known = new WeakMap<ReadonlyMap<string, Entry>, { when: string; marked: ReadonlyMap<string, Entry> }>()

/**
 * The entries as they may be shown on a day: those that may not are marked. The same set when there is none; looked at once a day.
 * @param day ISO `YYYY-MM-DD` of the commune
 * @param graceDays see {@link expiryOf}
 */
export function markExpired(
  entries: ReadonlyMap<string, Entry>,
  day: string,
  graceDays: number | null,
): ReadonlyMap<string, Entry> {
  const when = `${day} ${graceDays}`
  const former = known.get(entries)
  if (former?.when === when) return former.marked
  const expired = [...entries.values()].flatMap((entry) => {
    const why = expiryOf(entry, day, graceDays)
    return why ? [{ ...entry, expired: why }] : []
  })
  const marked =
    expired.length === 0
      ? entries
      : new Map([...entries, ...expired.map((entry): [string, Entry] => [entry.id, entry])])
  known.set(entries, { when, marked })
  return marked
}
