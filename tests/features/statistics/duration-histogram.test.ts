import { describe, expect, it } from '@jest/globals'
import {
  addHistogram,
  bucketOf,
  type Histogram,
  quantileS,
  spreadOf,
} from '../../../src/features/statistics/duration-histogram.js'
import { fc } from '../../properties.js'

const histogramOf = (durationsS: readonly number[]): Histogram => {
  const histogram: Histogram = {}
  for (const seconds of durationsS) addHistogram(histogram, { [bucketOf(seconds * 1000)]: 1 })
  return histogram
}

describe('histograms of durations', () => {
  it('tell any quantile within 9 % of the one that is read off the sorted durations', () => {
    const durations = fc.array(fc.double({ min: 1, max: 5_000_000, noNaN: true }), { minLength: 1, maxLength: 60 })
    fc.assert(
      fc.property(durations, fc.constantFrom(0.5, 0.9, 1), (some, share) => {
        const sorted = [...some].sort((a, b) => a - b)
        const true_ = sorted[Math.max(1, Math.ceil(share * sorted.length)) - 1] ?? 0
        const ratio = (quantileS(histogramOf(some), share) ?? 0) / true_
        expect(ratio).toBeGreaterThan(0.917)
        expect(ratio).toBeLessThan(1.091)
      }),
    )
  })

  it('have few buckets, whatever comes', () => {
    expect(bucketOf(-5)).toBe(0)
    expect(bucketOf(0)).toBe(0)
    expect(bucketOf(2_000)).toBe(8)
    expect(bucketOf(4_000)).toBe(16)
    expect(bucketOf(Number.MAX_SAFE_INTEGER)).toBeLessThan(180)
  })

  it('say nothing of fewer than five, nor of none', () => {
    expect(spreadOf({})).toEqual({ count: 0, medianS: null, p90S: null })
    expect(spreadOf(histogramOf([10, 20, 30, 40]))).toEqual({ count: 4, medianS: null, p90S: null })
    const { count, medianS, p90S } = spreadOf(histogramOf([10, 20, 30, 40, 4000]))
    expect(count).toBe(5)
    expect(Math.abs((medianS ?? 0) - 30)).toBeLessThan(3)
    expect(Math.abs((p90S ?? 0) - 4000)).toBeLessThan(400)
    expect(quantileS({}, 0.5)).toBeNull()
  })
})
