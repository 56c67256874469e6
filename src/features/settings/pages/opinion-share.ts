import type { EstimateView } from '../../../platform/http/contract.js'

/** Of the normal distribution, for 95 %. */
const DEVIATIONS = 1.96

/** A share of what people said, with its 95 % interval (Wilson, 1927: it holds for few, and near 0); `null` of nothing. Pure. */
export function shareOf(part: number, whole: number): EstimateView | null {
  if (whole <= 0) return null
  const share = part / whole
  const square = DEVIATIONS ** 2 / whole
  const middle = (share + square / 2) / (1 + square)
  const reach = (DEVIATIONS * Math.sqrt((share * (1 - share)) / whole + square / (4 * whole))) / (1 + square)
  return { share, low: Math.max(0, middle - reach), high: Math.min(1, middle + reach) }
}
