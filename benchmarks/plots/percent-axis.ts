import type { Axis } from './svg-chart.js'

/** An axis of shares, both ends whole tenths, marked every fifth, or every tenth of a short one. */
export function percentAxis(label: string, to = 1, from = 0): Axis {
  const step = to - from > 0.5 ? 2 : 1
  const first = Math.ceil((from * 10 - 1e-9) / step) * step
  const ticks = Array.from(
    { length: Math.floor((to * 10 - first) / step + 1e-9) + 1 },
    (_, i) => (first + i * step) / 10,
  )
  return { label, from, to, ticks, format: percent, scale: 'linear' }
}

/** `0.38` → `38 %`. */
export function percent(value: number): string {
  return `${Math.round(value * 100)} %`
}
