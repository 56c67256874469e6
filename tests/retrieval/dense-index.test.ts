import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { DenseIndex } from '../../src/retrieval/dense-index.js'
import { quantise } from '../../src/retrieval/quantised-vector.js'
import { FIELDS } from '../../src/retrieval/search-document.js'
import { topK } from '../../src/retrieval/top-k.js'

const vector = (length: number) =>
  fc
    .array(fc.float({ min: -1, max: 1, noNaN: true }), { minLength: length, maxLength: length })
    .map((v) => Float32Array.from(v))

const base = fc.integer({ min: 1, max: 9 }).chain((length) =>
  fc.record({
    length: fc.constant(length),
    query: vector(length),
    documents: fc.array(
      fc.array(fc.record({ field: fc.constantFrom(...FIELDS), text: fc.string(), vector: vector(length) }), {
        maxLength: 4,
      }),
      { maxLength: 12 },
    ),
    k: fc.integer({ min: 1, max: 12 }),
  }),
)

/** Of one text: its vector before it is rounded. */
interface PlainText {
  field: (typeof FIELDS)[number]
  text: string
  vector: Float32Array
}

function indexOf(documents: readonly (readonly PlainText[])[], length: number): DenseIndex {
  const rounded = documents.map((texts) => texts.map((text) => ({ ...text, vector: quantise(text.vector) })))
  return new DenseIndex(rounded, length)
}

function bestOf(query: Float32Array, texts: readonly PlainText[]): number {
  const similarities = texts.map(({ vector: v }) => v.reduce((sum, value, i) => sum + value * (query[i] as number), 0))
  return Math.max(-1, ...similarities)
}

describe('DenseIndex', () => {
  it('gives each document the similarity of its nearest text, as brute force does', () => {
    fc.assert(
      fc.property(base, ({ length, query, documents, k }) => {
        const { best, byField } = indexOf(documents, length).score(query)
        const expected = documents.map((texts) => bestOf(query, texts))
        for (const [i, value] of expected.entries()) expect(best[i]).toBeCloseTo(value, 1)
        const byHand = [...best.keys()].sort((a, b) => (best[b] as number) - (best[a] as number) || a - b).slice(0, k)
        expect(topK(best, k)).toEqual(byHand)
        for (const scores of Object.values(byField)) {
          for (const [i, value] of scores.entries()) expect(value).toBeLessThanOrEqual(best[i] as number)
        }
      }),
    )
  })

  it('names the nearest text', () => {
    const texts: PlainText[] = [
      { field: 'title', text: 'near', vector: Float32Array.of(1, 0) },
      { field: 'text', text: 'far', vector: Float32Array.of(0, 1) },
    ]
    const scores = indexOf([texts, []], 2).score(Float32Array.of(0.8, 0.6))
    expect(scores.nearest(0)).toBe('near')
    expect(scores.nearest(1)).toBeUndefined()
  })

  it('refuses a vector of another length', () => {
    const texts: PlainText[] = [{ field: 'title', text: '', vector: Float32Array.of(1) }]
    expect(() => indexOf([texts], 2)).toThrow(RangeError)
  })
})
