/** A linear score on named features; its logistic is a probability. */
export interface LinearModel {
  bias: number
  /** Weight of each feature, by name; a feature without a weight counts for nothing. */
  weights: Record<string, number>
}

/** The linear score of a set of named features. */
export function scoreOf(model: LinearModel, features: Readonly<Record<string, number>>): number {
  let score = model.bias
  for (const [name, weight] of Object.entries(model.weights)) score += weight * (features[name] ?? 0)
  return score
}
