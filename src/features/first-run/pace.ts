import type { CheckTick } from '../../platform/model/check-tick.js'

/** How long checking a point takes. */
export interface Pace {
  minutesPerPoint: number
  /** Whether it was seen in the ticks of this commune; otherwise it is only supposed. */
  isMeasured: boolean
}

/** Supposed before anything was seen: asking a colleague or opening a page. Measured in no town. */
const SUPPOSED_MINUTES_PER_POINT = 2
/** Fewer points than this say nothing. */
const LEAST_POINTS = 20
/** A longer silence between two ticks of a person was spent on something else. */
const LONGEST_GAP_MINUTES = 15
const MINUTE_MS = 60_000

/**
 * How long a point of an entry has taken until now: the time between one person's acts, over the points that each ticked. Points ticked at once are one
 * act; the first act of somebody, and those after a long silence, tell nothing. Pure.
 */
export function paceOf(ticks: readonly CheckTick[]): Pace {
  const acts = new Map<string, Map<number, number>>()
  for (const { kind, userId, at } of ticks) {
    if (kind !== 'entry') continue
    const own = acts.get(userId) ?? new Map<number, number>()
    const instant = Date.parse(at)
    acts.set(userId, own.set(instant, (own.get(instant) ?? 0) + 1))
  }
  let [minutes, points] = [0, 0]
  for (const own of acts.values()) {
    const sorted = [...own].sort(([one], [other]) => one - other)
    for (const [index, [instant, count]] of sorted.entries()) {
      const gap = index === 0 ? Number.POSITIVE_INFINITY : (instant - (sorted[index - 1]?.[0] ?? 0)) / MINUTE_MS
      if (gap > LONGEST_GAP_MINUTES) continue
      minutes += gap
      points += count
    }
  }
  return points < LEAST_POINTS
    ? { minutesPerPoint: SUPPOSED_MINUTES_PER_POINT, isMeasured: false }
    : { minutesPerPoint: minutes / points, isMeasured: true }
}
