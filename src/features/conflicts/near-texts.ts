import { analyse } from '../../search/french-analyser.js'
import type { SearchDocument } from '../../search/search-document.js'
import type { TimeSlice } from '../../search/time-slice.js'

/** Words in a row by which texts are compared. */
const RUN = 3
/** Runs in common, among all runs of both, from which two texts are nearly the same. */
const NEAR = 0.5
/** A run that more entries have is a phrase of the house, and tells none apart. */
const MOST_HOLDERS = 40
/** Fewer runs say too little. */
const LEAST_RUNS = 12

/** Pairs of entries whose title and text are nearly the same, by their ids in order. Yields to the event loop. */
export async function nearTexts(documents: readonly SearchDocument[], slice: TimeSlice): Promise<[string, string][]> {
  const holders = new Map<string, number[]>()
  const sizes: number[] = []
  for (const [at, { title, text }] of documents.entries()) {
    const runs = runsOf(analyse(`${title}\n${text}`))
    sizes.push(runs.size)
    for (const run of runs) {
      const known = holders.get(run)
      if (known) known.push(at)
      else holders.set(run, [at])
    }
    if (slice.isOver()) await slice.next()
  }
  const common = new Map<number, number>()
  for (const who of holders.values()) {
    if (who.length < 2 || who.length > MOST_HOLDERS) continue
    for (const [place, one] of who.entries())
      for (const other of who.slice(place + 1)) {
        const pair = one * documents.length + other
        common.set(pair, (common.get(pair) ?? 0) + 1)
      }
    if (slice.isOver()) await slice.next()
  }
  return [...common].flatMap(([pair, count]): [string, string][] => {
    const [one, other] = [Math.floor(pair / documents.length), pair % documents.length]
    const [a, b] = [sizes[one] ?? 0, sizes[other] ?? 0]
    if (Math.min(a, b) < LEAST_RUNS || count / (a + b - count) < NEAR) return []
    const [first = '', second = ''] = [documents[one]?.id, documents[other]?.id].sort()
    return [[first, second]]
  })
}

function runsOf(stems: readonly string[]): Set<string> {
  const runs = new Set<string>()
  for (let at = 0; at + RUN <= stems.length; at += 1) runs.add(stems.slice(at, at + RUN).join(' '))
  return runs
}
