import { DateTime } from 'luxon'
import type { Entry } from './entry.js'

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
