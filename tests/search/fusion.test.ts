import { describe, expect, it } from '@jest/globals'
import {
  assignConfidences,
  inOrder,
  type Judgement,
  judgementOf,
  rankCandidates,
  signalsOf,
} from '../../src/search/fusion.js'
import { fc } from '../properties.js'

const facts = { words: 3, unknownShare: 0, entries: 3, elsewhere: null, elsewhereQuestion: null }
const judgement: Judgement = {
  confidence: { bias: -1, weights: { denseBest: 3, lead: 1 } },
  runnersUp: { bias: 0.4, weights: {} },
  policy: { answer: 0.7, gap: 0.1, floor: 0.4, choice: 0.04 },
}
const ranking = { bias: 0, weights: { denseBest: 5 } }

function candidates(similarities: readonly number[]) {
  return similarities.map((denseBest, document) => ({
    document,
    features: { denseBest },
    illustrated: denseBest > 0.5,
  }))
}

const similarities = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 1, maxLength: 15 })

describe('rankCandidates', () => {
  it('orders by the score, equal scores by position', () => {
    const ranked = rankCandidates(candidates([0.2, 0.9, 0.9]), ranking)
    expect(ranked.map(({ document }) => document)).toEqual([1, 2, 0])
  })

  it('gives nothing for nothing', () => {
    expect(assignConfidences(rankCandidates([], ranking), facts, judgement)).toEqual([])
  })
})

describe('assignConfidences', () => {
  it('gives probabilities that sum to at most 1, the first the largest', () => {
    fc.assert(
      fc.property(similarities, (values) => {
        const confident = assignConfidences(rankCandidates(candidates(values), ranking), facts, judgement)
        const all = confident.map(({ confidence }) => confidence)
        expect(all.every((confidence) => confidence >= 0 && confidence <= 1)).toBe(true)
        expect(all.reduce((sum, confidence) => sum + confidence, 0)).toBeLessThanOrEqual(1 + 1e-9)
        expect(Math.max(...all)).toBe(all[0])
      }),
    )
  })

  it('is surer of a nearer first candidate, all else equal', () => {
    const confidenceOf = (best: number) =>
      assignConfidences(rankCandidates(candidates([best]), ranking), facts, judgement)[0]?.confidence ?? 0
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 0.5, noNaN: true }),
        fc.double({ min: 0.01, max: 0.5, noNaN: true }),
        (low, more) => {
          expect(confidenceOf(low + more)).toBeGreaterThan(confidenceOf(low))
        },
      ),
    )
  })
})

describe('assignConfidences, after the first', () => {
  const values = [0.6, 0.5, 0.45, 0.44, 0.3]
  const confidencesWith = (runnersUp: Judgement['runnersUp']) =>
    assignConfidences(rankCandidates(candidates(values), ranking), facts, { ...judgement, runnersUp }).map(
      ({ confidence }) => confidence,
    )

  it('gives the next two what is left of the first, as far as one of them is probably right', () => {
    const [first = 0, second = 0, third = 0] = confidencesWith({ bias: 1, weights: {} })
    expect(second + third).toBeCloseTo((1 - first) / (1 + Math.exp(-1)))
    expect(second).toBeGreaterThan(third)
  })

  it('goes by the question: where the second and third share much, they are worth more', () => {
    const runnersUp = { bias: 0, weights: { secondShare: 1 } }
    const ranked = (close: number) => rankCandidates(candidates([0.6, close, 0.1]), ranking)
    const worthOf = (close: number) => {
      const [first, second, third] = assignConfidences(ranked(close), facts, { ...judgement, runnersUp })
      return ((second?.confidence ?? 0) + (third?.confidence ?? 0)) / (1 - (first?.confidence ?? 0))
    }
    expect(worthOf(0.5)).toBeGreaterThan(2 * worthOf(0.2))
  })

  it('gives those after the third no more than their share, and than is left', () => {
    for (const bias of [-4, 0, 4]) {
      const [first = 0, second = 0, third = 0, ...others] = confidencesWith({ bias, weights: {} })
      const left = 1 - first - second - third
      expect(Math.max(...others)).toBeLessThanOrEqual(third)
      expect(others.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(left + 1e-9)
    }
  })
})

describe('judgementOf', () => {
  it('goes by whether the first candidate has example questions', () => {
    const other = { ...judgement, runnersUp: { bias: -2, weights: {} } }
    const model = { ranking, illustrated: judgement, bare: other }
    expect(judgementOf(rankCandidates(candidates([0.9, 0.1]), ranking), model)).toBe(judgement)
    expect(judgementOf(rankCandidates(candidates([0.3, 0.1]), ranking), model)).toBe(other)
    expect(judgementOf([], model)).toBe(other)
  })
})

describe('signalsOf', () => {
  const two = candidates([0.3, 0.8]).map((candidate) => ({
    ...candidate,
    features: { ...candidate.features, denseCentre: candidate.features.denseBest - 0.1 },
  }))
  const ranked = rankCandidates(two, ranking)

  it('measures the lead of the first candidate over the nearest other one', () => {
    const signals = signalsOf(ranked, facts)
    expect(signals.centreLead).toBeCloseTo(0.5)
    expect(signals.score).toBeCloseTo(4)
    expect(signals.logWords).toBeCloseTo(Math.log(4))
    expect(signals.logEntries).toBeCloseTo(Math.log(3))
  })

  it('tells how the candidates after the first share the rest, and how many have as much to show', () => {
    const three = rankCandidates(candidates([0.3, 0.8, 0.79]), ranking)
    const signals = signalsOf(three, facts)
    expect(Math.exp(signals.secondShare ?? 0)).toBeCloseTo(three[1]?.share ?? 0, 3)
    expect(Math.exp(signals.thirdShare ?? 0)).toBeCloseTo(three[2]?.share ?? 0, 3)
    expect(signals.tailShare).toBeCloseTo(0)
    expect(signals.nearRivals).toBeCloseTo(Math.log(2))
  })

  it('measures how much nearer the question is to what the base leaves to others', () => {
    expect(signalsOf(ranked, { ...facts, elsewhere: 0.9 }).elsewhereLead).toBeCloseTo(0.2)
    expect(signalsOf(ranked, facts).elsewhereLead).toBe(0)
  })

  it('measures how much nearer the question is to one of everyday life than to any text of the first candidate', () => {
    expect(signalsOf(ranked, { ...facts, elsewhereQuestion: 0.9 }).elsewhereQuestionLead).toBeCloseTo(0.1)
    expect(signalsOf(ranked, facts).elsewhereQuestionLead).toBe(0)
  })
})

describe('inOrder', () => {
  it('shares what is out of order, and keeps the sum', () => {
    expect(inOrder([0.1, 0.25, 0.25])).toEqual([0.2, 0.2, 0.2].map((one) => expect.closeTo(one, 9)))
    expect(inOrder([0.5, 0.3, 0.2])).toEqual([0.5, 0.3, 0.2])
    expect(inOrder([0.5, 0.1, 0.2])).toEqual([0.5, 0.15, 0.15].map((one) => expect.closeTo(one, 9)))
    expect(inOrder([])).toEqual([])
  })
})
