import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { fitConditional, fitLogistic, sigmoid, softmax } from '../../src/retrieval/logistic.js'
import { createScorer } from '../../src/retrieval/scoring-network.js'

/** Numbers in [0, 1) that are the same on every run (Park and Miller, 1988). */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}

describe('fitLogistic', () => {
  it('recovers the weights that made the data', () => {
    const random = randomFrom(11)
    const observations = Array.from({ length: 6_000 }, () => {
      const features = [random() * 4 - 2, random() * 10]
      return { features, outcome: random() < sigmoid(0.5 + 2 * (features[0] ?? 0) - 0.3 * (features[1] ?? 0)) }
    })
    const { bias, weights } = fitLogistic(['a', 'b'], observations, 0.01)
    expect(bias).toBeCloseTo(0.5, 0)
    expect(weights.a).toBeCloseTo(2, 0)
    expect(weights.b).toBeCloseTo(-0.3, 1)
  })

  it('stays finite on separable data and on a feature that never varies', () => {
    const observations = [-2, -1, 1, 2].map((value) => ({ features: [value, 7], outcome: value > 0 }))
    const model = fitLogistic(['value', 'constant'], observations)
    expect(sigmoid(createScorer(model)({ value: 2, constant: 7 }))).toBeGreaterThan(0.6)
    expect(model.weights.constant).toBe(0)
    expect(Object.values(model.weights).every(Number.isFinite)).toBe(true)
  })

  it('counts a weighted observation as that many', () => {
    const once = [
      { features: [1], outcome: true },
      { features: [0], outcome: false },
    ]
    const weighted = fitLogistic(
      ['x'],
      once.map((row) => ({ ...row, weight: 3 })),
    )
    const repeated = fitLogistic(['x'], [...once, ...once, ...once])
    expect(weighted.weights.x).toBeCloseTo(repeated.weights.x ?? Number.NaN, 6)
  })
})

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
