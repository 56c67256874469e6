import { describe, expect, it } from '@jest/globals'
import {
  areaUnderRoc,
  type Judged,
  normalisedArea,
  percentiles,
  summarise,
} from '../../src/commands/evaluation-summary.js'
import { fc } from '../properties.js'

function judged(confidence: number, rightAt: number | null, more: Partial<Judged> = {}): Judged {
  return {
    outcome: confidence >= 0.5 ? 'answered' : 'unanswerable_low_confidence',
    confidence,
    rightAt,
    inScope: true,
    durationMs: 1,
    ...more,
  }
}

describe('summarise', () => {
  it('counts places, coverage and accuracy over in-scope questions', () => {
    const quality = summarise([judged(0.9, 1), judged(0.8, 2), judged(0.3, 4), judged(0.1, null)])
    expect(quality).toMatchObject({
      'hit@1': 0.25,
      'hit@3': 0.5,
      'hit@5': 0.75,
      'hit@10': 0.75,
      coverage: 0.5,
      accuracy: 0.5,
    })
    expect(quality.mrr).toBeCloseTo((1 + 1 / 2 + 1 / 4) / 4)
  })

  it('counts an answered out-of-scope question as wrong', () => {
    const quality = summarise([judged(0.9, 1), judged(0.7, null, { inScope: false })])
    expect(quality).toMatchObject({ accuracy: 1, accuracyAll: 0.5, outOfScopeAnsweredRate: 1, auroc: 1 })
    expect(quality.riskCoverage).toEqual([
      { coverage: 0.5, risk: 0, confidence: 0.9 },
      { coverage: 1, risk: 0.5, confidence: 0.7 },
    ])
    expect(quality.riskCoverageArea).toBeCloseTo(0.25)
  })

  it('gives null for what the questions do not define', () => {
    const nothing = summarise([])
    expect(nothing).toMatchObject({ questions: 0, 'hit@1': null, mrr: null, auroc: null, ece: null, accuracy: null })
    expect(nothing.eceByChance).toBeNull()
    expect(nothing.durationMs).toEqual({ p50: null, p95: null, p99: null })
    expect(summarise([judged(0.2, 1)])).toMatchObject({ auroc: null, accuracy: null, outOfScopeAnsweredRate: null })
  })

  it('keeps the curve short, up to the last question', () => {
    const many = Array.from({ length: 1_234 }, (_, i) => judged(i / 1_234, 1))
    const { riskCoverage } = summarise(many)
    expect(riskCoverage.length).toBeLessThanOrEqual(101)
    expect(riskCoverage.at(-1)).toMatchObject({ coverage: 1, risk: 0 })
  })
})

describe('normalisedArea', () => {
  it('is 1 when every right answer is surer than every wrong one, whatever their number', () => {
    expect(normalisedArea([judged(0.9, 1), judged(0.8, 1), judged(0.3, 2)])).toBeCloseTo(1)
    expect(normalisedArea([judged(0.9, 1), judged(0.4, 2), judged(0.3, null)])).toBeCloseTo(1)
  })

  it('weighs the area between chance and the best order', () => {
    // Right, wrong, right, wrong: risks 0, 1/2, 1/3, 1/2, so 1/3 on average. Best: 0, 0, 1/3, 1/2, so 5/24. By chance 1/2.
    const mixed = [judged(0.9, 1), judged(0.8, 2), judged(0.7, 1), judged(0.6, null)]
    expect(normalisedArea(mixed)).toBeCloseTo((1 / 2 - 1 / 3) / (1 / 2 - 5 / 24))
    expect(summarise(mixed)).toMatchObject({ nauc: normalisedArea(mixed) })
  })

  it('is 0 of confidences that say nothing, below 0 of those that mislead', () => {
    expect(normalisedArea([judged(0.5, 2), judged(0.5, 1), judged(0.5, 1)])).toBeCloseTo(0)
    // Wrong, then right: risks 1, 1/2, so 3/4; best 0, 1/2, so 1/4; by chance 1/2.
    expect(normalisedArea([judged(0.9, 2), judged(0.1, 1)])).toBeCloseTo((1 / 2 - 3 / 4) / (1 / 2 - 1 / 4))
  })

  it('counts what no entry answers as wrong, and is not defined where every order is as good', () => {
    expect(normalisedArea([judged(0.9, 1), judged(0.2, null, { inScope: false })])).toBeCloseTo(1)
    expect(normalisedArea([judged(0.9, 1), judged(0.1, 1)])).toBeNull()
    expect(normalisedArea([judged(0.9, 2)])).toBeNull()
    expect(normalisedArea([])).toBeNull()
  })
})

describe('areaUnderRoc', () => {
  it('is the share of pairs in order, ties for half', () => {
    const values = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(values, values, (positives, negatives) => {
        const pairs = positives.flatMap((p) => negatives.map((n): number => (p > n ? 1 : p === n ? 0.5 : 0)))
        const mean = pairs.reduce((sum, value) => sum + value, 0) / pairs.length
        expect(areaUnderRoc(positives, negatives)).toBeCloseTo(mean, 9)
      }),
    )
  })
})

describe('percentiles', () => {
  it('takes the nearest rank', () => {
    expect(percentiles([3, 1, 2])).toEqual({ p50: 2, p95: 3, p99: 3 })
  })
})
