import { describe, expect, it } from '@jest/globals'
import { seedOf, shuffled } from '../../../benchmarks/peers/seeded-random.js'

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
