import type { Histogram } from './duration-histogram.js'
import { HANDOFF_PREFIX } from './handoff-facts.js'

/** Counters by day, as the store gives them. */
export type CountersByDay = Record<string, Record<string, number>>

/** The counters of a period, summed up by name. */
export class CountTable {
  /** By the words with which all names of a kind begin (`handoff.talk`), so that reading one kind does not walk the others. */
  readonly #kinds = new Map<string, Map<string, number>>()

  constructor(days: CountersByDay, includes: (day: string) => boolean) {
    for (const [day, counters] of Object.entries(days)) {
      if (!includes(day)) continue
      for (const [name, count] of Object.entries(counters)) {
        const kind = this.#kind(kindOf(name))
        kind.set(name, (kind.get(name) ?? 0) + count)
      }
    }
  }

  /** One counter; 0 when nothing was counted. */
  of(name: string): number {
    return this.#kinds.get(kindOf(name))?.get(name) ?? 0
  }

  /** One counter of handoffs. */
  handoffs(what: string): number {
    return this.of(HANDOFF_PREFIX + what)
  }

  /** The counters of handoffs under a name, by what follows it: `by('reason')` gives `{citizen_wish: 3}`. */
  by(what: string): Record<string, number> {
    return this.under(`${HANDOFF_PREFIX}${what}.`)
  }

  /** The counters of the assistant's outcomes, by outcome. */
  outcomes(): Record<string, number> {
    return this.under('outcome.')
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
      histogram[Number(bucket)] = (histogram[Number(bucket)] ?? 0) + count
      found.set(key, histogram)
    }
    return found
  }

  /** The counters whose name begins so, by what follows it. */
  under(prefix: string): Record<string, number> {
    const under: Record<string, number> = {}
    for (const [name, count] of this.#kinds.get(kindOf(prefix)) ?? [])
      if (name.startsWith(prefix)) under[name.slice(prefix.length)] = count
    return under
  }

  #kind(name: string): Map<string, number> {
    const known = this.#kinds.get(name)
    if (known) return known
    const kind = new Map<string, number>()
    this.#kinds.set(name, kind)
    return kind
  }
}

/** `handoff.talk` of `handoff.talk.43.cantine`; `outcome` of `outcome.answered`. */
function kindOf(name: string): string {
  const first = name.indexOf('.')
  if (first === -1) return name
  if (!name.startsWith(HANDOFF_PREFIX)) return name.slice(0, first)
  const second = name.indexOf('.', first + 1)
  return second === -1 ? name : name.slice(0, second)
}
