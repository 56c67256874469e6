import type { LinearModel } from './standardise.js'

/** A linear score, and hidden units for what only counts together: words shared with a title matter less in a long message. */
export interface ScoringNetwork extends LinearModel {
  /** None: a linear model. */
  units?: HiddenUnit[]
  /** Least and largest value of each feature among those that taught it: one beyond is taken for the nearest. Absent: any value is taken as it is. */
  ranges?: Record<string, readonly [least: number, most: number]> | undefined
}

/** Adds `adds` times the hyperbolic tangent of a linear score: at most `adds`, however far the features lie from those of the fit. */
export interface HiddenUnit extends LinearModel {
  adds: number
}

/** Hidden units added up together: their sums do not wait for one another, which halves the time. */
const TOGETHER = 4

/** Scores sets of named features; a feature without a weight counts for nothing. */
export function createScorer(network: ScoringNetwork): (features: Readonly<Record<string, number>>) => number {
  const units = network.units ?? []
  const names = [...new Set([network, ...units].flatMap(({ weights }) => Object.keys(weights)))]
  const values = new Float64Array(names.length)
  const direct = Float64Array.from(names, (name) => network.weights[name] ?? 0)
  const hidden = createHiddenScorer(units, names)
  // What was hardly seen to vary may weigh anything: a base with one entry more than those that taught would be judged at random.
  const least = Float64Array.from(names, (name) => network.ranges?.[name]?.[0] ?? Number.NEGATIVE_INFINITY)
  const most = Float64Array.from(names, (name) => network.ranges?.[name]?.[1] ?? Number.POSITIVE_INFINITY)
  return (features) => {
    let score = network.bias
    for (let j = 0; j < names.length; j += 1) {
      const value = features[names[j] as string] ?? 0
      values[j] = Math.min(Math.max(value, least[j] as number), most[j] as number)
      score += (direct[j] as number) * (values[j] as number)
    }
    return score + hidden(values)
  }
}

/** Scorers already made: a network that was fitted does not change. */
const scorers = new WeakMap<ScoringNetwork, ReturnType<typeof createScorer>>()

/** {@link createScorer}, made once for a network. */
export function scorerOf(network: ScoringNetwork): ReturnType<typeof createScorer> {
  const scorer = scorers.get(network) ?? createScorer(network)
  scorers.set(network, scorer)
  return scorer
}

/** What hidden units add, by the values of `names`. Those that are missing from the last four add nothing. */
function createHiddenScorer(units: readonly HiddenUnit[], names: readonly string[]): (values: Float64Array) => number {
  const count = Math.ceil(units.length / TOGETHER) * TOGETHER
  const biases = new Float64Array(count)
  const adds = new Float64Array(count)
  const weights = new Float64Array(count * names.length)
  units.forEach((unit, i) => {
    biases[i] = unit.bias
    adds[i] = unit.adds
    const first = (i - (i % TOGETHER)) * names.length + (i % TOGETHER)
    names.forEach((name, j) => {
      weights[first + j * TOGETHER] = unit.weights[name] ?? 0
    })
  })
  return (values) => {
    let score = 0
    for (let unit = 0, at = 0; unit < count; unit += TOGETHER) {
      let [a, b, c, d] = [
        biases[unit] as number,
        biases[unit + 1] as number,
        biases[unit + 2] as number,
        biases[unit + 3] as number,
      ]
      for (let j = 0; j < values.length; j += 1, at += TOGETHER) {
        const value = values[j] as number
        a += (weights[at] as number) * value
        b += (weights[at + 1] as number) * value
        c += (weights[at + 2] as number) * value
        d += (weights[at + 3] as number) * value
      }
      score += (adds[unit] as number) * Math.tanh(a) + (adds[unit + 1] as number) * Math.tanh(b)
      score += (adds[unit + 2] as number) * Math.tanh(c) + (adds[unit + 3] as number) * Math.tanh(d)
    }
    return score
  }
}

/** The network whose score is the mean of the scores of several. @throws RangeError without one */
export function meanNetwork(networks: readonly ScoringNetwork[]): ScoringNetwork {
  const count = networks.length
  if (count === 0) throw new RangeError('no network to take the mean of')
  const names = new Set(networks.flatMap(({ weights }) => Object.keys(weights)))
  const mean = (measure: (network: ScoringNetwork) => number) =>
    networks.reduce((sum, network) => sum + measure(network), 0) / count
  return {
    bias: mean(({ bias }) => bias),
    weights: Object.fromEntries([...names].map((name) => [name, mean(({ weights }) => weights[name] ?? 0)])),
    units: networks.flatMap(({ units = [] }) => units.map((unit) => ({ ...unit, adds: unit.adds / count }))),
  }
}
