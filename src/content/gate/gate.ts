import type { GateReport } from '../../domain/curation/gate-report.js'
import type { Entry } from '../../domain/entry.js'
import type { Logger } from '../../log.js'
import type { Encoder } from '../../retrieval/encoder.js'
import { type Base, keyOf } from '../base.js'
import { createBuildQueue } from '../build-queue.js'
import type { Library } from '../library.js'
import { mergeEntries } from '../load-own-entries.js'
import { compareRehearsals } from './compare-rehearsals.js'
import { judgeGate } from './judge-gate.js'
import { measureReplies } from './measure-replies.js'
import { type RehearsalOptions, rehearse, rehearseChange } from './rehearse.js'
import type { Rehearsal } from './rehearsed.js'

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

/** Measures what publishing entries would change, before anything is. */
export interface Gate<S> {
  /** Starts a run of a commune; a run of it that is not done is cancelled. */
  start(communeId: string, run: { id: string; sources: S; entries: readonly Entry[] }): GateRun<S>
  /** The last run of a commune. */
  runOf(communeId: string): GateRun<S> | null
  cancel(communeId: string): void
  /** Settles when nothing runs any more. */
  idle(): Promise<void>
  stop(): Promise<void>
}

interface Parts {
  library: Pick<Library, 'buildCandidate'>
  /** The encoder in use; `null` while there is none. */
  encoder: () => Encoder | null
  rehearsal: Pick<RehearsalOptions, 'calibration' | 'decide'>
  /** Most wrong answers among those given, in [0, 1]. */
  promise: number
  now: () => Date
  logger: Logger
}

/** Rehearsals kept: of what is served, and of what may follow it. Each holds five indexes. */
const MOST_KEPT = 3

/** A gate; one run at a time over all communes, so that two cores go on answering. */
export function createGate<S>(parts: Parts): Gate<S> {
  const queue = createBuildQueue()
  const runs = new Map<string, { run: GateRun<S>; abort: AbortController }>()
  /** By {@link keyOf} of their base, the last used last. */
  const kept = new Map<string, Rehearsal>()
  let stopped = false

  const keep = (rehearsal: Rehearsal) => {
    const key = keyOf(rehearsal.base)
    kept.delete(key)
    kept.set(key, rehearsal)
    for (const oldest of kept.keys()) if (kept.size > MOST_KEPT) kept.delete(oldest)
  }
  const optionsOf = (run: GateRun<S>, phase: 'served' | 'candidate', base: Base, signal: AbortSignal) => {
    Object.assign(run, { phase, done: 0, total: 0 })
    return {
      ...parts.rehearsal,
      encoder: base.index.encoderVersion ? parts.encoder() : null,
      signal,
      onProgress: (done: number, total: number) => void Object.assign(run, { done, total }),
    }
  }
  const servedRehearsal = async (run: GateRun<S>, base: Base, signal: AbortSignal) => {
    const known = kept.get(keyOf(base)) ?? (await rehearse(base, optionsOf(run, 'served', base, signal)))
    keep(known)
    return known
  }
  const measure = async (communeId: string, run: GateRun<S>, entries: readonly Entry[], signal: AbortSignal) => {
    run.state = 'running'
    const { served, candidate } = await parts.library.buildCandidate(communeId, (current) =>
      mergeEntries(current, { entries: [...entries], archivedIds: [] }),
    )
    if (candidate.index.degraded !== null) throw new Error(candidate.index.degraded)
    const before = await servedRehearsal(run, served, signal)
    const started = performance.now()
    const after = await rehearseChange(before, candidate, optionsOf(run, 'candidate', candidate, signal))
    const changes = compareRehearsals(before, after, new Set(entries.map(({ id }) => id)))
    const measured = {
      before: await measureReplies(before.replies.values(), parts.promise),
      after: await measureReplies(after.replies.values(), parts.promise),
      promise: parts.promise,
    }
    signal.throwIfAborted()
    keep(after)
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
    start(communeId, { id, sources, entries }) {
      runs.get(communeId)?.abort.abort()
      const run: GateRun<S> = { id, sources, state: 'waiting', phase: null, done: 0, total: 0, report: null }
      const abort = new AbortController()
      if (stopped) abort.abort()
      runs.set(communeId, { run, abort })
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
    runOf: (communeId) => runs.get(communeId)?.run ?? null,
    cancel: (communeId) => runs.get(communeId)?.abort.abort(),
    idle: () => queue(async () => undefined),
    async stop() {
      stopped = true
      for (const { abort } of runs.values()) abort.abort()
      await queue(async () => undefined)
    },
  }
}
