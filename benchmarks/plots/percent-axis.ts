import type { Axis } from './svg-chart.js'

/** An axis of shares, marked every fifth (or tenth, of a short one). */
export function percentAxis(label: string, to = 1): Axis {
  const step = to > 0.5 ? 0.2 : 0.1
  const ticks = Array.from({ length: Math.floor(to / step + 1e-9) + 1 }, (_, i) => i * step)
  return { label, from: 0, to, ticks, format: percent, scale: 'linear' }
}

/** `0.38` → `38 %`. */
export function percent(value: number): string {
  return `${Math.round(value * 100)} %`
}
