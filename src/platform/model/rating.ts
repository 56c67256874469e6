/** How a citizen found her conversation: 1 not at all satisfying, 2 hardly, 3 middling, 4 satisfying, 5 very. */
export const RATING_LEVELS = [1, 2, 3, 4, 5] as const
/** One of {@link RATING_LEVELS}. */
export type RatingLevel = (typeof RATING_LEVELS)[number]

/** Longest comment of a rating, in characters. */
export const MAX_COMMENT_LENGTH = 500

/** What a citizen thinks of her conversation. Erased with it. */
export interface Rating {
  /** `null` when she prefers not to say: she is not asked again. */
  level: RatingLevel | null
  /** In her words, masked. */
  comment?: string
  /** ISO instant; the day on which it counts. */
  at: string
}

/** Ratings of some days. */
export interface RatingSummary {
  /** How many gave a level. */
  count: number
  /** How many were asked and preferred not to say. */
  skipped: number
  /** Mean level in [1, 5], unrounded; `null` without any. */
  mean: number | null
}

/** Name of the counter of a rating. */
export function ratingCounter(level: RatingLevel | null): string {
  return `rating.${level ?? 'skipped'}`
}

/** Counters to add when a rating takes the place of another; none when nothing counted changes. */
export function ratingIncrements(former: Rating | null, level: RatingLevel | null): Record<string, number> {
  if (former?.level === level) return {}
  return { ...(former ? { [ratingCounter(former.level)]: -1 } : {}), [ratingCounter(level)]: 1 }
}

/** Sums ratings up from counters by day. */
export function summariseRatings(days: Record<string, Record<string, number>>): RatingSummary {
  const total = (level: RatingLevel | null) =>
    Object.values(days).reduce((sum, counters) => sum + (counters[ratingCounter(level)] ?? 0), 0)
  const byLevel = RATING_LEVELS.map((level) => ({ level, count: total(level) }))
  const count = byLevel.reduce((sum, one) => sum + one.count, 0)
  const sum = byLevel.reduce((weighted, one) => weighted + one.level * one.count, 0)
  return { count, skipped: total(null), mean: count === 0 ? null : sum / count }
}
