import type { LinearModel } from './linear-model.js'

/** A linear score, and hidden units for what only counts together: words shared with a title matter less in a long message. */
export interface ScoringNetwork extends LinearModel {
  /** None: a linear model. */
  units?: HiddenUnit[]
}

/** Adds `adds` times the hyperbolic tangent of a linear score: at most `adds`, however far the features lie from those of the fit. */
export interface HiddenUnit extends LinearModel {
  adds: number
}

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
