import type { Logger } from '../../log.js'
import type { Encoder } from '../../search/encoder.js'
import type { Base } from '../entries/catalogue/base.js'
import type { BuildQueue } from '../entries/catalogue/build-queue.js'
import type { Library } from '../entries/catalogue/library.js'
import { mergeEntries } from '../entries/catalogue/load-own-entries.js'
import type { Entry } from '../entries/model/entry.js'
import { compareRehearsals } from './compare-rehearsals.js'
import { createGateRuns, type GateRun } from './gate-runs.js'
import { judgeGate } from './judge-gate.js'
import { measureReplies } from './measure-replies.js'
import type { Rehearsals } from './rehearsals.js'
import { type RehearsalOptions, rehearseChange } from './rehearse.js'

/** Measures what publishing entries would change, before anything is. */
export interface Gate<S> {
  /** Starts a run of a commune; one that the same person started and that is not done is cancelled. */
  start(communeId: string, run: { id: string; by: string; sources: S; entries: readonly Entry[] }): GateRun<S>
  /** The last run that somebody started in a commune. */
  runOf(communeId: string, by: string): GateRun<S> | null
  /** A run by its id: its report stands whatever a colleague has measured since. */
  find(communeId: string, id: string): GateRun<S> | null
  cancel(communeId: string, by: string): void
  /** Settles when nothing runs any more. */
  idle(): Promise<void>
  stop(): Promise<void>
}

interface Parts {
  library: Pick<Library, 'buildCandidate'>
  rehearsals: Rehearsals
  /** Shared with whatever else rehearses: one at a time over all communes, so that two cores go on answering. */
  queue: BuildQueue
  /** The encoder in use; `null` while there is none. */
  encoder: () => Encoder | null
  rehearsal: Pick<RehearsalOptions, 'calibration' | 'decide'>
  /** Most wrong answers among those given that a commune promises, in [0, 1]. */
  promiseOf: (communeId: string) => number
  now: () => Date
  logger: Logger
}

/** A gate; one run at a time over all communes. */
export function createGate<S>(parts: Parts): Gate<S> {
  const { queue, rehearsals } = parts
  const runs = createGateRuns<S>()
  let stopped = false

  const progress = (run: GateRun<S>, phase: 'served' | 'candidate') => (done: number, total: number) =>
    void Object.assign(run, { phase, done, total })
  const optionsOf = (run: GateRun<S>, base: Base, signal: AbortSignal) => {
    const onProgress = progress(run, 'candidate')
    onProgress(0, 0)
    return { ...parts.rehearsal, encoder: base.index.encoderVersion ? parts.encoder() : null, signal, onProgress }
  }
  const measure = async (communeId: string, run: GateRun<S>, entries: readonly Entry[], signal: AbortSignal) => {
    run.state = 'running'
    const { served, candidate } = await parts.library.buildCandidate(communeId, (current) =>
      mergeEntries(current, { entries: [...entries], archivedIds: [] }),
    )
    if (candidate.index.degraded !== null) throw new Error(candidate.index.degraded)
    const { rehearsal: before } = await rehearsals.of(served, { signal, onProgress: progress(run, 'served') })
    const started = performance.now()
    const after = await rehearseChange(before, candidate, optionsOf(run, candidate, signal))
    const changes = compareRehearsals(before, after, new Set(entries.map(({ id }) => id)))
    const promise = parts.promiseOf(communeId)
    const measured = {
      before: await measureReplies(before.replies.values(), promise),
      after: await measureReplies(after.replies.values(), promise),
      promise,
    }
    signal.throwIfAborted()
    rehearsals.keep(after)
    run.report = {
      at: parts.now().toISOString(),
      servedVersion: served.version,
      candidateVersion: candidate.version,
      ...changes,
      ...measured,
      ...judgeGate(changes, measured, after),
      rerun: after.rerun,
      complete: after.complete,
      durationMs: Math.round(performance.now() - started),
    }
    Object.assign(run, { state: 'done', phase: null })
  }
  return {
    start(communeId, { id, by, sources, entries }) {
      const run: GateRun<S> = { id, sources, state: 'waiting', phase: null, done: 0, total: 0, report: null }
      const abort = new AbortController()
      if (stopped) abort.abort()
      runs.add(communeId, { run, by, abort })
      void queue(async () => {
        if (abort.signal.aborted) return
        await measure(communeId, run, entries, abort.signal)
      })
        .catch((error: unknown) => {
          if (abort.signal.aborted) return
          run.state = 'failed'
          parts.logger.error({ communeId, stack: error instanceof Error ? error.stack : undefined }, 'the gate failed')
        })
        .finally(() => {
          if (abort.signal.aborted && run.state !== 'done') run.state = 'cancelled'
        })
      return run
    },
    runOf: runs.lastOf,
    find: runs.find,
    cancel: runs.cancel,
    idle: () => queue(async () => undefined),
    async stop() {
      stopped = true
      runs.cancelAll()
      await queue(async () => undefined)
    },
  }
}
