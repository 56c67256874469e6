import type { StaffLanguage } from '../../../platform/model/language.js'
import type { MeasuredEstimateView } from '../contract.js'

/** Least share that the scale reaches, so that small errors look small. */
const LEAST_SCALE = 0.1
const WIDTH = 100
const HEIGHT = 12

/** An interval on a scale that begins at 0, with its middle, and a line where the promise is. The words beside it say the same. */
export function EstimateBar({
  estimate,
  promise,
  label,
}: {
  estimate: MeasuredEstimateView
  promise: number
  label: string
}) {
  const scale = Math.max(LEAST_SCALE, estimate.high * 1.2, promise * 2)
  const at = (share: number) => (share / scale) * WIDTH
  return (
    <svg
      class="estimate-bar"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      <rect class="scale" x={0} y={5} width={WIDTH} height={2} />
      <rect
        class="interval"
        x={at(estimate.low)}
        y={3}
        width={Math.max(0.5, at(estimate.high) - at(estimate.low))}
        height={6}
      />
      <rect class="middle" x={at(estimate.share) - 0.4} y={1} width={0.8} height={10} />
      <rect class="vow" x={at(promise) - 0.3} y={0} width={0.6} height={HEIGHT} />
    </svg>
  )
}

/** A share as a number out of 100, with one decimal where it needs one: "2", "2,5". */
export function hundredths(share: number, language: StaffLanguage): string {
  return new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(share * 100)
}

/** The ends of an interval as whole numbers out of 100, rounded outwards: what is said is never surer than what was measured. */
export function rangeOutOf100({ low, high }: MeasuredEstimateView): [low: number, high: number] {
  // The smallest doubles of a share times 100 pass a whole number by less than this.
  const slack = 1e-9
  return [Math.floor(low * 100 + slack), Math.ceil(high * 100 - slack)]
}
