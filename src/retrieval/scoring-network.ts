import { seededRandom, shuffle } from '../domain/seeded-random.js'
import type { LinearModel } from './linear-model.js'
import { type CandidateGroup, fitConditional, softmax } from './logistic.js'
import { type Scale, scaleOf } from './standardise.js'

/** A linear score, and hidden units for what only counts together: words shared with a title matter less in a long message. */
export interface ScoringNetwork extends LinearModel {
  /** None: a linear model. */
  units?: HiddenUnit[]
}

/** Adds `adds` times the hyperbolic tangent of a linear score: at most `adds`, however far the features lie from those of the fit. */
export interface HiddenUnit extends LinearModel {
  adds: number
}

/** How a network is fitted. */
export interface NetworkFit {
  /** Hidden units; 0 gives the conditional logit alone. */
  units: number
  seed: number
  /** Times that every group is seen (default 24). */
  rounds?: number
  /** Penalty on the squares of all standardised weights, for the mean loss of a group (default 0.001). */
  decay?: number
}

const BATCH = 64
const RATE = 0.01
/** Adam's memories (arXiv:1412.6980). */
const [FIRST, SECOND, TINY] = [0.9, 0.999, 1e-8]

/** Scores sets of named features; a feature without a weight counts for nothing. */
export function createScorer(network: ScoringNetwork): (features: Readonly<Record<string, number>>) => number {
  const units = network.units ?? []
  const lines = [network, ...units]
  const names = [...new Set(lines.flatMap(({ weights }) => Object.keys(weights)))]
  const table = lines.map(({ weights }) => Float64Array.from(names, (name) => weights[name] ?? 0))
  const values = new Float64Array(names.length)
  const line = (at: number): number => {
    const weights = table[at] as Float64Array
    let sum = 0
    for (let i = 0; i < values.length; i += 1) sum += (weights[i] as number) * (values[i] as number)
    return sum
  }
  return (features) => {
    for (let i = 0; i < names.length; i += 1) values[i] = features[names[i] as string] ?? 0
    let score = network.bias + line(0)
    units.forEach(({ bias, adds }, i) => {
      score += adds * Math.tanh(bias + line(i + 1))
    })
    return score
  }
}

/**
 * Fits a network whose scores' softmax over a group is the probability of each candidate: starts from the conditional logit, then follows the gradient by
 * Adam, a few groups at a time. The same groups, names and seed give the same network. The bias is 0: only differences within a group matter.
 */
export function fitNetwork(
  names: readonly string[],
  groups: readonly CandidateGroup[],
  fit: NetworkFit,
): ScoringNetwork {
  const linear = fitConditional(names, groups)
  const useful = groups.filter(({ right }) => right.includes(true))
  if (fit.units === 0 || useful.length === 0) return linear
  const { rounds = 24, decay = 1e-3 } = fit
  const random = seededRandom(fit.seed)
  const scale = scaleOf(
    useful.flatMap(({ features }) => features),
    names.length,
  )
  const prepared = useful.map((group) => prepare(group, scale.apply))
  const network = new TrainedNetwork(scale.weightsOf(linear, names), fit.units, random)
  for (let round = 0; round < rounds; round += 1) {
    const order = shuffle(prepared, random)
    for (let at = 0; at < order.length; at += BATCH) {
      const left = 1 - (round + at / order.length) / rounds
      network.step(order.slice(at, at + BATCH), { rate: RATE * left, decay })
    }
  }
  return network.toModel(names, scale)
}

/** A group with standardised rows side by side, and what each candidate's probability should be. */
interface PreparedGroup {
  rows: Float64Array
  wanted: number[]
  weight: number
}

function prepare(
  { features, right, weight = 1 }: CandidateGroup,
  apply: (row: readonly number[]) => number[],
): PreparedGroup {
  const share = 1 / right.filter(Boolean).length
  return { rows: Float64Array.from(features.flatMap(apply)), wanted: right.map((is) => (is ? share : 0)), weight }
}

/** The weights while they are fitted: `size` of the direct score, then of each unit `size` weights, its bias and what it adds. */
class TrainedNetwork {
  readonly #size: number
  readonly #units: number
  readonly #weights: Float64Array
  readonly #gradient: Float64Array
  readonly #first: Float64Array
  readonly #second: Float64Array
  #steps = 0

