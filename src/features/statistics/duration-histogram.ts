/** Buckets in which a duration doubles: each is 9 % wider than the one before. */
const PER_DOUBLING = 8
const RATIO = 2 ** (1 / PER_DOUBLING)
/** Longer durations count as this one: 60 days, in seconds. */
const LONGEST_S = 60 * 24 * 3600

/** Fewest durations of which something is said: with fewer, a median is somebody's own. */
export const FEWEST_DURATIONS = 5

/** How many durations fell into each bucket, by its number; at most some 180 of them, however many durations there are. */
export type Histogram = Record<number, number>

/** What is said of durations: never a mean, which one forgotten request would move. */
export interface Spread {
  count: number
  /** Seconds: half were shorter; `null` of fewer than {@link FEWEST_DURATIONS}. */
  medianS: number | null
  /** Seconds: nine in ten were shorter. */
  p90S: number | null
}

/** The bucket of a duration; negative ones and those under a second are in the first. */
export function bucketOf(ms: number): number {
  const seconds = Math.min(Math.max(ms / 1000, 1), LONGEST_S)
  return Math.floor(Math.log2(seconds) * PER_DOUBLING + 1e-9)
}

/**
 * The duration, in seconds, that a share of the others do not exceed: the nearest rank, placed within its bucket as if those of the bucket were
 * evenly spread. It is at most 9 % off. `null` without any.
 */
export function quantileS(histogram: Histogram, share: number): number | null {
  const buckets = bucketsOf(histogram)
  const count = buckets.reduce((sum, [, some]) => sum + some, 0)
  const rank = Math.max(1, Math.ceil(share * count))
  let before = 0
  for (const [bucket, some] of buckets) {
    if (before + some >= rank) return RATIO ** (bucket + (rank - before - 0.5) / some)
    before += some
  }
  return null
}

/** Count, median and ninth decile. */
export function spreadOf(histogram: Histogram): Spread {
  const count = bucketsOf(histogram).reduce((sum, [, some]) => sum + some, 0)
  if (count < FEWEST_DURATIONS) return { count, medianS: null, p90S: null }
  return { count, medianS: quantileS(histogram, 0.5), p90S: quantileS(histogram, 0.9) }
}

/** Adds the durations of one histogram to another, which is changed. */
export function addHistogram(sum: Histogram, more: Histogram): void {
  for (const [bucket, some] of bucketsOf(more)) sum[bucket] = (sum[bucket] ?? 0) + some
}

function bucketsOf(histogram: Histogram): [bucket: number, count: number][] {
  return Object.entries(histogram)
    .map(([bucket, count]): [number, number] => [Number(bucket), count])
    .filter(([, count]) => count > 0)
    .sort(([a], [b]) => a - b)
}
