import { seededRandom } from '../../src/platform/text/seeded-random.js'

/** Ends of a 95 % interval. */
export type Interval = [low: number, high: number]

const RESAMPLES = 2_000
const SEED = 20_261_125
const LOW = 0.025
const HIGH = 0.975

/**
 * Percentile bootstrap (Efron, 1979) of the mean over 2,000 resamples, 95 %. The same values give the same interval.
 * @returns `null` of nothing
 */
export function bootstrapMean(values: readonly number[]): Interval | null {
  return resample(values.length, (draw) => draw.reduce((sum, i) => sum + (values[i] as number), 0) / draw.length)
}

/**
 * The same of `mean(a) / mean(b)`, the questions resampled in pairs, since both systems were asked the same ones.
 * @param b of the same length as `a`
 * @returns `null` of nothing, or when `b` is all zeros
 */
export function bootstrapRatio(a: readonly number[], b: readonly number[]): Interval | null {
  if (!b.some((value) => value > 0)) return null
  return resample(a.length, (draw) => {
    let above = 0
    let below = 0
    for (const i of draw) {
      above += a[i] as number
      below += b[i] as number
    }
    // A resample in which the peer finds nothing has no ratio: the largest that the values allow stands for it.
    return below > 0 ? above / below : above || 1
  })
}

function resample(size: number, statistic: (draw: readonly number[]) => number): Interval | null {
  if (size === 0) return null
  const random = seededRandom(SEED)
  const results = Array.from({ length: RESAMPLES }, () =>
    statistic(Array.from({ length: size }, () => Math.floor(random() * size))),
  ).sort((a, b) => a - b)
  const at = (share: number) => results[Math.min(RESAMPLES - 1, Math.floor(share * RESAMPLES))] as number
  return [at(LOW), at(HIGH)]
}
