import { DateTime } from 'luxon'
import { z } from 'zod'

/** Longest path accepted, in characters; it bounds the time of a comparison. */
const MOST_PATH_LENGTH = 200

const entryIds = z.array(
  z.string().regex(/^[a-z0-9-]{1,80}$/, 'expected the id of an entry, such as "carte-electorale"'),
)
const someEntryIds = entryIds.min(1, 'a page or a season names one entry at least')
const path = z
  .string()
  .regex(/^[/*]/, 'expected a path of the site that begins with "/" or "*", such as "/demarches*"')
  .max(MOST_PATH_LENGTH, `a path has ${MOST_PATH_LENGTH} characters at most`)
  .regex(/^[^?#\s]*$/, 'a path has no space, "?" or "#"')
const dayOfYear = z.string().refine(isDayOfYear, 'expected a day of the year MM-DD, such as "06-15"')

/** The field `suggestions` of a commune's file, with the fault in words. */
export const suggestionsField = z.strictObject({
  default: entryIds.optional(),
  pages: z.array(z.strictObject({ path, entries: someEntryIds })).optional(),
  seasons: z.array(z.strictObject({ from: dayOfYear, to: dayOfYear, entries: someEntryIds })).optional(),
})

/** The 29th of February is a day of the year: a leap year is asked. */
function isDayOfYear(written: string): boolean {
  return /^\d\d-\d\d$/.test(written) && DateTime.fromISO(`2000-${written}`).isValid
}
