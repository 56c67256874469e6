import { seededRandom } from '../platform/text/seeded-random.js'
import { isRight, type Judged } from './judged.js'

const BINS = 10
const DRAWS = 400
const SEED = 20_261_127

/** What a calibration error would be if every confidence were exactly kept: so few questions give as much by chance. */
export interface ErrorByChance {
  mean: number
  /** One set of questions in twenty gives more. */
  p95: number
}

/** Expected calibration error (Naeini, 2015): mean over bins of |mean confidence − share right|, weighted by their size. */
export function expectedCalibrationError(judged: readonly Judged[]): number | null {
  return judged.length === 0 ? null : errorOf(judged, isRight)
}

/**
 * Calibration errors of the same confidences, right as often as each says, drawn again and again with a fixed seed: the consistency resampling of
 * reliability diagrams (Bröcker and Smith, 2007). `null` of nothing.
 */
export function calibrationErrorByChance(judged: readonly Judged[]): ErrorByChance | null {
  if (judged.length === 0) return null
  const random = seededRandom(SEED)
  const errors = Array.from({ length: DRAWS }, () => errorOf(judged, ({ confidence }) => random() < confidence))
  errors.sort((a, b) => a - b)
  return {
    mean: errors.reduce((sum, error) => sum + error, 0) / DRAWS,
    p95: errors[Math.ceil(0.95 * DRAWS) - 1] as number,
  }
}

function errorOf(judged: readonly Judged[], isKept: (one: Judged) => boolean): number {
  const bins = new Float64Array(BINS)
  for (const one of judged) {
    const bin = Math.min(BINS - 1, Math.floor(one.confidence * BINS))
    bins[bin] = (bins[bin] as number) + one.confidence - (isKept(one) ? 1 : 0)
  }
  return bins.reduce((sum, gap) => sum + Math.abs(gap), 0) / judged.length
}
