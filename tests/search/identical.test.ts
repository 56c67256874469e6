import { describe, expect, it } from '@jest/globals'
import type { ConfidentCandidate } from '../../src/search/fusion.js'
import { identicalFirst } from '../../src/search/identical.js'

function candidate(document: number, confidence: number, features = { questionLikeness: 1 }): ConfidentCandidate {
  return { document, confidence, features, illustrated: true, score: confidence, share: confidence, nearest: undefined }
}

/** Documents one of whose texts is the question. */
const having =
  (...documents: number[]) =>
  (document: number) =>
    documents.includes(document)

describe('identicalFirst', () => {
  it('answers an example question asked word for word, whatever the ranking thought', () => {
    const ranked = [candidate(1, 0.7), candidate(2, 0.2), candidate(3, 0.01)]
    const [first, ...others] = identicalFirst(ranked, having(3), 0.9)
    expect(first).toMatchObject({ document: 3, confidence: 0.9 })
    expect(others.map(({ document }) => document)).toEqual([1, 2])
    const sum = others.reduce((all, one) => all + one.confidence, 0)
    expect(sum).toBeCloseTo(0.1)
  })

  it('keeps a confidence that is higher', () => {
    expect(identicalFirst([candidate(1, 0.98)], having(1), 0.9)[0]?.confidence).toBe(0.98)
  })

  it('does so in another language, which only meaning finds', () => {
    const ranked = [candidate(1, 0.5), { ...candidate(2, 0.4), features: { abroadBest: 0.99 } }]
    expect(identicalFirst(ranked, having(2), 0.9)[0]).toMatchObject({ document: 2, confidence: 0.9 })
  })

  it('leaves the order where two entries have it, or none', () => {
    const ranked = [candidate(1, 0.5), candidate(2, 0.1)]
    expect(identicalFirst(ranked, having(1, 2), 0.9)).toBe(ranked)
    expect(identicalFirst(ranked, having(), 0.9)).toBe(ranked)
  })

  it('makes no forms of the texts of entries that are nothing like the question', () => {
    const asked: number[] = []
    const ranked = [candidate(1, 0.5, { questionLikeness: 0.3 }), candidate(2, 0.1)]
    identicalFirst(ranked, (document) => asked.push(document) > 9, 0.9)
    expect(asked).toEqual([2])
  })
})
