import { describe, expect, it } from '@jest/globals'
import { slopeOf } from '../../../benchmarks/soak/slope.js'

describe('the slope of what is measured over time', () => {
  it('is that of a line, without doubt', () => {
    const { perX, margin } = slopeOf([0, 1, 2, 3].map((x) => ({ x, y: 5 + 2 * x })))
    expect(perX).toBeCloseTo(2)
    expect(margin).toBeCloseTo(0)
  })

  it('is not told from none where points scatter more than they climb', () => {
    const { perX, margin } = slopeOf([0, 1, 2, 3, 4, 5].map((x) => ({ x, y: (x % 2) * 10 + 0.1 * x })))
    expect(Math.abs(perX)).toBeLessThan(margin)
  })

  it('is unknown of two points', () => {
    expect(
      slopeOf([
        { x: 0, y: 0 },
        { x: 1, y: 1 },
      ]).margin,
    ).toBe(Number.POSITIVE_INFINITY)
  })
})
