import type { Encoder } from '../retrieval/encoder.js'
import type { QuantisedVector } from '../retrieval/quantised-vector.js'
import { BuiltSearchIndex, type SearchIndex } from '../retrieval/search-index.js'

/** The vectors that an index has, by text; none when it searches words alone, or with another encoder. */
export function vectorsOf(index: SearchIndex, encoder: Encoder): Map<string, QuantisedVector> {
  return (index instanceof BuiltSearchIndex ? index.vectorsOf(encoder) : undefined) ?? new Map()
}

/**
 * An encoder that looks a text up before it computes: the rounding to int8 apart, the vectors are those of the encoder itself. The caller may clear
 * `known` when it has served, since an index keeps its encoder.
 */
export function withKnownVectors(encoder: Encoder, known: ReadonlyMap<string, QuantisedVector>): Encoder {
  return {
    version: encoder.version,
    dimensions: encoder.dimensions,
    async encode(texts) {
      const unknown = texts.filter((text) => !known.has(text))
      const computed = unknown.length > 0 ? await encoder.encode(unknown) : []
      let next = 0
      return texts.map((text) => {
        const vector = known.get(text)
        return vector ? toFloats(vector) : (computed[next++] as Float32Array)
      })
    },
    close: () => encoder.close(),
  }
}

function toFloats({ values, scale }: QuantisedVector): Float32Array {
  const floats = new Float32Array(values.length)
  // Not `Float32Array.from`, which takes over ten times longer.
  for (let i = 0; i < values.length; i += 1) floats[i] = (values[i] as number) * scale
  return floats
}
