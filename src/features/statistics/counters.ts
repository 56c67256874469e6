import { forEachIndependently } from '../../platform/for-each-independently.js'
import type { CounterStore } from './counter-verbs.js'

/** Counts what happened, by commune and day: names and numbers only, never a text. */
export interface Counters {
  /** @param at when it happened, ISO instant, which settles the day; now where it is left out */
  add(communeId: string, increments: Record<string, number>, at?: string): void
  /** Writes what was counted since the last flush, but of communes that have left: all of them was erased. What cannot be written is kept for the next one. What a crash loses is a few seconds of statistics, never a message. */
  flush(): Promise<void>
}

/** What {@link createCounters} may be given. */
export interface CountersOptions {
  /** Told of everything that is counted. */
  onCount?: (increments: Readonly<Record<string, number>>) => void
  /** Whether a commune is on this server now. Default: each is. */
  isServed?: (communeId: string) => boolean
}

/**
 * Counters kept in memory and written together, so that a question does not wait for a statistic.
 * @param dayOf the day of an instant in a commune, or of now, ISO `YYYY-MM-DD`
 */
export function createCounters(
  store: Pick<CounterStore, 'count'>,
  dayOf: (communeId: string, at?: string) => string,
  { onCount, isServed = () => true }: CountersOptions = {},
): Counters {
  let pending = new Map<string, Record<string, number>>()
  const keep = (key: string, increments: Record<string, number>) => {
    const counted = pending.get(key) ?? {}
    for (const [name, by] of Object.entries(increments)) counted[name] = (counted[name] ?? 0) + by
    pending.set(key, counted)
  }
  return {
    add(communeId, increments, at) {
      onCount?.(increments)
      keep(`${communeId} ${dayOf(communeId, at)}`, increments)
    },
    async flush() {
      const counted = pending
      pending = new Map()
      try {
        await forEachIndependently([...counted], async ([key, increments]) => {
          const [communeId = '', day = ''] = key.split(' ')
          // Asked at each: one may leave while the others are written.
          if (isServed(communeId)) await store.count(communeId, day, increments)
          counted.delete(key)
        })
      } finally {
        for (const [key, increments] of counted) keep(key, increments)
      }
    },
  }
}
