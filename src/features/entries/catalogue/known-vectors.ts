import type { VectorFinder } from '../../../search/dense-index.js'
import type { Encoder } from '../../../search/encoder.js'
import { dequantise, type QuantisedVector, quantise } from '../../../search/quantised-vector.js'
import { BuiltSearchIndex, type SearchIndex } from '../../../search/search-index.js'

/** Finds the vectors that an index has, by text; none when it searches words alone, or with another encoder. */
export function vectorsOf(index: SearchIndex, encoder: Encoder): VectorFinder {
  const meaning = index instanceof BuiltSearchIndex ? index.denseOf(encoder) : undefined
  if (!meaning) return () => undefined
  const [find, findAbroad] = [meaning.dense.vectorFinder(), meaning.abroad.vectorFinder()]
  return (text) => find(text) ?? findAbroad(text)
}

/** Texts that are remembered for an encoder: the questions of a large town, in the forms in which they are searched. A kilobyte of vector and text each, at most. */
const MOST_REMEMBERED = 20_000
const memories = new WeakMap<Encoder, Map<string, QuantisedVector>>()

/**
 * An encoder that looks a text up before it computes, and remembers what it computed: the same questions are asked again at each edit. The rounding to int8
 * apart, the vectors are those of the encoder itself.
 */
export function withKnownVectors(encoder: Encoder, vectorOf: VectorFinder): Encoder {
  const memory = memories.get(encoder) ?? new Map<string, QuantisedVector>()
  memories.set(encoder, memory)
  return {
    version: encoder.version,
    dimensions: encoder.dimensions,
    async encode(texts) {
      const known = texts.map((text) => vectorOf(text) ?? memory.get(text))
      const unknown = texts.filter((_, i) => !known[i])
      const computed = unknown.length > 0 ? (await encoder.encode(unknown)).map(quantise) : []
      if (memory.size + computed.length > MOST_REMEMBERED) memory.clear()
      for (const [i, vector] of computed.entries()) memory.set(unknown[i] as string, vector)
      let next = 0
      return known.map((vector) => dequantise(vector ?? (computed[next++] as QuantisedVector)))
    },
    close: () => encoder.close(),
  }
}
