import { describe, expect, it } from '@jest/globals'
import { rivalsOf } from '../../src/search/rivals.js'

const candidate = (document: number, features: Record<string, number>) => ({ document, features, illustrated: true })

describe('rivalsOf', () => {
  it('counts those that have as much to show as the first, each kind of evidence on its own', () => {
    const rivals = rivalsOf([
      candidate(0, { coverage: 1, questionLikeness: 0.8, denseBest: 0.7 }),
      candidate(1, { coverage: 1, questionLikeness: 0.73, denseBest: 0.66 }),
      candidate(2, { coverage: 1, questionLikeness: 0.71, denseBest: 0.64 }),
      candidate(3, { coverage: 0.5, questionLikeness: 0.9, denseBest: 0.1 }),
    ])
    expect(rivals.coveringRivals).toBeCloseTo(Math.log(3))
    expect(rivals.alikeRivals).toBeCloseTo(Math.log(3))
    expect(rivals.nearRivals).toBeCloseTo(Math.log(2))
  })

  it('counts nobody where the first has nothing to show, or stands alone', () => {
    const nobody = { coveringRivals: 0, alikeRivals: 0, nearRivals: 0 }
    expect(rivalsOf([])).toEqual(nobody)
    expect(rivalsOf([candidate(0, { coverage: 1 })])).toEqual(nobody)
    expect(rivalsOf([candidate(0, {}), candidate(1, {})])).toEqual(nobody)
  })

  it('counts eleven at most', () => {
    const many = Array.from({ length: 40 }, (_, document) => candidate(document, { coverage: 1 }))
    expect(rivalsOf(many).coveringRivals).toBeCloseTo(Math.log(12))
  })
})
