import type { EstimateView } from '../../../platform/http/contract.js'
import type { StaffLanguage } from '../../../platform/model/language.js'

/** A share as a number out of 100, with one decimal where it needs one: "2", "2,5". */
export function hundredths(share: number, language: StaffLanguage): string {
  return new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(share * 100)
}

/** The ends of an interval as whole numbers out of 100, rounded outwards: what is said is never surer than what was measured. */
export function rangeOutOf100({ low, high }: EstimateView): [low: number, high: number] {
  // The smallest doubles of a share times 100 pass a whole number by less than this.
  const slack = 1e-9
  return [Math.floor(low * 100 + slack), Math.ceil(high * 100 - slack)]
}
