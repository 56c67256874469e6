import type { VectorFinder } from '../retrieval/dense-index.js'
import type { Encoder } from '../retrieval/encoder.js'
import { dequantise } from '../retrieval/quantised-vector.js'
import { BuiltSearchIndex, type SearchIndex } from '../retrieval/search-index.js'

/** Finds the vectors that an index has, by text or word of a title; none when it searches words alone, or with another encoder. */
export function vectorsOf(index: SearchIndex, encoder: Encoder): VectorFinder {
  const meaning = index instanceof BuiltSearchIndex ? index.denseOf(encoder) : undefined
  if (!meaning) return () => undefined
  const find = meaning.dense.vectorFinder()
  return (text) => find(text) ?? meaning.titleWords.vectorOf(text)
}

/**
 * An encoder that looks a text up before it computes: the rounding to int8 apart, the vectors are those of the encoder itself.
 */
export function withKnownVectors(encoder: Encoder, vectorOf: VectorFinder): Encoder {
  return {
    version: encoder.version,
    dimensions: encoder.dimensions,
    async encode(texts) {
      const known = texts.map(vectorOf)
      const unknown = texts.filter((_, i) => !known[i])
      const computed = unknown.length > 0 ? await encoder.encode(unknown) : []
      let next = 0
      return known.map((vector) => (vector ? dequantise(vector) : (computed[next++] as Float32Array)))
    },
    close: () => encoder.close(),
  }
}
