import { describe, expect, it } from '@jest/globals'
import { fitConditional, sigmoid, softmax } from '../../src/search/logistic.js'
import { fc } from '../properties.js'

/** Numbers in [0, 1) that are the same on every run (Park and Miller, 1988). */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}

describe('fitConditional', () => {
  it('learns which feature tells the right candidate of each group', () => {
    const random = randomFrom(5)
    const groups = Array.from({ length: 400 }, () => {
      const features = Array.from({ length: 5 }, () => [random(), random()])
      const scores = features.map(([useful = 0]) => 4 * useful - Math.log(-Math.log(random())))
      return { features, right: scores.map((score) => score === Math.max(...scores)) }
    })
    const { weights, bias } = fitConditional(['useful', 'noise'], groups, 0.1)
    expect(weights.useful).toBeCloseTo(4, 0)
    expect(Math.abs(weights.noise ?? 1)).toBeLessThan(0.7)
    expect(bias).toBe(0)
  })

  it('ignores a group without a right candidate', () => {
    const group = { features: [[1], [0]], right: [true, false] }
    const empty = { features: [[0], [1]], right: [false, false] }
    expect(fitConditional(['x'], [group, empty])).toEqual(fitConditional(['x'], [group]))
  })
})

describe('softmax and sigmoid', () => {
  it('are probabilities for any score', () => {
    const score = fc.double({ min: -1e3, max: 1e3, noNaN: true })
    fc.assert(
      fc.property(fc.array(score, { minLength: 1, maxLength: 20 }), (scores) => {
        expect(softmax(scores).reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 9)
        for (const one of scores) expect(sigmoid(one) >= 0 && sigmoid(one) <= 1).toBe(true)
      }),
    )
  })
})
