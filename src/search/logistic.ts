import { type LinearModel, scaleOf } from './standardise.js'

/** One observation: features in the order of the names given to the fit, the outcome, and how much it counts (default 1). */
export interface Observation {
  features: readonly number[]
  outcome: boolean
  weight?: number
}

/** The candidates of one question: features of each, and which are right. A group without a right one teaches nothing. */
export interface CandidateGroup {
  features: readonly (readonly number[])[]
  right: readonly boolean[]
  weight?: number
}

const STEPS = 50
const CONVERGED = 1e-7
const SMALLEST_STEP = 1e-5

/** The logistic function, exact for large arguments of both signs. */
export function sigmoid(score: number): number {
  return score >= 0 ? 1 / (1 + Math.exp(-score)) : Math.exp(score) / (1 + Math.exp(score))
}

/** Probabilities proportional to the exponential of the scores. */
export function softmax(scores: readonly number[]): number[] {
  const top = Math.max(...scores)
  const powers = scores.map((score) => Math.exp(score - top))
  const sum = powers.reduce((total, power) => total + power, 0)
  return powers.map((power) => power / sum)
}

/**
 * Fits a conditional logit (McFadden, 1974): in each group, the probability of a candidate is the softmax of linear scores, and the right ones
 * share the outcome equally. Only differences within a group matter, so that the bias is 0.
 */
export function fitConditional(names: readonly string[], groups: readonly CandidateGroup[], ridge = 1): LinearModel {
  const useful = groups.filter(({ right }) => right.includes(true))
  const scale = scaleOf(
    useful.flatMap(({ features }) => features),
    names.length,
  )
  const scaled = useful.map(({ features }) => features.map(scale.apply))
  const penalties = names.map(() => ridge)
  const weights = maximise(penalties, (current, system) => {
    useful.forEach(({ right, weight = 1 }, group) => {
      addGroup(system, current, { rows: scaled[group] as number[][], right, weight })
    })
  })
  return scale.toModel(names, weights, 0, false)
}

function addGroup(
  system: NewtonSystem,
  current: readonly number[],
  { rows, right, weight }: { rows: readonly number[][]; right: readonly boolean[]; weight: number },
): void {
  const probabilities = softmax(rows.map((row) => dot(current, row)))
  const expected = weightedMean(rows, probabilities)
  const share = 1 / right.filter(Boolean).length
  rows.forEach((row, i) => {
    const probability = probabilities[i] as number
    const wanted = right[i] ? share : 0
    if (wanted > 0) system.likelihood += weight * wanted * Math.log(Math.max(1e-300, probability))
    const centred = row.map((value, j) => value - (expected[j] as number))
    system.add(centred, weight * (wanted - probability), weight * probability)
  })
}

/** Log-likelihood, gradient and Hessian at one point. */
class NewtonSystem {
  likelihood = 0
  readonly gradient: Float64Array
  readonly hessian: Float64Array[]

  constructor(size: number) {
    this.gradient = new Float64Array(size)
    this.hessian = Array.from({ length: size }, () => new Float64Array(size))
  }

  add(row: readonly number[], residual: number, curvature: number): void {
    for (let i = 0; i < row.length; i += 1) {
      const value = row[i] as number
      this.gradient[i] = (this.gradient[i] as number) + residual * value
      const line = this.hessian[i] as Float64Array
      const factor = curvature * value
      for (let j = 0; j <= i; j += 1) line[j] = (line[j] as number) + factor * (row[j] as number)
    }
  }

  /** Ends the sum: the Hessian is symmetric, and rows add to its lower half only. */
  penalise(current: readonly number[], penalties: readonly number[]): void {
    current.forEach((value, i) => {
      const penalty = penalties[i] as number
      const line = this.hessian[i] as Float64Array
      this.likelihood -= (penalty * value * value) / 2
      this.gradient[i] = (this.gradient[i] as number) - penalty * value
      line[i] = (line[i] as number) + penalty
      for (let j = 0; j < i; j += 1) (this.hessian[j] as Float64Array)[i] = line[j] as number
    })
  }
}

/** Maximises a concave log-likelihood less its ridge by Newton's method. A step that does not improve is halved: far from the optimum it may jump over. */
function maximise(
  penalties: readonly number[],
  fill: (current: readonly number[], system: NewtonSystem) => void,
): number[] {
  const at = (point: readonly number[]): NewtonSystem => {
    const system = new NewtonSystem(penalties.length)
    fill(point, system)
    system.penalise(point, penalties)
    return system
  }
  let current = penalties.map(() => 0)
  let system = at(current)
  for (let step = 0; step < STEPS; step += 1) {
    const change = solve(system.hessian, system.gradient)
    let size = 1
    let next = current.map((value, i) => value + (change[i] as number))
    let nextSystem = at(next)
    while (nextSystem.likelihood < system.likelihood && size > SMALLEST_STEP) {
      size /= 2
      next = current.map((value, i) => value + size * (change[i] as number))
      nextSystem = at(next)
    }
    const gained = nextSystem.likelihood - system.likelihood
    if (gained < 0) break
    current = next
    system = nextSystem
    if (gained < CONVERGED) break
  }
  return current
}

/** Solves a symmetric positive system by Gaussian elimination with partial pivoting. */
function solve(matrix: readonly Float64Array[], values: Float64Array): number[] {
  const size = values.length
  const rows = matrix.map((line, i) => [...line, values[i] as number])
  for (let column = 0; column < size; column += 1) {
    let pivot = column
    for (let i = column + 1; i < size; i += 1) {
      if (Math.abs(rows[i]?.[column] ?? 0) > Math.abs(rows[pivot]?.[column] ?? 0)) pivot = i
    }
    const pivotRow = rows[pivot] as number[]
    rows[pivot] = rows[column] as number[]
    rows[column] = pivotRow
    eliminate(rows, column)
  }
  return rows.map((line, i) => (line[size] as number) / (line[i] || 1e-12))
}

function eliminate(rows: readonly number[][], column: number): void {
  const pivotRow = rows[column] as number[]
  const divisor = pivotRow[column] || 1e-12
  rows.forEach((line, i) => {
    if (i === column) return
    const factor = (line[column] as number) / divisor
    for (let j = column; j < line.length; j += 1) line[j] = (line[j] as number) - factor * (pivotRow[j] as number)
  })
}

function weightedMean(rows: readonly (readonly number[])[], weights: readonly number[]): number[] {
  const sum = new Array<number>(rows[0]?.length ?? 0).fill(0)
  rows.forEach((row, i) => {
    for (let j = 0; j < sum.length; j += 1) sum[j] = (sum[j] as number) + (weights[i] as number) * (row[j] as number)
  })
  return sum
}

/** The sum of the products of two lists of numbers, as long as the first. */
export function dot(a: readonly number[], b: readonly number[]): number {
  let sum = 0
  for (let i = 0; i < a.length; i += 1) sum += (a[i] as number) * (b[i] as number)
  return sum
}
