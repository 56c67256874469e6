import { seededRandom } from '../../../platform/text/seeded-random.js'

/** A share with its 95 % interval; all three in [0, 1]. */
export interface Estimate {
  share: number
  low: number
  high: number
}

/** What was counted of one entry: `part` of `whole`. */
export interface Count {
  part: number
  whole: number
}

const RESAMPLES = 1_000
const SEED = 20_261_125
const LOW = 0.025
const HIGH = 0.975
/** Resamples between two turns of the event loop. */
const RESAMPLES_A_TURN = 50

/**
 * The share of the parts in the wholes, with a percentile bootstrap (Efron, 1979) that draws entries, not questions: those of one entry are answered
 * alike, and an interval that took them as independent would be too narrow. Seeded: the same counts give the same interval.
 * @param rest lets others work, between resamples
 * @returns `null` of nothing
 */
export async function estimateShare(counts: readonly Count[], rest: () => Promise<void>): Promise<Estimate | null> {
  const whole = counts.reduce((sum, count) => sum + count.whole, 0)
  if (whole === 0) return null
  const random = seededRandom(SEED)
  const shares: number[] = []
  for (let i = 0; i < RESAMPLES; i += 1) {
    if (i % RESAMPLES_A_TURN === 0) await rest()
    let [parts, wholes] = [0, 0]
    for (let drawn = 0; drawn < counts.length; drawn += 1) {
      const count = counts[Math.floor(random() * counts.length)] as Count
      parts += count.part
      wholes += count.whole
    }
    if (wholes > 0) shares.push(parts / wholes)
  }
  shares.sort((a, b) => a - b)
  const at = (share: number) => shares[Math.min(shares.length - 1, Math.floor(share * shares.length))] as number
  return { share: counts.reduce((sum, { part }) => sum + part, 0) / whole, low: at(LOW), high: at(HIGH) }
}
