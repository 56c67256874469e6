/** Standardised features: of mean 0 and deviation 1 over the rows of a fit. */
export interface Scale {
  /** A row, standardised. */
  apply: (features: readonly number[]) => number[]
  /** Standardised weights in the features' own units; `shifted` (default) takes the means into the bias. */
  toModel: (names: readonly string[], weights: readonly number[], bias: number, shifted?: boolean) => LinearModel
  /** The standardised weights of a model. */
  weightsOf: (model: LinearModel, names: readonly string[]) => number[]
}

/** How to standardise rows of `size` features. */
export function scaleOf(rows: readonly (readonly number[])[], size: number): Scale {
  const means = new Array<number>(size).fill(0)
  const squares = new Array<number>(size).fill(0)
  for (const row of rows) {
    for (let j = 0; j < size; j += 1) {
      means[j] = (means[j] as number) + (row[j] as number) / rows.length
      squares[j] = (squares[j] as number) + (row[j] as number) ** 2 / rows.length
    }
  }
  // A feature that never varies gets the scale 1: its standardised value is 0 and its weight stays 0.
  const deviations = means.map((mean, j) => Math.sqrt(Math.max(0, (squares[j] as number) - mean * mean)) || 1)
  return {
    apply: (features) => features.map((value, j) => (value - (means[j] as number)) / (deviations[j] as number)),
    weightsOf: ({ weights }, names) => names.map((name, j) => (weights[name] ?? 0) * (deviations[j] as number)),
    toModel(names, weights, bias, shifted = true) {
      const raw = weights.map((weight, j) => weight / (deviations[j] as number))
      const shift = raw.reduce((sum, weight, j) => sum + weight * (means[j] as number), 0)
      return {
        bias: shifted ? bias - shift : bias,
        weights: Object.fromEntries(names.map((name, j) => [name, raw[j] as number])),
      }
    },
  }
}

/** A linear score on named features; its logistic is a probability. */
export interface LinearModel {
  bias: number
  /** Weight of each feature, by name; a feature without a weight counts for nothing. */
  weights: Record<string, number>
}
