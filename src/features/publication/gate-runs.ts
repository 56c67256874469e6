import type { GateReport } from './gate-report.js'

/** A run of the gate, as it stands. `S` says what is measured, in the caller's terms. */
export interface GateRun<S> {
  id: string
  sources: S
  state: 'waiting' | 'running' | 'done' | 'failed' | 'cancelled'
  done: number
  total: number
  report: GateReport | null
}

/** A run with whoever started it. */
interface Kept<S> {
  run: GateRun<S>
  by: string
  abort: AbortController
}

/** Runs of one commune that are kept: more of them than curators who measure at once. */
const MOST_RUNS = 30

/**
 * Keeps runs in memory: one that is not done for each person of a commune, and the reports of those that are, which a colleague's run leaves alone. After a
 * restart everything is measured again.
 */
export function createGateRuns<S>() {
  const communes = new Map<string, Kept<S>[]>()
  const of = (communeId: string) => communes.get(communeId) ?? []
  const cancel = (communeId: string, by: string) => {
    for (const kept of of(communeId)) if (kept.by === by) kept.abort.abort()
  }
  return {
    /** What the same person had not waited for is ended. */
    add(communeId: string, kept: Kept<S>): void {
      cancel(communeId, kept.by)
      communes.set(communeId, [...of(communeId), kept].slice(-MOST_RUNS))
    },
    lastOf: (communeId: string, by: string): GateRun<S> | null =>
      of(communeId).findLast((kept) => kept.by === by)?.run ?? null,
    find: (communeId: string, id: string): GateRun<S> | null =>
      of(communeId).find(({ run }) => run.id === id)?.run ?? null,
    cancel,
    cancelAll(): void {
      for (const { abort } of [...communes.values()].flat()) abort.abort()
    },
  }
}
