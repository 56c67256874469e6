import { describe, expect, it } from '@jest/globals'
import {
  calibrationErrorByChance,
  expectedCalibrationError,
  type Judged,
} from '../../src/commands/evaluation-summary.js'

function judged(confidence: number, rightAt: number | null): Judged {
  return { outcome: 'answered', confidence, rightAt, inScope: true, durationMs: 1 }
}

describe('expectedCalibrationError', () => {
  it('is 0 when confidences are frequencies', () => {
    expect(
      expectedCalibrationError([judged(0.25, 1), judged(0.25, 2), judged(0.25, 3), judged(0.25, null)]),
    ).toBeCloseTo(0)
  })

  it('is the distance to the frequency when it is not', () => {
    expect(expectedCalibrationError([judged(1, 2), judged(1, null)])).toBe(1)
  })

  it('is null of nothing', () => {
    expect(expectedCalibrationError([])).toBeNull()
  })
})

describe('calibrationErrorByChance', () => {
  it('is the mean absolute deviation of so few draws, and shrinks as their root', () => {
    const evenly = (count: number) => calibrationErrorByChance(Array.from({ length: count }, () => judged(0.5, 1)))
    // Of a binomial of n draws at one half, √(n / 2π) of n.
    for (const count of [16, 400]) {
      expect(evenly(count)?.mean).toBeGreaterThan(0.85 / Math.sqrt(2 * Math.PI * count))
      expect(evenly(count)?.mean).toBeLessThan(1.15 / Math.sqrt(2 * Math.PI * count))
    }
    expect(evenly(400)?.p95).toBeGreaterThan(evenly(400)?.mean as number)
  })

  it('does not look at what was right, and is nothing where nothing is left to chance', () => {
    const sure = [judged(1, null), judged(0, 1)]
    expect(calibrationErrorByChance(sure)).toEqual({ mean: 0, p95: 0 })
    expect(calibrationErrorByChance([judged(0.4, 1)])).toEqual(calibrationErrorByChance([judged(0.4, null)]))
    expect(calibrationErrorByChance([])).toBeNull()
  })
})
