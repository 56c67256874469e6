import { seededRandom, shuffle } from '../platform/text/seeded-random.js'
import { type CandidateGroup, dot, fitConditional, type Observation, sigmoid, softmax } from './logistic.js'
import { meanNetwork, type ScoringNetwork } from './scoring-network.js'
import { type Scale, scaleOf } from './standardise.js'

/** Rows whose scores are judged together: a question's candidates, or one alone. */
interface TrainingGroup {
  /** Standardised features, row after row: `[count × size]`. */
  rows: Float64Array
  count: number
  /** Slope of the group's loss by each score. */
  slopes: (scores: readonly number[]) => readonly number[]
  /** How much the group counts. */
  weight: number
}

/** Adam's memories (arXiv:1412.6980). */
const [FIRST, SECOND, TINY] = [0.9, 0.999, 1e-8]

/** Rows that pull less teach nothing: most candidates are wrong beyond doubt. */
const LEAST_SLOPE = 1e-5

/** The weights while they are fitted: `size` of the direct score, then of each hidden unit `size` weights, its bias and what it adds. */
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
  step(groups: readonly TrainingGroup[], { rate, decay }: { rate: number; decay: number }): void {
    this.#gradient.fill(0)
    for (const group of groups) this.#learn(group)
    const counted = groups.reduce((sum, { weight }) => sum + weight, 0)
    if (counted > 0) this.#move(rate, counted, decay)
  }

  #learn({ rows, count, slopes, weight }: TrainingGroup): void {
    const hidden = Array.from({ length: count }, () => new Float64Array(this.#units))
    const scores = hidden.map((units, i) => this.#score(rows, i * this.#size, units))
    slopes(scores).forEach((slope, i) => {
      if (Math.abs(slope) < LEAST_SLOPE) return
      this.#addRow(rows, i * this.#size, hidden[i] as Float64Array, weight * slope)
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

  /** What a part of the network adds up: `null` for the direct score, else the position of a hidden unit. */
  lineOf(unit: number | null): { weights: number[]; bias: number; adds: number } {
    const start = unit === null ? 0 : this.#size + unit * (this.#size + 2)
    const weights = [...this.#weights.subarray(start, start + this.#size)]
    if (unit === null) return { weights, bias: 0, adds: 1 }
    return {
      weights,
      bias: this.#weights[start + this.#size] as number,
      adds: this.#weights[start + this.#size + 1] as number,
    }
  }
}

/** How a network is fitted. */
export interface NetworkFit {
  /** Hidden units; 0 gives the linear model alone. */
  units: number
  seed: number
  /** Networks whose mean is taken (default 1): they differ by what they start from and the order in which they are taught. */
  networks?: number
  /** Times that every group is seen (default 24). */
  rounds?: number
  /** Penalty on the squares of all standardised weights, for the mean loss of a group (default 0.001). */
  decay?: number
}

const BATCH = 64
/** Candidates of a group that teach the hidden units. */
const HARDEST = 30
const RATE = 0.01

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
  const scale = scaleOf(
    useful.flatMap(({ features }) => features),
    names.length,
  )
  const start = scale.weightsOf(linear, names)
  const prepared = useful.map(({ features, right, weight = 1 }): TrainingGroup => {
    const all = features.map(scale.apply)
    const kept = hardestOf(all, right, start)
    const wanted = 1 / right.filter(Boolean).length
    const targets = kept.map((i) => (right[i] ? wanted : 0))
    return {
      rows: Float64Array.from(kept.flatMap((i) => all[i] as number[])),
      count: kept.length,
      slopes: (scores) => softmax(scores).map((probability, i) => probability - (targets[i] as number)),
      weight,
    }
  })
  return meanOfSeveral(fit, (seed) => {
    const network = train(start, prepared, { ...fit, seed })
    const direct = scale.toModel(names, network.lineOf(null).weights, 0, false)
    return { ...direct, units: hiddenUnits(network, names, scale, fit.units) }
  })
}

/**
 * Fits a network whose score's logistic is the probability of the outcome, by following the gradient as {@link fitNetwork} does. It starts from nothing: from
 * a logistic regression, the straight part keeps what the hidden units would do better, and fresh questions are judged less well.
 */
export function fitProbability(
  names: readonly string[],
  observations: readonly Observation[],
  fit: NetworkFit,
): ScoringNetwork {
  const scale = scaleOf(
    observations.map(({ features }) => features),
    names.length,
  )
  const prepared = observations.map(({ features, outcome, weight = 1 }): TrainingGroup => {
    const wanted = outcome ? 1 : 0
    // The last column is the bias.
    const rows = Float64Array.from([...scale.apply(features), 1])
    return { rows, count: 1, slopes: ([score = 0]) => [sigmoid(score) - wanted], weight }
  })
  const mean = meanOfSeveral(fit, (seed) => {
    const network = train(new Array<number>(names.length + 1).fill(0), prepared, { ...fit, seed })
    const { weights } = network.lineOf(null)
    const direct = scale.toModel(names, weights.slice(0, -1), weights.at(-1) ?? 0)
    return { ...direct, units: hiddenUnits(network, names, scale, fit.units) }
  })
  return { ...mean, ranges: rangesOf(names, observations) }
}

/** The least and the largest value of each feature among observations. */
function rangesOf(
  names: readonly string[],
  observations: readonly Observation[],
): NonNullable<ScoringNetwork['ranges']> {
  const ranges = names.map((name, j): [string, [number, number]] => {
    const range: [number, number] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
    for (const { features } of observations) {
      range[0] = Math.min(range[0], features[j] as number)
      range[1] = Math.max(range[1], features[j] as number)
    }
    return [name, range]
  })
  return Object.fromEntries(observations.length === 0 ? [] : ranges)
}

function meanOfSeveral({ networks = 1, seed }: NetworkFit, teach: (seed: number) => ScoringNetwork): ScoringNetwork {
  return meanNetwork(Array.from({ length: networks }, (_, i) => teach(seed + i)))
}

/**
 * Positions of the right candidates of a group and of those that the linear model places highest, best first: the others are wrong beyond doubt, and take
 * most of the time.
 */
function hardestOf(
  rows: readonly (readonly number[])[],
  right: readonly boolean[],
  weights: readonly number[],
): number[] {
  const scores = rows.map((row) => dot(row, weights))
  const order = scores.map((_, i) => i).sort((a, b) => (scores[b] as number) - (scores[a] as number))
  return order.filter((i, place) => place < HARDEST || right[i])
}

function train(direct: readonly number[], groups: readonly TrainingGroup[], fit: NetworkFit): TrainedNetwork {
  const { units, seed, rounds = 24, decay = 1e-3 } = fit
  const random = seededRandom(seed)
  const network = new TrainedNetwork(direct, units, random)
  for (let round = 0; round < rounds; round += 1) {
    const order = shuffle(groups, random)
    for (let at = 0; at < order.length; at += BATCH) {
      const left = 1 - (round + at / order.length) / rounds
      network.step(order.slice(at, at + BATCH), { rate: RATE * left, decay })
    }
  }
  return network
}

/** The hidden units in the features' own units; a column beyond the names is a constant, and goes into the bias. */
function hiddenUnits(network: TrainedNetwork, names: readonly string[], scale: Scale, units: number) {
  return Array.from({ length: units }, (_, unit) => {
    const { weights, bias, adds } = network.lineOf(unit)
    const constant = weights.slice(names.length).reduce((sum, weight) => sum + weight, 0)
    return { ...scale.toModel(names, weights.slice(0, names.length), bias + constant), adds }
  })
}
