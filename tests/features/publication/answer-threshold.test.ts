import { describe, expect, it } from '@jest/globals'
import {
  breaksNoMore,
  expectedOfResidents,
  type GivenAnswer,
  leastConfidence,
  mostOfExamples,
} from '../../../src/features/publication/answer-threshold.js'
import { HIGHEST_THRESHOLD } from '../../../src/search/policy.js'

/** Right answers, then wrong ones, by confidence. */
function given(right: readonly number[], wrong: readonly number[]): GivenAnswer[] {
  return [
    ...right.map((confidence) => ({ confidence, isRight: true })),
    ...wrong.map((confidence) => ({ confidence, isRight: false })),
  ]
}

describe('the examples, beside residents', () => {
  it('may be answered wrongly as much more often as they are harder, and say as much less of residents', () => {
    const allowed = mostOfExamples(0.02)
    expect(allowed).toBeGreaterThan(0.02)
    expect(expectedOfResidents({ share: allowed, low: allowed / 2, high: allowed * 2 }).share).toBeCloseTo(0.02, 10)
    expect(mostOfExamples(0.5)).toBe(1)
  })
})

describe('leastConfidence', () => {
  it('asks nothing more when all that was given keeps the promise', () => {
    expect(leastConfidence([], 0.02)).toBe(0)
    expect(leastConfidence(given([0.8, 0.9], []), 0.02)).toBe(0)
    expect(leastConfidence(given([0.8, 0.9, 0.9], [0.85]), 0.25)).toBe(0)
  })

  it('is the lowest confidence above which the promise is kept', () => {
    expect(leastConfidence(given([0.94, 0.9, 0.88], [0.86, 0.85]), 0.2)).toBe(0.88)
    // One wrong answer among the surest is made up for by right ones below.
    expect(leastConfidence(given([0.9, 0.89, 0.88, 0.87], [0.94, 0.8, 0.8]), 0.2)).toBe(0.87)
  })

  it('does not part answers of the same confidence', () => {
    expect(leastConfidence(given([0.94, 0.9, 0.9, 0.9, 0.9], [0.9, 0.9]), 0.1)).toBe(0.94)
  })

  it('never asks for more than can be told', () => {
    expect(leastConfidence(given([0.99], [0.98, 0.97]), 0.02)).toBe(HIGHEST_THRESHOLD)
    expect(leastConfidence(given([], [0.9]), 0.02)).toBe(HIGHEST_THRESHOLD)
  })
})

describe('a promise that is broken', () => {
  it('is broken no more by one wrong answer more, and more by two', () => {
    const former = { answered: 223, wrong: 14 }
    expect(breaksNoMore({ answered: 223, wrong: 15 }, former)).toBe(true)
    expect(breaksNoMore({ answered: 223, wrong: 16 }, former)).toBe(false)
    expect(breaksNoMore({ answered: 100, wrong: 14 }, former)).toBe(false)
  })
})
