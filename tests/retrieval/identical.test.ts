import { describe, expect, it } from '@jest/globals'
import type { ConfidentCandidate } from '../../src/retrieval/fusion.js'
import { identicalFirst } from '../../src/retrieval/identical.js'

function candidate(document: number, confidence: number, features: Record<string, number> = {}): ConfidentCandidate {
  return { document, confidence, features, illustrated: true, score: confidence, share: confidence }
}

const SAME = { questionLikeness: 1, denseBest: 0.99 }

describe('identicalFirst', () => {
  it('answers an example question asked word for word, whatever the ranking thought', () => {
    const ranked = [candidate(1, 0.7), candidate(2, 0.2), candidate(3, 0.01, SAME)]
    const [first, ...others] = identicalFirst(ranked, { words: 3 }, 0.9)
    expect(first).toMatchObject({ document: 3, confidence: 0.9 })
    expect(others.map(({ document }) => document)).toEqual([1, 2])
    const sum = others.reduce((all, one) => all + one.confidence, 0)
    expect(sum).toBeCloseTo(0.1)
  })

  it('keeps a confidence that is higher, and a title counts as a question', () => {
    const [first] = identicalFirst([candidate(1, 0.98, { titleLikeness: 1 })], { words: 4 }, 0.9)
    expect(first?.confidence).toBe(0.98)
  })

  it.each([
    ['a word or two may mean several things', 2, [candidate(1, 0.5), candidate(2, 0.1, SAME)]],
    ['two entries have it', 5, [candidate(1, 0.5, SAME), candidate(2, 0.1, SAME)]],
    [
      'the words are the same and mean something else',
      5,
      [candidate(1, 0.5), candidate(2, 0.1, { questionLikeness: 1, denseBest: 0.7 })],
    ],
    ['no entry has it', 5, [candidate(1, 0.5), candidate(2, 0.1, { questionLikeness: 0.99, denseBest: 0.99 })]],
  ])('leaves the order where %s', (_, words, ranked) => {
    expect(identicalFirst(ranked, { words }, 0.9)).toBe(ranked)
  })
})
