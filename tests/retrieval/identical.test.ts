import { describe, expect, it } from '@jest/globals'
import type { ConfidentCandidate } from '../../src/retrieval/fusion.js'
import { identicalFirst } from '../../src/retrieval/identical.js'

function candidate(document: number, confidence: number, nearest?: string): ConfidentCandidate {
  return {
    document,
    confidence,
    features: { denseBest: 0.99 },
    illustrated: true,
    score: confidence,
    share: confidence,
    nearest,
  }
}

const SAME = 'quel est le numero de la mairie'
const isSame = (text: string) => text === SAME

describe('identicalFirst', () => {
  it('answers an example question asked word for word, whatever the ranking thought', () => {
    const ranked = [candidate(1, 0.7, 'numéro de rue'), candidate(2, 0.2), candidate(3, 0.01, SAME)]
    const [first, ...others] = identicalFirst(ranked, isSame, 0.9)
    expect(first).toMatchObject({ document: 3, confidence: 0.9 })
    expect(others.map(({ document }) => document)).toEqual([1, 2])
    const sum = others.reduce((all, one) => all + one.confidence, 0)
    expect(sum).toBeCloseTo(0.1)
  })

  it('keeps a confidence that is higher', () => {
    expect(identicalFirst([candidate(1, 0.98, SAME)], isSame, 0.9)[0]?.confidence).toBe(0.98)
  })

  it.each([
    ['two entries have it', [candidate(1, 0.5, SAME), candidate(2, 0.1, SAME)]],
    ['the form is another', [candidate(1, 0.5), candidate(2, 0.1, 'le numéro de la mairie quel est')]],
    ['no text is known', [candidate(1, 0.5), candidate(2, 0.1)]],
  ])('leaves the order where %s', (_, ranked) => {
    expect(identicalFirst(ranked, isSame, 0.9)).toBe(ranked)
  })
})
