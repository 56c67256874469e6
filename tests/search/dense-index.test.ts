import { describe, expect, it } from '@jest/globals'
import { FIELDS } from '../../src/search/analysed-document.js'
import { DenseIndex } from '../../src/search/dense-index.js'
import { quantise } from '../../src/search/quantised-vector.js'
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

/** The scores of an index, of which no other question is asked. */
function scoresOf(index: DenseIndex, query: Float32Array, k = 1) {
  const scores = index.score(query)
  const all = Array.from({ length: index.size }, (_, i) => i)
  return { three: all.map(scores.three), near: all.map(scores.of), nearest: scores.nearest(k) }
}

/** The mean of the three largest cosines, in float32. */
function threeOf(similarities: readonly number[]): number {
  const most = [...similarities].sort((a, b) => b - a).slice(0, 3)
  return most.length === 0 ? -1 : Math.fround(most.reduce((sum, value) => sum + value, 0) / most.length)
}

function bestOf(query: Float32Array, texts: readonly PlainText[]): number {
  const similarities = texts.map(({ vector: v }) => v.reduce((sum, value, i) => sum + value * (query[i] as number), 0))
  return Math.max(-1, ...similarities)
}

describe('DenseIndex', () => {
  it('gives each document the similarity of its nearest text, as brute force does', async () => {
    await fc.assert(
      fc.asyncProperty(base, async ({ length, query, documents, k }) => {
        const { three, near, nearest } = scoresOf(await indexOf(documents, length), query, k)
        const expected = documents.map((texts) => bestOf(query, texts))
        for (const [i, value] of expected.entries()) expect(near[i]?.best).toBeCloseTo(value, 1)
        const byHand = [...three.keys()].sort((a, b) => (three[b] as number) - (three[a] as number) || a - b)
        expect(nearest).toEqual(byHand.filter((i) => (three[i] as number) > -1).slice(0, k))
        // Nothing added: -0 and 0 are one cosine.
        for (const { best, title, questions, text } of near) expect(Math.max(title, questions, text) + 0).toBe(best + 0)
      }),
    )
  })

  it('averages the three nearest texts of each document, whatever their field', async () => {
    await fc.assert(
      fc.asyncProperty(base, async ({ length, query, documents }) => {
        const { three } = scoresOf(await indexOf(documents, length), query)
        // Each text as a document of its own says its cosine to the last digit.
        const alone = await indexOf(
          documents.flat().map((text) => [text]),
          length,
        )
        const cosines = scoresOf(alone, query).near.map(({ best }) => best)
        for (const [i, texts] of documents.entries())
          expect((three[i] as number) + 0).toBe(threeOf(cosines.splice(0, texts.length)) + 0)
      }),
    )
  })

  it('names the nearest text', async () => {
    const texts: PlainText[] = [
      { field: 'title', text: 'near', vector: Float32Array.of(1, 0) },
      { field: 'text', text: 'far', vector: Float32Array.of(0, 1) },
    ]
    const scores = (await indexOf([texts, []], 2)).score(Float32Array.of(0.8, 0.6))
    expect(scores.of(0).nearest).toBe('near')
    expect(scores.of(1).nearest).toBeUndefined()
  })

  it('refuses to look closely at a question once another one was scored', async () => {
    const index = await indexOf([[{ field: 'title', text: '', vector: Float32Array.of(1, 0) }]], 2)
    const scores = index.score(Float32Array.of(1, 0))
    expect(scores.of(0).best).toBeCloseTo(1)
    index.score(Float32Array.of(0, 1))
    expect(() => scores.of(0)).toThrow('another question')
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
        const plainOf = (one: (typeof next)[number]) => ('unchanged' in one ? one.texts : one)
        const plain = next.map(plainOf)
        const built = scoresOf(await DenseIndex.build(next, length, previous), query)
        const anew = scoresOf(await DenseIndex.build(plain, length), query)
        expect(built).toEqual(anew)
        // The same upon the former one, and upon such a one, which both answer other questions meanwhile.
        const upon = await DenseIndex.overlay(next, length, previous)
        expect(scoresOf(upon, query)).toEqual(anew)
        const other = query.map((value) => 1 - value)
        expect(scoresOf(previous, other)).toEqual(scoresOf(await DenseIndex.build(rounded, length), other))
        const again = next.map((texts, i) => (edited[11 - i] ? plainOf(texts) : { unchanged: i }))
        expect(scoresOf(await DenseIndex.overlay(again, length, upon), query)).toEqual(anew)
        expect(scoresOf(await DenseIndex.build(again, length, upon), query)).toEqual(anew)
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
