import type { Until } from './life-acts.js'

/** Minutes that are proposed. */
export const SNOOZE_MINUTES = [10, 30, 60, 120] as const
const OPENING_HOUR = 9

/** Nine o'clock of the next day that is neither a Saturday nor a Sunday, in the agent's time zone. Pure. */
export function nextMorning(now: Date): Date {
  const day = new Date(now)
  do day.setDate(day.getDate() + 1)
  while (day.getDay() === 0 || day.getDay() === 6)
  day.setHours(OPENING_HOUR, 0, 0, 0)
  return day
}

/** What the choice of the panel stands for: `minutes:30`, `morning`, or `other` with the value of a date field; `null` when that is not a later moment. */
export function untilOf(choice: string, other: string, now: Date): Until | null {
  const [kind, minutes] = choice.split(':')
  if (kind === 'minutes') return { inMinutes: Number(minutes) }
  if (kind === 'morning') return nextMorning(now).toISOString()
  const at = new Date(other)
  return Number.isNaN(at.getTime()) || at <= now ? null : at.toISOString()
}
