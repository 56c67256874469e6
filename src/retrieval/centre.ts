import { type QuantisedVector, quantise } from './quantised-vector.js'

/** The middle of some unit vectors, of unit norm, rounded to int8; null without one. */
export function centreOf(vectors: Iterable<Float32Array>, dimensions: number): QuantisedVector {
  const sum = new Float32Array(dimensions)
  for (const vector of vectors) {
    for (let i = 0; i < dimensions; i += 1) sum[i] = (sum[i] as number) + (vector[i] as number)
  }
  let squares = 0
  for (const value of sum) squares += value * value
  const norm = Math.sqrt(squares)
  return quantise(norm > 0 ? sum.map((value) => value / norm) : sum)
}
