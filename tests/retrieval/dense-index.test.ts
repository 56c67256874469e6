import { describe, expect, it } from '@jest/globals'
import { DenseIndex } from '../../src/retrieval/dense-index.js'
import { quantise } from '../../src/retrieval/quantised-vector.js'
import { FIELDS } from '../../src/retrieval/search-document.js'
import { topK } from '../../src/retrieval/top-k.js'
import { fc } from '../properties.js'

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

function indexOf(documents: readonly (readonly PlainText[])[], length: number): Promise<DenseIndex> {
  const rounded = documents.map((texts) => texts.map((text) => ({ ...text, vector: quantise(text.vector) })))
  return DenseIndex.build(rounded, length)
}

function bestOf(query: Float32Array, texts: readonly PlainText[]): number {
  const similarities = texts.map(({ vector: v }) => v.reduce((sum, value, i) => sum + value * (query[i] as number), 0))
  return Math.max(-1, ...similarities)
}

describe('DenseIndex', () => {
  it('gives each document the similarity of its nearest text, as brute force does', async () => {
    await fc.assert(
      fc.asyncProperty(base, async ({ length, query, documents, k }) => {
        const { best, byField } = (await indexOf(documents, length)).score(query)
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

  it('names the nearest text', async () => {
    const texts: PlainText[] = [
      { field: 'title', text: 'near', vector: Float32Array.of(1, 0) },
      { field: 'text', text: 'far', vector: Float32Array.of(0, 1) },
    ]
    const scores = (await indexOf([texts, []], 2)).score(Float32Array.of(0.8, 0.6))
    expect(scores.nearest(0)).toBe('near')
    expect(scores.nearest(1)).toBeUndefined()
  })

  it('refuses a vector of another length', async () => {
    const texts: PlainText[] = [{ field: 'title', text: '', vector: Float32Array.of(1) }]
    await expect(indexOf([texts], 2)).rejects.toThrow(RangeError)
  })

  it('gives after an edit the scores of an index built anew', async () => {
    await fc.assert(
      fc.asyncProperty(base, fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }), async (drawn, edited) => {
        const { length, query, documents } = drawn
        const rounded = documents.map((texts) => texts.map((text) => ({ ...text, vector: quantise(text.vector) })))
        const previous = await DenseIndex.build(rounded, length)
        const next = rounded
          .map((texts, i) => (edited[i] ? [...texts].reverse() : { unchanged: i, texts }))
          .filter((_, i) => i !== 1)
        const plain = next.map((texts) => ('unchanged' in texts ? texts.texts : texts))
        const built = (await DenseIndex.build(next, length, previous)).score(query)
        const anew = (await DenseIndex.build(plain, length)).score(query)
        expect({ ...built, nearest: null }).toEqual({ ...anew, nearest: null })
        for (const i of plain.keys()) expect(built.nearest(i)).toBe(anew.nearest(i))
      }),
    )
  })

  it('finds the vectors of its texts', async () => {
    const vector = quantise(Float32Array.of(0.6, 0.8))
    const index = await DenseIndex.build([[], [{ field: 'title', text: 'known', vector }]], 2)
    expect(index.vectorFinder()('known')).toEqual(vector)
    expect(index.vectorFinder()('unknown')).toBeUndefined()
    expect(index.vectorOf('known', 1)).toEqual(vector)
    expect(index.vectorOf('known', 0)).toBeUndefined()
  })
})
