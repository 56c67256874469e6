import { seededRandom } from '../../src/platform/text/seeded-random.js'
import type { Encoder } from '../../src/search/encoder.js'
import { seedOf } from '../peers/seeded-random.js'

/**
 * The real encoder for a text alone, as questions come, and drawn vectors of the same length for texts in batches, as bases come: memory and search cost
 * the same, and what they find means nothing.
 */
export function standIn(real: Encoder): Encoder {
  return {
    version: real.version,
    dimensions: real.dimensions,
    encode: (texts) =>
      texts.length === 1 ? real.encode(texts) : Promise.resolve(texts.map((text) => draw(text, real.dimensions))),
    close: () => real.close(),
  }
}

function draw(text: string, dimensions: number): Float32Array {
  const random = seededRandom(seedOf(text))
  const vector = Float32Array.from({ length: dimensions }, () => random() - 0.5)
  const norm = Math.hypot(...vector)
  return vector.map((value) => value / norm)
}
