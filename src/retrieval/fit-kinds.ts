import { softmax } from './logistic.js'

/** A vector `[n] float32`, the kinds that it may be of (by place; as many as there are kinds for none of them), and how much it counts. */
export interface KindObservation {
  vector: Float32Array
  kinds: readonly number[]
  weight: number
}

/** A bias and a weight for each number of a vector. */
export interface KindWeights {
  bias: number
  weights: number[]
}

const STEPS = 150
/** A step that gains less than this share of the loss is the last. */
const CONVERGED = 1e-5
/** Steps that the next direction is made of. */
const REMEMBERED = 8
const SMALLEST_STEP = 1e-6

/**
 * Fits a multinomial logistic regression with a ridge, beside 0 for none of the kinds, by L-BFGS (Liu and Nocedal, 1989): thousands of vectors of hundreds of
 * numbers are too many for Newton's method. What may be of several kinds counts for their sum.
 * @param ridge half of it multiplies the squares of the weights; biases are free
 */
export function fitKinds(rows: readonly KindObservation[], count: number, ridge: number): KindWeights[] {
  const size = (rows[0]?.vector.length ?? 0) + 1
  const lossAt = (point: Float64Array, gradient: Float64Array) => lossOf(rows, { point, gradient, count, size, ridge })
  const point = minimise(lossAt, count * size)
  return Array.from({ length: count }, (_, kind) => ({
    bias: point[(kind + 1) * size - 1] as number,
    weights: [...point.subarray(kind * size, (kind + 1) * size - 1)],
  }))
}

type Loss = (point: Float64Array, gradient: Float64Array) => number

function lossOf(
  rows: readonly KindObservation[],
  {
    point,
    gradient,
    count,
    size,
    ridge,
  }: { point: Float64Array; gradient: Float64Array; count: number; size: number; ridge: number },
): number {
  gradient.fill(0)
  let loss = 0
  for (const { vector, kinds, weight } of rows) {
    const shares = softmax([...scoresOf(vector, point, count), 0])
    const wanted = kinds.reduce((sum, kind) => sum + (shares[kind] as number), 0)
    loss -= weight * Math.log(Math.max(1e-300, wanted))
    for (let kind = 0; kind < count; kind += 1) {
      const share = shares[kind] as number
      const residual = weight * (share - (kinds.includes(kind) ? share / Math.max(1e-300, wanted) : 0))
      if (Math.abs(residual) > 1e-7) addTo(gradient, kind * size, vector, residual)
    }
  }
  for (let i = 0; i < point.length; i += 1) {
    if ((i + 1) % size === 0) continue
    const value = point[i] as number
    loss += (ridge * value * value) / 2
    gradient[i] = (gradient[i] as number) + ridge * value
  }
  return loss
}

function scoresOf(vector: Float32Array, point: Float64Array, count: number): number[] {
  const size = vector.length + 1
  const scores: number[] = []
  for (let kind = 0; kind < count; kind += 1) {
    const from = kind * size
    let score = point[from + size - 1] as number
    for (let i = 0; i < vector.length; i += 1) score += (point[from + i] as number) * (vector[i] as number)
    scores.push(score)
  }
  return scores
}

function addTo(gradient: Float64Array, from: number, vector: Float32Array, residual: number): void {
  for (let i = 0; i < vector.length; i += 1)
    gradient[from + i] = (gradient[from + i] as number) + residual * (vector[i] as number)
  gradient[from + vector.length] = (gradient[from + vector.length] as number) + residual
}

/** Where a smooth convex loss is least, from 0 on. A step that does not lessen it is halved. */
function minimise(lossAt: Loss, size: number): Float64Array {
  let point = new Float64Array(size)
  let gradient = new Float64Array(size)
  let loss = lossAt(point, gradient)
  const past: { moved: Float64Array; bent: Float64Array }[] = []
  for (let step = 0; step < STEPS; step += 1) {
    const direction = directionOf(gradient, past)
    const slope = product(gradient, direction)
    let length = 1
    let next = point.map((value, i) => value - length * (direction[i] as number))
    const nextGradient = new Float64Array(size)
    let nextLoss = lossAt(next, nextGradient)
    while (nextLoss > loss - 1e-4 * length * slope && length > SMALLEST_STEP) {
      length /= 2
      next = point.map((value, i) => value - length * (direction[i] as number))
      nextLoss = lossAt(next, nextGradient)
    }
    const moved = next.map((value, i) => value - (point[i] as number))
    const bent = nextGradient.map((value, i) => value - (gradient[i] as number))
    if (product(moved, bent) > 0) past.push({ moved, bent })
    if (past.length > REMEMBERED) past.shift()
    const gained = loss - nextLoss
    if (gained <= 0) break
    point = next
    gradient = nextGradient
    loss = nextLoss
    if (gained < CONVERGED * loss) break
  }
  return point
}

/** The gradient, bent by what the last steps tell of the curvature. */
function directionOf(
  gradient: Float64Array,
  past: readonly { moved: Float64Array; bent: Float64Array }[],
): Float64Array {
  const direction = Float64Array.from(gradient)
  const add = (other: Float64Array, share: number) => {
    for (let i = 0; i < direction.length; i += 1) direction[i] = (direction[i] as number) + share * (other[i] as number)
  }
  const shares = [...past].reverse().map(({ moved, bent }) => {
    const share = product(moved, direction) / product(moved, bent)
    add(bent, -share)
    return share
  })
  const last = past.at(-1)
  const scale = last
    ? product(last.moved, last.bent) / product(last.bent, last.bent)
    : 1 / Math.max(1, Math.sqrt(product(gradient, gradient)))
  for (let i = 0; i < direction.length; i += 1) direction[i] = scale * (direction[i] as number)
  for (const [place, { moved, bent }] of past.entries())
    add(moved, (shares[past.length - 1 - place] as number) - product(bent, direction) / product(moved, bent))
  return direction
}

function product(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i += 1) sum += (a[i] as number) * (b[i] as number)
  return sum
}
