import { dayAfter, townDay, townInstant } from '../../../../ui/kit/town-clock.js'
import type { Until } from './life-acts.js'

/** Minutes that are proposed. */
export const SNOOZE_MINUTES = [10, 30, 60, 120] as const
const OPENING_TIME = '09:00'

/** Nine o'clock of the next day that is neither a Saturday nor a Sunday, by the town's clock. */
export function nextMorning(now: Date): Date {
  let day = townDay(now)
  do day = dayAfter(day, 1)
  while ([0, 6].includes(new Date(day).getUTCDay()))
  return townInstant(`${day}T${OPENING_TIME}`)
}

/** What the choice of the panel stands for: `minutes:30`, `morning`, or `other` with the value of a date field, by the town's clock; `null` when that is not a later moment. */
export function untilOf(choice: string, other: string, now: Date): Until | null {
  const [kind, minutes] = choice.split(':')
  if (kind === 'minutes') return { inMinutes: Number(minutes) }
  if (kind === 'morning') return nextMorning(now).toISOString()
  const at = townInstant(other)
  return Number.isNaN(at.getTime()) || at <= now ? null : at.toISOString()
}
