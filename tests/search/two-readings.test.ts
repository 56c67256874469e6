import { describe, expect, it } from '@jest/globals'
import type { SearchResult } from '../../src/search/search-index.js'
import { withMended } from '../../src/search/two-readings.js'

const found = (confidences: Record<string, number>, more: Partial<SearchResult> = {}): SearchResult => ({
  candidates: Object.entries(confidences).map(([id, confidence]) => ({
    ...{ id, confidence, title: id, nearest: id, features: {}, matchedWords: [] },
  })),
  policy: { answer: 0.8, gap: 0.15, floor: 0.4, choice: 0.04 },
  encoderVersion: 'v',
  noticed: new Map(),
  durationsMs: { encode: 1, lexical: 2, dense: 3, fuse: 4 },
  ...more,
})
const confidencesOf = ({ candidates }: SearchResult) => candidates.map(({ id, confidence }) => [id, confidence])

describe('a question that was mended', () => {
  it('finds what it finds as it was meant', () => {
    const both = withMended(found({ a: 0.6, b: 0.3 }), found({ b: 0.9, a: 0.05 }), 10)
    expect(confidencesOf(both)).toEqual([
      ['b', 0.9],
      ['a', 0.05],
    ])
  })

  it('proposes both where it was sure of another entry as it was typed', () => {
    const both = withMended(found({ a: 0.9 }), found({ b: 0.96, a: 0.02 }), 10)
    expect(confidencesOf(both)).toEqual([
      ['b', 0.48],
      ['a', 0.46],
    ])
    expect(withMended(found({ a: 0.9 }), found({ b: 0.96 }), 1).candidates).toHaveLength(1)
  })

  it('hears danger in either, counts the time of both, and teaches no confidence', () => {
    const calibrated = { confidence: 0.9, by: 'c' }
    const typed = found({ a: 0.2 }, { noticed: new Map([['fire', 0.7]]), calibrated })
    const mended = found(
      { a: 0.9 },
      {
        noticed: new Map([
          ['fire', 0.2],
          ['water', 0.1],
        ]),
        calibrated,
      },
    )
    const both = withMended(typed, mended, 10)
    expect(both.noticed).toEqual(
      new Map([
        ['fire', 0.7],
        ['water', 0.1],
      ]),
    )
    expect(both.durationsMs).toEqual({ encode: 2, lexical: 4, dense: 6, fuse: 8 })
    expect(both).not.toHaveProperty('calibrated')
  })
})
