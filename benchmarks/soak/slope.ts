/** A line through points, and how sure its slope is. */
export interface Slope {
  /** Units of y per unit of x. */
  perX: number
  /** Half of the interval that holds the slope in 95 cases of 100, if the points lie around a line independently; `Infinity` under three points. */
  margin: number
}

/**
 * Least squares. The margin takes 1.96 for Student's t: right beyond thirty points.
 * Source: ordinary least squares, standard error of the slope = √(Σr² / (n − 2) / Σ(x − x̄)²).
 */
export function slopeOf(points: readonly { x: number; y: number }[]): Slope {
  const n = points.length
  const mean = (of: (point: { x: number; y: number }) => number) => points.reduce((sum, one) => sum + of(one), 0) / n
  const [xs, ys] = [mean(({ x }) => x), mean(({ y }) => y)]
  const spread = points.reduce((sum, { x }) => sum + (x - xs) ** 2, 0)
  if (n < 3 || spread === 0) return { perX: 0, margin: Number.POSITIVE_INFINITY }
  const perX = points.reduce((sum, { x, y }) => sum + (x - xs) * (y - ys), 0) / spread
  const left = points.reduce((sum, { x, y }) => sum + (y - ys - perX * (x - xs)) ** 2, 0)
  return { perX, margin: 1.96 * Math.sqrt(left / (n - 2) / spread) }
}
