import { DateTime } from 'luxon'
import { z } from 'zod'
import { isInSeason, type Season } from '../../platform/model/commune.js'

type Range = [from: string, to: string]

const TIME = /^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/

/** A time of day, as `HH:MM`. */
export const time = z.string().regex(TIME, {
  error: ({ input }) => `"${input}" is not a time: write HH:MM, from 00:00 to 24:00`,
  abort: true,
})
const range = z.tuple([time, time], 'write a range as two times: ["08:30", "12:00"]').check(({ value, issues }) => {
  const [from, to] = value
  if (from >= to) issues.push(fault(value, `${inWords(value)} must end after it begins`, 'range'))
})
const ranges = z.array(range).check(({ value, issues }) => {
  value.forEach((next, index) => {
    const before = value[index - 1]
    if (before && before[1] > next[0])
      issues.push(fault(value, `${inWords(next)} begins before ${inWords(before)} has ended`, 'overlap'))
  })
})

/** A day, ISO `YYYY-MM-DD`, that exists. */
const isoDate = z.iso.date({
  error: ({ input }) => `"${input}" is not a day of the calendar: write YYYY-MM-DD`,
  abort: true,
})
// 2024 has a 29 February.
const yearDay = z.string().refine((day) => /^\d\d-\d\d$/.test(day) && DateTime.fromISO(`2024-${day}`).isValid, {
  error: ({ input }) => `"${input}" is not a day of the year: write MM-DD`,
  abort: true,
})
const reason = z.string().trim().min(1, 'say why: citizens read it')

/** Weekly hours by ISO weekday. */
export const weeklyHours = z.partialRecord(z.enum(['1', '2', '3', '4', '5', '6', '7']), ranges, {
  error: unknownDay,
})

/** Days on which a commune or a service is closed. */
export const closures = z.array(
  z.strictObject({ from: isoDate, to: isoDate, reason }).check(({ value, issues }) => {
    if (value.from > value.to)
      issues.push(fault(value, `it ends on ${value.to}, before it begins on ${value.from}`, 'closure'))
  }),
)

const seasons = z
  .array(z.strictObject({ from: yearDay, to: yearDay, hours: weeklyHours }))
  .check(({ value, issues }) => {
    value.forEach((season, index) => {
      const other = value.slice(0, index).find((earlier) => overlap(earlier, season))
      if (other)
        issues.push(
          fault(
            value,
            `the season from ${season.from} to ${season.to} overlaps that from ${other.from} to ${other.to}`,
            'season_overlap',
          ),
        )
    })
  })

const openings = z
  .array(
    z.strictObject({
      date: isoDate,
      ranges: ranges.min(1, 'a day without hours is a closure: write it in closures'),
      reason,
    }),
  )
  .check(({ value, issues }) => {
    value.forEach(({ date }, index) => {
      if (value.slice(0, index).some((earlier) => earlier.date === date))
        issues.push(fault(value, `${date} is written twice: give all its hours at once`, 'day_twice'))
    })
  })

/** The fields of a service that say when it is open. Each fault is a sentence for whoever wrote the file. */
export const scheduleFields = {
  hours: weeklyHours,
  seasons: seasons.optional(),
  openings: openings.optional(),
  closures: closures.optional(),
}

const DAYS = ['', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

/** Every fault of a file that a schema refused, with its place in words: "services › accueil › hours › Monday: 12:00–08:30 must end after it begins". */
export function describeFaults({ issues }: z.ZodError): string {
  return issues.map(describeFault).join('; ')
}

function describeFault({ path, message }: z.core.$ZodIssue): string {
  const place = path.flatMap((part, index) => placeInWords(part, path[index - 1]))
  return `${place.join(' › ') || 'file'}: ${message}`
}

/** A place in a list counts from one; which of a day's ranges is at fault, the sentence says. */
function placeInWords(part: PropertyKey, before: PropertyKey | undefined): string[] {
  if (/hours$/i.test(String(before))) return [DAYS[Number(part)] ?? String(part)]
  if (typeof part !== 'number') return [String(part)]
  return before === 'seasons' || before === 'openings' || before === 'closures' ? [`no. ${part + 1}`] : []
}

/** Undefined for any other fault, which keeps its own words. */
function unknownDay(issue: z.core.$ZodRawIssue): string | undefined {
  const keys = issue.code === 'unrecognized_keys' ? (issue.keys as string[]) : []
  return keys[0] && `"${keys[0]}" is not a day of the week: 1 is Monday, 7 is Sunday`
}

/** @param name by which the administrators' screens say it in their language */
function fault(input: unknown, message: string, name: string) {
  return { code: 'custom' as const, input, message, params: { fault: name } }
}

function inWords([from, to]: Range): string {
  return `${from}–${to}`
}

/** Two seasons share a day when one begins within the other. */
function overlap(a: Pick<Season, 'from' | 'to'>, b: Pick<Season, 'from' | 'to'>): boolean {
  return isInSeason(a, b.from) || isInSeason(b, a.from)
}
