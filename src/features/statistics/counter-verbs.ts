import type { Verb } from '../../platform/store/document.js'
import type { DocumentSet } from '../../platform/store/document-set.js'
import { encodeSegment } from '../../platform/store/file-system.js'

/** Counters of one commune and month: small enough to be rewritten at each question, whatever the years behind. */
export interface CountersDocument {
  version: 1
  /** By day, then by name. */
  days: Record<string, Record<string, number>>
}

/** The counters of a day. */
export interface CounterStore {
  /** Adds to named counters of a commune and day (`YYYY-MM-DD`); aggregates only, never text. */
  count(communeId: string, day: string, increments: Record<string, number>): Promise<void>
  /** Counters by day, for days in `[from, to]`. */
  readCounters(communeId: string, from: string, to: string): Promise<Record<string, Record<string, number>>>
  /** Forgets the counters of the days before one. @returns of how many days */
  dropCountersBefore(communeId: string, day: string): Promise<number>
}

/** Where the counters of a commune (any string) and month (`YYYY-MM`) are kept: `<commune>/<month>`, both encoded, so that neither is a path. */
export function countersKey(communeId: string, month: string): string {
  return `${encodeSegment(communeId)}/${encodeSegment(month)}`
}

/** The verbs about counters. */
export function counterVerbs(documents: DocumentSet<CountersDocument>): CounterStore {
  return {
    count: (communeId, day, increments) =>
      documents.update(countersKey(communeId, day.slice(0, 7)), add(day, increments)),
    async readCounters(communeId, from, to) {
      const [first, last] = [countersKey(communeId, from.slice(0, 7)), countersKey(communeId, to.slice(0, 7))]
      const keys = documents.keys().filter((key) => key >= first && key <= last)
      const months = await Promise.all(keys.map((key) => documents.read(key)))
      const days = months.flatMap((month) => Object.entries(month?.days ?? {}))
      const wanted = days.filter(([day]) => day >= from && day <= to).sort(([a], [b]) => (a < b ? -1 : 1))
      return structuredClone(Object.fromEntries(wanted))
    },
    async dropCountersBefore(communeId, day) {
      const [first, last] = [countersKey(communeId, ''), countersKey(communeId, day.slice(0, 7))]
      const keys = documents.keys().filter((key) => key >= first && key <= last)
      const dropped = await Promise.all(keys.map((key) => documents.update(key, dropBefore(day))))
      return dropped.reduce((sum, count) => sum + count, 0)
    },
  }
}

function add(day: string, increments: Record<string, number>): Verb<CountersDocument, void> {
  return (document) => {
    const counters = { ...document?.days[day] }
    for (const [name, increment] of Object.entries(increments)) counters[name] = (counters[name] ?? 0) + increment
    return { document: { version: 1, days: { ...document?.days, [day]: counters } }, result: undefined, changes: [] }
  }
}

/** A month without a day left is no document. */
function dropBefore(day: string): Verb<CountersDocument, number> {
  return (document) => {
    const days = Object.entries(document?.days ?? {})
    const kept = days.filter(([one]) => one >= day)
    const dropped = days.length - kept.length
    if (dropped === 0) return { document, result: 0, changes: [] }
    return {
      document: kept.length > 0 ? { version: 1, days: Object.fromEntries(kept) } : null,
      result: dropped,
      changes: [],
    }
  }
}
