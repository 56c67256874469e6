import { describe, expect, it } from '@jest/globals'
import { seededRandom } from '../../../src/platform/text/seeded-random.js'

describe('seededRandom', () => {
  it('gives the same numbers of the same seed, others of another, all in [0, 1)', () => {
    const draw = (seed: number) => Array.from({ length: 1_000 }, seededRandom(seed))
    expect(draw(1)).toEqual(draw(1))
    expect(draw(1)).not.toEqual(draw(2))
    expect(draw(3).every((value) => value >= 0 && value < 1)).toBe(true)
  })

  it('is even', () => {
    const draws = Array.from({ length: 10_000 }, seededRandom(7))
    const mean = draws.reduce((sum, value) => sum + value, 0) / draws.length
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.02)
  })
})