  constructor(direct: readonly number[], units: number, random: () => number) {
    this.#size = direct.length
    this.#units = units
    const length = this.#size + units * (this.#size + 2)
    const spread = 2 / Math.sqrt(this.#size)
    this.#weights = Float64Array.from({ length }, (_, i) => direct[i] ?? (random() - 0.5) * spread)
    this.#gradient = new Float64Array(length)
    this.#first = new Float64Array(length)
    this.#second = new Float64Array(length)
  }

  /** Moves against the mean gradient of some groups. */
  step(groups: readonly PreparedGroup[], { rate, decay }: { rate: number; decay: number }): void {
    this.#gradient.fill(0)
    for (const group of groups) this.#learn(group)
    const counted = groups.reduce((sum, { weight }) => sum + weight, 0)
    if (counted > 0) this.#move(rate, counted, decay)
  }

  #learn({ rows, wanted, weight }: PreparedGroup): void {
    const hidden = wanted.map(() => new Float64Array(this.#units))
    const scores = wanted.map((_, i) => this.#score(rows, i * this.#size, hidden[i] as Float64Array))
    softmax(scores).forEach((probability, i) => {
      const pull = weight * (probability - (wanted[i] as number))
      this.#addRow(rows, i * this.#size, hidden[i] as Float64Array, pull)
    })
  }

  #score(rows: Float64Array, at: number, hidden: Float64Array): number {
    const [size, weights] = [this.#size, this.#weights]
    let score = 0
    for (let j = 0; j < size; j += 1) score += (weights[j] as number) * (rows[at + j] as number)
    for (let unit = 0; unit < this.#units; unit += 1) {
      const start = size + unit * (size + 2)
      let sum = weights[start + size] as number
      for (let j = 0; j < size; j += 1) sum += (weights[start + j] as number) * (rows[at + j] as number)
      hidden[unit] = Math.tanh(sum)
      score += (weights[start + size + 1] as number) * (hidden[unit] as number)
    }
    return score
  }

  #addRow(rows: Float64Array, at: number, hidden: Float64Array, pull: number): void {
    const [size, weights, gradient] = [this.#size, this.#weights, this.#gradient]
    for (let j = 0; j < size; j += 1) gradient[j] = (gradient[j] as number) + pull * (rows[at + j] as number)
    for (let unit = 0; unit < this.#units; unit += 1) {
      const start = size + unit * (size + 2)
      const value = hidden[unit] as number
      const inner = pull * (weights[start + size + 1] as number) * (1 - value * value)
      for (let j = 0; j < size; j += 1)
        gradient[start + j] = (gradient[start + j] as number) + inner * (rows[at + j] as number)
      gradient[start + size] = (gradient[start + size] as number) + inner
      gradient[start + size + 1] = (gradient[start + size + 1] as number) + pull * value
    }
  }

  #move(rate: number, counted: number, decay: number): void {
    this.#steps += 1
    const [firstLeft, secondLeft] = [1 - FIRST ** this.#steps, 1 - SECOND ** this.#steps]
    for (let i = 0; i < this.#weights.length; i += 1) {
      const slope = (this.#gradient[i] as number) / counted + 2 * decay * (this.#weights[i] as number)
      const first = FIRST * (this.#first[i] as number) + (1 - FIRST) * slope
      const second = SECOND * (this.#second[i] as number) + (1 - SECOND) * slope * slope
      this.#first[i] = first
      this.#second[i] = second
      this.#weights[i] =
        (this.#weights[i] as number) - (rate * first) / firstLeft / (Math.sqrt(second / secondLeft) + TINY)
    }
  }

  toModel(names: readonly string[], scale: Scale): ScoringNetwork {
    const size = this.#size
    const slice = (start: number) => [...this.#weights.subarray(start, start + size)]
    const units = Array.from({ length: this.#units }, (_, unit): HiddenUnit => {
      const start = size + unit * (size + 2)
      const line = scale.toModel(names, slice(start), this.#weights[start + size] as number)
      return { ...line, adds: this.#weights[start + size + 1] as number }
    })
    return { ...scale.toModel(names, slice(0), 0, false), units }
  }
}
