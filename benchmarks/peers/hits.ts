import { bootstrapMean } from './bootstrap.js'
import type { AskedQuestion, Hits } from './peers-report.js'

/** Quality over the questions that some entry answers; zeros of none. */
export function hitsOf(asked: readonly Pick<AskedQuestion, 'inScope' | 'rightAt'>[]): Hits {
  const places = asked.filter(({ inScope }) => inScope).map(({ rightAt }) => rightAt)
  const mean = (value: (place: number | null) => number) =>
    places.length === 0 ? 0 : places.reduce<number>((sum, place) => sum + value(place), 0) / places.length
  const within = (k: number) => mean((place) => (place !== null && place <= k ? 1 : 0))
  return {
    questions: places.length,
    'hit@1': within(1),
    'hit@3': within(3),
    'hit@5': within(5),
    mrr: mean((place) => (place === null ? 0 : 1 / place)),
    interval: bootstrapMean(places.map((place) => (place === 1 ? 1 : 0))),
  }
}

/** Quality by style of question; `null` is "unstyled". Empty when no question has a style. */
export function hitsByStyle(asked: readonly AskedQuestion[]): Record<string, Hits> {
  const groups = new Map<string, AskedQuestion[]>()
  for (const one of asked.filter(({ inScope }) => inScope)) {
    const style = one.style ?? 'unstyled'
    groups.set(style, [...(groups.get(style) ?? []), one])
  }
  if (groups.size === 1 && groups.has('unstyled')) return {}
  return Object.fromEntries(
    [...groups].sort(([a], [b]) => a.localeCompare(b)).map(([style, all]) => [style, hitsOf(all)]),
  )
}
