import { describe, expect, it } from '@jest/globals'
import { seededRandom, seedOf, shuffled } from '../../../benchmarks/peers/seeded-random.js'

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

describe('seedOf', () => {
  it('tells texts apart', () => {
    expect(seedOf('acte de naissance')).toBe(seedOf('acte de naissance'))
    expect(seedOf('acte de naissance')).not.toBe(seedOf('acte de mariage'))
  })
})

describe('shuffled', () => {
  it('keeps every item, moves them, and leaves its argument alone', () => {
    const items = Array.from({ length: 50 }, (_, i) => i)
    const mixed = shuffled(items, 5)
    expect(mixed).not.toEqual(items)
    expect([...mixed].sort((a, b) => a - b)).toEqual(items)
    expect(shuffled(items, 5)).toEqual(mixed)
  })
})
