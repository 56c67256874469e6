/** A moment as a calendar and a clock on a wall have it. */
export interface WallClock {
  year: number
  /** 1 to 12 */
  month: number
  day: number
  /** ISO: 1 is Monday. */
  weekday: number
  /** Since midnight. */
  minutes: number
}

const DAY_MS = 24 * 3_600_000

/** Making one takes long, and a page asks for many times in one zone. */
const formats = new Map<string, Intl.DateTimeFormat>()

/** An instant on the wall of an IANA time zone, to the minute. Pure. */
export function wallClock(at: Date, timeZone: string): WallClock {
  const format = formats.get(timeZone) ?? formatOf(timeZone)
  formats.set(timeZone, format)
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]))
  const { year = 1970, month = 1, day = 1, hour = 0, minute = 0 } = parts
  const weekday = new Date(Date.UTC(year, month - 1, day)).getUTCDay() || 7
  return { year, month, day, weekday, minutes: hour * 60 + minute }
}

/** The instant at which a wall shows a moment, given as if it were in UTC, ms. Pure. */
export function instantOf(wall: number, timeZone: string): Date {
  // The offset may change meanwhile: it is read at the instant that is meant.
  const guess = wall - offsetMs(new Date(wall), timeZone)
  return new Date(wall - offsetMs(new Date(guess), timeZone))
}

/** The first instant at which a wall shows a moment, given as {@link instantOf} has it: the hour that autumn lives twice is meant the first time. `null` in the hour that spring skips. Pure. */
export function firstInstantOf(wall: number, timeZone: string): Date | null {
  const offsets = [-DAY_MS, DAY_MS].map((near) => offsetMs(new Date(wall + near), timeZone))
  const shown = offsets.map((offset) => wall - offset).filter((at) => at + offsetMs(new Date(at), timeZone) === wall)
  return shown.length > 0 ? new Date(Math.min(...shown)) : null
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-GB', {
    timeZone,
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    hourCycle: 'h23',
  })
}

function offsetMs(at: Date, timeZone: string): number {
  const { year, month, day, minutes } = wallClock(at, timeZone)
  return Date.UTC(year, month - 1, day, 0, minutes) - Math.floor(at.getTime() / 60_000) * 60_000
}
