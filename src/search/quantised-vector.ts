/** A vector in a quarter of the memory: value `i` is `values[i] × scale`, to 1/254 of the largest one. */
export interface QuantisedVector {
  values: Int8Array
  scale: number
}

/** Largest magnitude of an int8 value; -128 is not used, so that the range is symmetric. */
const MOST = 127

/** Rounds a vector to int8 with one scale. A null vector keeps the scale 0. */
export function quantise(vector: Float32Array): QuantisedVector {
  const scale = largest(vector) / MOST
  const values = new Int8Array(vector.length)
  if (scale > 0) for (let i = 0; i < vector.length; i += 1) values[i] = Math.round((vector[i] as number) / scale)
  // As it is kept in tables and on disk: a vector is the same fresh, copied and read again.
  return { values, scale: Math.fround(scale) }
}

/** The vector that was rounded, as near as int8 keeps it. */
export function dequantise({ values, scale }: QuantisedVector): Float32Array {
  const floats = new Float32Array(values.length)
  // Not `Float32Array.from`, which takes over ten times longer.
  for (let i = 0; i < values.length; i += 1) floats[i] = (values[i] as number) * scale
  return floats
}

/** The largest magnitude in a vector; 0 for an empty one. */
export function largest(vector: Float32Array): number {
  let most = 0
  for (const value of vector) most = Math.max(most, Math.abs(value))
  return most
}

/** Divides a vector by its Euclidean norm, in place, and gives it back. A null vector stays null. */
export function toUnit(vector: Float32Array): Float32Array {
  let squares = 0
  for (const value of vector) squares += value * value
  const norm = Math.sqrt(squares)
  if (norm > 0) for (let i = 0; i < vector.length; i += 1) vector[i] = (vector[i] as number) / norm
  return vector
}
