import { type QuantisedVector, quantise } from './quantised-vector.js'

/** The middle of some unit vectors, of unit norm, rounded to int8; null without one. */
export function centreOf(vectors: Iterable<Float32Array>, dimensions: number): QuantisedVector {
  const sum = new Float32Array(dimensions)
  for (const vector of vectors) {
    for (let i = 0; i < dimensions; i += 1) sum[i] = (sum[i] as number) + (vector[i] as number)
  }
  return toUnit(sum)
}

/** The same of vectors that are rounded already, none of which is made whole again. */
export function centreOfRounded(vectors: Iterable<QuantisedVector>, dimensions: number): QuantisedVector {
  const sum = new Float32Array(dimensions)
  for (const { values, scale } of vectors) {
    for (let i = 0; i < dimensions; i += 1) sum[i] = (sum[i] as number) + Math.fround((values[i] as number) * scale)
  }
  return toUnit(sum)
}

function toUnit(sum: Float32Array): QuantisedVector {
  let squares = 0
  for (const value of sum) squares += value * value
  const norm = Math.sqrt(squares)
  return quantise(norm > 0 ? sum.map((value) => value / norm) : sum)
}
