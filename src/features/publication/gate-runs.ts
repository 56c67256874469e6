import type { GateReport } from './gate-report.js'

/** A run of the gate, as it stands. `S` says what is measured, in the caller's terms. */
export interface GateRun<S> {
  id: string
  sources: S
  state: 'waiting' | 'running' | 'done' | 'failed' | 'cancelled'
  /** `served`: the content that is served is measured first, which takes longer and is kept. */
  phase: 'served' | 'candidate' | null
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

/** The runs of the gate: one that is not done for each person of a commune, and the reports of those that are, which a colleague's run leaves alone. */
export interface GateRuns<S> {
  /** Adds a run; what the same person had not waited for is ended. */
  add(communeId: string, kept: Kept<S>): void
  /** The last run that somebody started. */
  lastOf(communeId: string, by: string): GateRun<S> | null
  find(communeId: string, id: string): GateRun<S> | null
  cancel(communeId: string, by: string): void
  cancelAll(): void
}

/** Runs of one commune that are kept: more of them than curators who measure at once. */
const MOST_RUNS = 30

/** Keeps runs in memory: after a restart everything is measured again. */
export function createGateRuns<S>(): GateRuns<S> {
  const communes = new Map<string, Kept<S>[]>()
  const of = (communeId: string) => communes.get(communeId) ?? []
  const cancel = (communeId: string, by: string) => {
    for (const kept of of(communeId)) if (kept.by === by) kept.abort.abort()
  }
  return {
    add(communeId, kept) {
      cancel(communeId, kept.by)
      communes.set(communeId, [...of(communeId), kept].slice(-MOST_RUNS))
    },
    lastOf: (communeId, by) => of(communeId).findLast((kept) => kept.by === by)?.run ?? null,
    find: (communeId, id) => of(communeId).find(({ run }) => run.id === id)?.run ?? null,
    cancel,
    cancelAll() {
      for (const { abort } of [...communes.values()].flat()) abort.abort()
    },
  }
}
