import { addHistogram, type Histogram } from './duration-histogram.js'
import { HANDOFF_PREFIX } from './handoff-facts.js'

/** Counters by day, as the store gives them. */
export type CountersByDay = Record<string, Record<string, number>>

/** The counters of a period, summed up by name. */
export class CountTable {
  readonly #totals = new Map<string, number>()

  constructor(days: CountersByDay, includes: (day: string) => boolean) {
    for (const [day, counters] of Object.entries(days)) {
      if (!includes(day)) continue
      for (const [name, count] of Object.entries(counters)) this.#totals.set(name, this.of(name) + count)
    }
  }

  /** One counter; 0 when nothing was counted. */
  of(name: string): number {
    return this.#totals.get(name) ?? 0
  }

  /** One counter of handoffs. */
  handoffs(what: string): number {
    return this.of(HANDOFF_PREFIX + what)
  }

  /** The counters of handoffs under a name, by what follows it: `by('reason')` gives `{citizen_wish: 3}`. */
  by(what: string): Record<string, number> {
    return this.#under(`${HANDOFF_PREFIX}${what}.`)
  }

  /** The counters of the assistant's outcomes, by outcome. */
  outcomes(): Record<string, number> {
    return this.#under('outcome.')
  }

  /**
   * Histograms named `<what>.<key>.<bucket>`, by key, or `<what>.<bucket>.<key>` when the bucket comes first, as where a key may hold a point.
   */
  histograms(what: string, order: 'key-first' | 'bucket-first' = 'key-first'): Map<string, Histogram> {
    const found = new Map<string, Histogram>()
    for (const [name, count] of Object.entries(this.by(what))) {
      const cut = name.indexOf('.')
      const [head, tail] = [name.slice(0, cut), name.slice(cut + 1)]
      const [key, bucket] = order === 'key-first' ? [head, tail] : [tail, head]
      const histogram = found.get(key) ?? {}
      addHistogram(histogram, { [Number(bucket)]: count })
      found.set(key, histogram)
    }
    return found
  }

  #under(prefix: string): Record<string, number> {
    const under: Record<string, number> = {}
    for (const [name, count] of this.#totals) if (name.startsWith(prefix)) under[name.slice(prefix.length)] = count
    return under
  }
}
