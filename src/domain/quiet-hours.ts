/** Days of the week, ISO: 1 is Monday. */
export const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const
/** One of {@link WEEKDAYS}. */
export type Weekday = (typeof WEEKDAYS)[number]

/** A part of some days in which an agent hears nothing, on the commune's clock. */
export interface QuietHours {
  /** The days on which it begins. */
  days: Weekday[]
  /** `HH:MM` */
  from: string
  /** `HH:MM`, not included; at or before `from` it is of the next day. */
  to: string
}

/** When an agent wishes no sound and no notification. */
export interface Quiet {
  /** Every week; `null`: never. */
  hours: QuietHours | null
  /** ISO instant until which she asked for silence; `null`: she did not. */
  until: string | null
}

/** Nothing is quiet. */
export const NEVER_QUIET: Quiet = { hours: null, until: null }

/** The hour of the morning at which a silence "until tomorrow" ends. */
const MORNING_HOUR = 7
const MINUTES_OF_DAY = 24 * 60

/** Whether an agent wishes silence at an instant. The hours are those of a clock on the wall: an hour lived twice in autumn is quiet twice. */
export function isQuiet({ hours, until }: Quiet, at: Date, timeZone: string): boolean {
  if (until !== null && at.getTime() < Date.parse(until)) return true
  return hours !== null && isInHours(hours, wallClock(at, timeZone))
}

/** Seven o'clock in the morning of the next day, ISO instant. */
export function nextMorning(at: Date, timeZone: string): string {
  const { year, month, day } = wallClock(at, timeZone)
  const wall = Date.UTC(year, month - 1, day + 1, MORNING_HOUR)
  // The offset may change during the night: it is read at the instant that is meant.
  const guess = wall - offsetMs(new Date(wall), timeZone)
  return new Date(wall - offsetMs(new Date(guess), timeZone)).toISOString()
}

function isInHours({ days, from, to }: QuietHours, { weekday, minutes }: WallClock): boolean {
  const [start, end] = [minutesOf(from), minutesOf(to)]
  const begins = (day: number) => days.some((one) => one === day)
  if (start < end) return begins(weekday) && minutes >= start && minutes < end
  const dayBefore = weekday === 1 ? 7 : weekday - 1
  return (begins(weekday) && minutes >= start) || (begins(dayBefore) && minutes < end)
}

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return (hours * 60 + minutes) % MINUTES_OF_DAY
}

interface WallClock {
  year: number
  month: number
  day: number
  weekday: number
  /** Since midnight. */
  minutes: number
}

function offsetMs(at: Date, timeZone: string): number {
  const { year, month, day, minutes } = wallClock(at, timeZone)
  return Date.UTC(year, month - 1, day, 0, minutes) - Math.floor(at.getTime() / 60_000) * 60_000
}

function wallClock(at: Date, timeZone: string): WallClock {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    hourCycle: 'h23',
  })
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]))
  const { year = 1970, month = 1, day = 1, hour = 0, minute = 0 } = parts
  const weekday = new Date(Date.UTC(year, month - 1, day)).getUTCDay() || 7
  return { year, month, day, weekday, minutes: hour * 60 + minute }
}
