import { describe, expect, it } from '@jest/globals'
import type { ConfidentCandidate } from '../../src/retrieval/fusion.js'
import { identicalFirst } from '../../src/retrieval/identical.js'

function candidate(document: number, confidence: number, nearest?: string): ConfidentCandidate {
  return {
    document,
    confidence,
    features: { questionLikeness: 1 },
    illustrated: true,
    score: confidence,
    share: confidence,
    nearest,
  }
}

const SAME = 'quel est le numero de la mairie'
const ASKED = { sameForm: (text: string) => text === SAME, words: 3 }

describe('identicalFirst', () => {
  it('answers an example question asked word for word, whatever the ranking thought', () => {
    const ranked = [candidate(1, 0.7, 'numéro de rue'), candidate(2, 0.2), candidate(3, 0.01, SAME)]
    const [first, ...others] = identicalFirst(ranked, ASKED, 0.9)
    expect(first).toMatchObject({ document: 3, confidence: 0.9 })
    expect(others.map(({ document }) => document)).toEqual([1, 2])
    const sum = others.reduce((all, one) => all + one.confidence, 0)
    expect(sum).toBeCloseTo(0.1)
  })

  it('keeps a confidence that is higher', () => {
    expect(identicalFirst([candidate(1, 0.98, SAME)], ASKED, 0.9)[0]?.confidence).toBe(0.98)
  })

  it('proposes it first where a word or two may mean several things, and answers nothing for that', () => {
    const ranked = [candidate(1, 0.5), candidate(2, 0.3), candidate(3, 0.1, SAME)]
    const [first, ...others] = identicalFirst(ranked, { ...ASKED, words: 2 }, 0.9)
    expect(first).toMatchObject({ document: 3, confidence: 0.5 })
    expect(others.map(({ document }) => document)).toEqual([1, 2])
    expect(others.reduce((all, one) => all + one.confidence, 0.5)).toBeLessThanOrEqual(1)
  })

  it.each([
    ['a word or two are answered by another', 2, [candidate(1, 0.95), candidate(2, 0.01, SAME)]],
    ['a word or two have it first', 2, [candidate(1, 0.5, SAME), candidate(2, 0.1)]],
    ['two entries have it', 5, [candidate(1, 0.5, SAME), candidate(2, 0.1, SAME)]],
    ['the form is another', 5, [candidate(1, 0.5), candidate(2, 0.1, 'le numéro de la mairie quel est')]],
    ['no text is known', 5, [candidate(1, 0.5), candidate(2, 0.1)]],
  ])('leaves the order where %s', (_, words, ranked) => {
    expect(identicalFirst(ranked, { ...ASKED, words }, 0.9)).toBe(ranked)
  })
})
