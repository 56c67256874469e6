import { describe, expect, it } from '@jest/globals'
import type { JudgedCandidate, Observed } from '../../src/commands/calibration-data.js'
import { fitFusion } from '../../src/commands/fit-fusion.js'
import { rankCandidates, signalsOf } from '../../src/search/fusion.js'
import { sigmoid } from '../../src/search/logistic.js'
import { createScorer } from '../../src/search/scoring-network.js'

/** Numbers in [0, 1) that are the same on every run (Park and Miller, 1988). */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}

const random = randomFrom(17)

/** A question whose right candidate, if it has one, is the more alike the clearer the question is. */
function observe(id: number, inScope: boolean): Observed {
  const clear = random()
  const candidates = Array.from({ length: 6 }, (_, document): JudgedCandidate => {
    const right = inScope && document === 2
    const titleLikeness = right ? 0.3 + 0.7 * clear : random() * 0.6
    return { document, illustrated: id % 2 === 0, right, features: { titleLikeness, coverage: random() } }
  })
  return {
    set: 'made up',
    group: `${id}`,
    scope: inScope ? 'in' : 'out',
    counts: 1,
    teaches: { ranking: 1, confidence: 1 },
    facts: { words: 4, unknownShare: 0, entries: 3, elsewhere: null, elsewhereQuestion: null },
    fused: candidates,
    abroad: [],
    isOtherLanguage: false,
    lexical: candidates,
  }
}

/** One in eleven is answered by nothing, as many as the confidence is fitted to hold for. */
const observed = Array.from({ length: 880 }, (_, id) => observe(id, id % 11 !== 0))
/** Enough where a tendency shows: a fit of all takes seconds. */
const few = observed.slice(0, 240)
const plan = {
  side: 'lexical' as const,
  features: ['titleLikeness', 'coverage'],
  signals: ['shareLogit', 'lead', 'titleLikeness', 'coverage'],
  seed: 3,
  promise: 0.1,
  bounds: { illustrated: { least: 0, most: 1 }, bare: { least: 0, most: 1 } },
  strictness: 0,
  networks: 1,
}

