import { instantOf, type WallClock, wallClock } from './wall-clock.js'

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
  return instantOf(Date.UTC(year, month - 1, day + 1, MORNING_HOUR), timeZone).toISOString()
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
