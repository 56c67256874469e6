import { describe, expect, it } from '@jest/globals'
import { bootstrapMean, bootstrapRatio } from '../../../benchmarks/peers/bootstrap.js'
import { fc } from '../../properties.js'

const share = (ones: number, size: number) => Array.from({ length: size }, (_, i) => (i < ones ? 1 : 0))

describe('bootstrapMean', () => {
  it('holds the mean, and is the same each time', () => {
    const values = fc.array(fc.integer({ min: 0, max: 1 }), { minLength: 1, maxLength: 60 })
    fc.assert(
      fc.property(values, (sample) => {
        const [low, high] = bootstrapMean(sample) ?? [1, 0]
        const mean = sample.reduce((sum, value) => sum + value, 0) / sample.length
        expect(low).toBeLessThanOrEqual(mean)
        expect(high).toBeGreaterThanOrEqual(mean)
        expect(bootstrapMean(sample)).toEqual([low, high])
      }),
      { numRuns: 20 },
    )
  })

  it('is close to the normal approximation on a large sample', () => {
    const [low, high] = bootstrapMean(share(300, 600)) ?? [0, 0]
    const half = 1.96 * Math.sqrt((0.5 * 0.5) / 600)
    expect(Math.abs(low - (0.5 - half))).toBeLessThan(0.01)
    expect(Math.abs(high - (0.5 + half))).toBeLessThan(0.01)
  })

  it('narrows with more questions and is null of none', () => {
    const width = (size: number) => {
      const [low, high] = bootstrapMean(share(size / 2, size)) ?? [0, 0]
      return high - low
    }
    expect(width(400)).toBeLessThan(width(40))
    expect(bootstrapMean([])).toBeNull()
  })
})

describe('bootstrapRatio', () => {
  it('is exactly 1 of a system beside itself, since questions are resampled in pairs', () => {
    expect(bootstrapRatio(share(7, 20), share(7, 20))).toEqual([1, 1])
  })

  it('holds the ratio', () => {
    const [low, high] = bootstrapRatio(share(160, 200), share(100, 200)) ?? [0, 0]
    expect(low).toBeLessThan(1.6)
    expect(high).toBeGreaterThan(1.6)
    expect(low).toBeGreaterThan(1.3)
  })

  it('is null beside a system that finds nothing', () => {
    expect(bootstrapRatio([1, 1], [0, 0])).toBeNull()
  })
})