describe('fitFusion', () => {
  const { model, quality } = fitFusion(observed, plan)
  const made = quality['made up']
  const ofFew = fitFusion(few, plan).model

  it('learns the feature that tells, and is calibrated on questions that it did not see', () => {
    expect(model.ranking.weights.titleLikeness).toBeGreaterThan(2 * Math.abs(model.ranking.weights.coverage ?? 0))
    expect(made?.['hit@1']).toBeGreaterThan(0.6)
    expect(made?.ece).toBeLessThan(0.12)
    expect(made?.auroc).toBeGreaterThan(0.7)
  })

  it('gives probabilities that hold where one question in ten is out of scope, although three in ten teach', () => {
    const judged = observed.flatMap(({ scope, facts, lexical }) => {
      const ranked = rankCandidates(lexical, model.ranking)
      if (!ranked[0]?.illustrated) return []
      const confidence = sigmoid(createScorer(model.illustrated.confidence)(signalsOf(ranked, facts)))
      return [{ scope, confidence, right: lexical[ranked[0].document]?.right ? 1 : 0 }]
    })
    const counted = (share: number, value: (one: (typeof judged)[number]) => number) => {
      const meanOf = (rows: typeof judged) => rows.reduce((sum, one) => sum + value(one), 0) / rows.length
      const out = meanOf(judged.filter(({ scope }) => scope === 'out'))
      return (meanOf(judged.filter(({ scope }) => scope === 'in')) + share * out) / (1 + share)
    }
    const excess = (share: number) =>
      counted(share, ({ confidence }) => confidence) - counted(share, ({ right }) => right)
    expect(Math.abs(excess(0.1))).toBeLessThan(0.01)
    expect(excess(0.3)).toBeGreaterThan(0.02)
  })

  it('chooses thresholds that keep the promise out of fold', () => {
    expect(made?.accuracyAll).toBeGreaterThan(0.8)
    expect(made?.coverage).toBeGreaterThan(0)
    for (const { policy } of [model.illustrated, model.bare]) expect(policy.answer).toBeLessThanOrEqual(1)
  })

  it('keeps the threshold within its bounds, plus the strictness', () => {
    const bounds = { illustrated: { least: 0.9, most: 0.9 }, bare: { least: 0.1, most: 0.2 } }
    const bounded = fitFusion(few, { ...plan, bounds, strictness: 0.05 }).model
    expect(bounded.illustrated.policy.answer).toBe(0.95)
    expect(bounded.bare.policy.answer).toBe(0.25)
  })

  it('ranks as it was taught by the sets that teach the ranking, whatever others show', () => {
    const misleading = few.slice(0, 100).map((one) => ({
      ...one,
      set: 'for doubts',
      teaches: { ranking: 0, confidence: 1 },
      abroad: [],
      isOtherLanguage: false,
      lexical: one.lexical.map((candidate) => ({ ...candidate, right: candidate.document === 0 })),
    }))
    const taught = fitFusion([...few, ...misleading], plan)
    expect(taught.model.ranking).toEqual(ofFew.ranking)
    expect(taught.model.bare.confidence).not.toEqual(ofFew.bare.confidence)
    expect(taught.quality['for doubts']?.['hit@1']).toBeLessThan(0.3)
  })

  it('is taught nothing by a set that teaches nothing, and reports it', () => {
    const unread = few.map((one) => ({
      ...one,
      set: 'unread',
      teaches: { ranking: 0, confidence: 0 },
      lexical: one.lexical.map((candidate) => ({ ...candidate, right: candidate.document === 0 })),
    }))
    const { model: beside, quality } = fitFusion([...few, ...unread], plan)
    expect(beside).toEqual(ofFew)
    expect(quality.unread?.['hit@1']).toBeLessThan(0.3)
    // Nor does one whose first candidates are the only ones of their kind.
    const illustrated = few.filter(({ lexical }) => lexical[0]?.illustrated)
    const bare = unread.filter(({ lexical }) => !lexical[0]?.illustrated)
    expect(fitFusion([...illustrated, ...bare], plan).model).toEqual(fitFusion(illustrated, plan).model)
  })

  it('learns when one of the next candidates is right, from the questions whose first is wrong', () => {
    /** The right one is behind a misleading title; whether it is among the next or far behind shows in how many words of the question the first has. */
    const misled = Array.from({ length: 200 }, (_, id): Observed => {
      const isNext = id % 2 === 0
      const candidates = Array.from({ length: 6 }, (_, document): JudgedCandidate => {
        const titleLikeness = document === 0 ? 0.9 : 0.8 - 0.1 * document + 0.02 * random()
        const features = { titleLikeness, coverage: isNext ? 0.9 : 0.1 }
        return { document, illustrated: true, right: document === (isNext ? 1 : 5), features }
      })
      const from = observe(id, true)
      return { ...from, set: 'misled', teaches: { ranking: 0, confidence: 1 }, fused: candidates, lexical: candidates }
    })
    const { illustrated } = fitFusion([...few, ...misled], plan).model
    const score = createScorer(illustrated.runnersUp)
    const worthOf = ({ lexical, facts }: Observed) =>
      sigmoid(score(signalsOf(rankCandidates(lexical, model.ranking), facts)))
    const meanOf = (rows: readonly Observed[]) => rows.reduce((sum, one) => sum + worthOf(one), 0) / rows.length
    expect(meanOf(misled.filter((_, i) => i % 2 === 0))).toBeGreaterThan(0.7)
    expect(meanOf(misled.filter((_, i) => i % 2 === 1))).toBeLessThan(0.3)
  })

  it('is taught less by a question that is one of several meanings of a word', () => {
    const other = few.slice(0, 120).map((one) => ({
      ...one,
      abroad: [],
      isOtherLanguage: false,
      lexical: one.lexical.map((candidate) => ({
        ...candidate,
        features: { ...candidate.features, titleLikeness: 1 - (candidate.features.titleLikeness ?? 0) },
      })),
    }))
    const weightAt = (counts: number) => {
      const taught = fitFusion([...few, ...other.map((one) => ({ ...one, counts }))], plan)
      return taught.model.ranking.weights.titleLikeness ?? 0
    }
    expect(weightAt(1)).toBeLessThan(0.8 * weightAt(0.1))
  })

  it('is taught more by a set that counts more', () => {
    /** Words say nothing here: the right candidate is the least alike. */
    const other = few.slice(0, 100).map((one) => ({
      ...one,
      set: 'upside down',
      abroad: [],
      isOtherLanguage: false,
      lexical: one.lexical.map((candidate) => ({
        ...candidate,
        features: { ...candidate.features, titleLikeness: 1 - (candidate.features.titleLikeness ?? 0) },
      })),
    }))
    const weightAt = (counts: number) => {
      const taught = fitFusion(
        [...few, ...other.map((one) => ({ ...one, teaches: { ranking: counts, confidence: 1 } }))],
        plan,
      )
      return taught.quality['made up']?.['hit@1'] ?? 0
    }
    expect(weightAt(4)).toBeLessThan(weightAt(0.01) - 0.05)
  })

  it('gives the same for the same seed, and tells what it is about', () => {
    const told: string[] = []
    expect(fitFusion(few, { ...plan, onProgress: (next) => told.push(next) }).model).toEqual(ofFew)
    expect(told).toEqual([
      ...[1, 2, 3, 4, 5].map((part) => `lexical: ranking, part ${part} / 5`),
      'lexical: confidence with example questions',
      'lexical: confidence without',
      'lexical: ranking on all',
    ])
  })
})
