/** A linear score on named features; its logistic is a probability. */
export interface LinearModel {
  bias: number
  /** Weight of each feature, by name; a feature without a weight counts for nothing. */
  weights: Record<string, number>
}
