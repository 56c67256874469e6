import type { Store } from '../domain/store.js'
import type { Verb } from './document.js'
import type { DocumentSet } from './document-set.js'

/** Counters of one commune and month: small enough to be rewritten at each question, whatever the years behind. */
export interface CountersDocument {
  version: 1
  /** By day, then by name. */
  days: Record<string, Record<string, number>>
}

type CounterVerbs = Pick<Store, 'count' | 'readCounters'>

/** Where the counters of a commune (any string) and month (`YYYY-MM`) are kept: `<commune>/<month>`, both encoded, so that neither is a path. */
export function countersKey(communeId: string, month: string): string {
  return `${encodeSegment(communeId)}/${encodeSegment(month)}`
}

/** The verbs of {@link Store} about counters. */
export function counterVerbs(documents: DocumentSet<CountersDocument>): CounterVerbs {
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
  }
}

function add(day: string, increments: Record<string, number>): Verb<CountersDocument, void> {
  return (document) => {
    const counters = { ...document?.days[day] }
    for (const [name, increment] of Object.entries(increments)) counters[name] = (counters[name] ?? 0) + increment
    return { document: { version: 1, days: { ...document?.days, [day]: counters } }, result: undefined, changes: [] }
  }
}

function encodeSegment(segment: string): string {
  return encodeURIComponent(segment).replaceAll('.', '%2E')
}
