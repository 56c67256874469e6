import { describe, expect, it } from '@jest/globals'
import { cutPassages } from '../../src/search/embed-documents.js'

describe('cutPassages', () => {
  it('cuts at the ends of sentences', () => {
    const rule = { words: 4, passages: 5 }
    expect(cutPassages('Un deux trois. Quatre cinq. Six !', rule)).toEqual(['Un deux trois.', 'Quatre cinq. Six !'])
  })

  it('keeps the first passages only, and cuts a sentence that is too long', () => {
    const long = Array.from({ length: 100 }, (_, i) => `mot${i}`).join(' ')
    const [passage, ...others] = cutPassages(long, { words: 10, passages: 2 })
    expect(passage?.split(' ')).toHaveLength(10)
    expect(others).toEqual([])
    expect(cutPassages('A. B. C. D.', { words: 1, passages: 2 })).toEqual(['A.', 'B.'])
  })

  it('gives none of an empty text', () => {
    expect(cutPassages('  \n ')).toEqual([])
  })
})
