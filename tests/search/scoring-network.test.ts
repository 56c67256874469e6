import { describe, expect, it } from '@jest/globals'
import { seededRandom } from '../../src/platform/text/seeded-random.js'
import { fitNetwork, fitProbability } from '../../src/search/fit-network.js'
import { type CandidateGroup, type Observation, sigmoid } from '../../src/search/logistic.js'
import { createScorer, meanNetwork } from '../../src/search/scoring-network.js'

const names = ['a', 'b', 'noise']

/** Groups whose right candidate has both values high or both low: no linear score finds it. */
function groupsOfPairs(count: number, seed: number): CandidateGroup[] {
  const random = seededRandom(seed)
  return Array.from({ length: count }, () => {
    const features = Array.from({ length: 4 }, () => [random(), random(), random()])
    const values = features.map(([a = 0, b = 0]) => (a - 0.5) * (b - 0.5))
    return { features, right: values.map((value) => value === Math.max(...values)) }
  })
}

function hits(groups: readonly CandidateGroup[], score: (features: Record<string, number>) => number): number {
  const found = groups.filter(({ features, right }) => {
    const scores = features.map(([a = 0, b = 0, noise = 0]) => score({ a, b, noise }))
    return right[scores.indexOf(Math.max(...scores))]
  })
  return found.length / groups.length
}

describe('createScorer', () => {
  it('adds the direct score and what each unit adds', () => {
    const units = [{ bias: 0.5, weights: { b: 2 }, adds: 3 }]
    const score = createScorer({ bias: 1, weights: { a: 10 }, units })
    expect(score({ a: 0.1, b: 0.25 })).toBeCloseTo(1 + 1 + 3 * Math.tanh(1), 12)
  })

  it('adds as many units as there are, whatever their number', () => {
    for (const count of [1, 3, 4, 5, 9]) {
      const units = Array.from({ length: count }, (_, i) => ({
        bias: i / 10,
        weights: { a: i - 1, b: 1 / (i + 1) },
        adds: 2 - i,
      }))
      const features = { a: 0.3, b: -0.8 }
      const expected = units.reduce(
        (sum, { bias, weights, adds }) => sum + adds * Math.tanh(bias + 0.3 * weights.a - 0.8 * weights.b),
        1 + 0.3 * 2,
      )
      expect(createScorer({ bias: 1, weights: { a: 2 }, units })(features)).toBeCloseTo(expected, 12)
    }
  })

  it('counts a missing feature as nothing, and a model without units as linear', () => {
    const score = createScorer({ bias: 2, weights: { a: 1, b: 5 } })
    expect(score({ a: 3, other: 9 })).toBe(5)
  })
})

describe('meanNetwork', () => {
  it('scores the mean of what several score', () => {
    const one = { bias: 1, weights: { a: 2 }, units: [{ bias: 0.5, weights: { b: 2 }, adds: 3 }] }
    const other = { bias: -2, weights: { b: 1 }, units: [{ bias: 0, weights: { a: 1 }, adds: -1 }] }
    const features = { a: 0.3, b: -0.7 }
    const expected = (createScorer(one)(features) + createScorer(other)(features)) / 2
    expect(createScorer(meanNetwork([one, other]))(features)).toBeCloseTo(expected, 12)
    expect(() => meanNetwork([])).toThrow(RangeError)
  })
})

describe('fitNetwork', () => {
  it('learns what only counts together, on groups that it has not seen', () => {
    const network = fitNetwork(names, groupsOfPairs(800, 1), { units: 8, seed: 3, decay: 1e-4 })
    const fresh = groupsOfPairs(400, 2)
    expect(hits(fresh, createScorer(network))).toBeGreaterThan(0.8)
    expect(hits(fresh, createScorer(fitNetwork(names, groupsOfPairs(800, 1), { units: 0, seed: 3 })))).toBeLessThan(0.6)
  })

  it('gives the same network for the same seed', () => {
    const fit = { units: 4, seed: 5, rounds: 3 }
    expect(fitNetwork(names, groupsOfPairs(50, 4), fit)).toEqual(fitNetwork(names, groupsOfPairs(50, 4), fit))
  })

  it('gives the mean of several, each with a seed of its own', () => {
    const fit = { units: 4, rounds: 3 }
    const groups = groupsOfPairs(50, 4)
    const each = [5, 6, 7].map((seed) => createScorer(fitNetwork(names, groups, { ...fit, seed })))
    const several = createScorer(fitNetwork(names, groups, { ...fit, seed: 5, networks: 3 }))
    const features = { a: 0.2, b: 0.9, noise: 0.4 }
    const scores = each.map((score) => score(features))
    expect(new Set(scores).size).toBe(3)
    expect(several(features)).toBeCloseTo(scores.reduce((sum, score) => sum + score, 0) / 3, 10)
  })

  it('learns nothing from groups without a right candidate', () => {
    const empty = { features: [[1, 2, 3]], right: [false] }
    const network = fitNetwork(names, [empty], { units: 4, seed: 1 })
    expect(createScorer(network)({ a: 1, b: 2, noise: 3 })).toBe(0)
  })
})

describe('fitProbability', () => {
  /** An outcome that is likely when both values are high or both low. */
  function observe(count: number, seed: number): Observation[] {
    const random = seededRandom(seed)
    return Array.from({ length: count }, () => {
      const [a, b, noise] = [random(), random(), random()]
      const isAlike = (a - 0.5) * (b - 0.5) > 0
      return { features: [a, b, noise], outcome: random() < (isAlike ? 0.9 : 0.2) }
    })
  }
  const fit = { units: 6, seed: 2, decay: 1e-4, rounds: 40 }

  it('gives probabilities that hold on fresh observations, where no straight line does', () => {
    const score = createScorer(fitProbability(names, observe(3_000, 1), fit))
    const probability = (a: number, b: number) => sigmoid(score({ a, b, noise: 0.5 }))
    for (const alike of [probability(0.8, 0.8), probability(0.2, 0.2)]) expect(Math.abs(alike - 0.9)).toBeLessThan(0.12)
    for (const other of [probability(0.8, 0.2), probability(0.2, 0.8)]) expect(Math.abs(other - 0.2)).toBeLessThan(0.12)
  })

  it('keeps the level of what was observed, with hidden units and without', () => {
    const observations = observe(500, 3)
    const rate = observations.filter(({ outcome }) => outcome).length / observations.length
    for (const units of [0, 6]) {
      const score = createScorer(fitProbability(names, observations, { ...fit, units }))
      const mean = observations.reduce(
        (sum, { features: [a = 0, b = 0, noise = 0] }) => sum + sigmoid(score({ a, b, noise })),
        0,
      )
      expect(mean / observations.length).toBeCloseTo(rate, 1)
    }
  })
})
