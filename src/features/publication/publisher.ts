import { type Logger, stackOf } from '../../log.js'
import type { Entry } from '../../platform/model/entry.js'
import type { Promises } from '../../platform/model/promises.js'
import { type Calibration, calibrationName } from '../../search/calibration.js'
import { type Base, keyOf } from '../entries/catalogue/base.js'
import type { Library, Published } from '../entries/catalogue/library.js'
import { ContentError, type EntryFault } from '../entries/catalogue/load-entries.js'
import { type CheckedAnswer, type Checks, checksOf } from './checked-answer.js'
import { breaksNoMore } from './keep-promise.js'
import type { Measure } from './measure.js'
import {
  judgePromise,
  type MeasureOptions,
  measurePromise,
  type PromiseMeasure,
  type PromiseReport,
} from './promise.js'
import { isFor, type Measured, type openPromiseStore, type PastMeasure, type Terms } from './promise-store.js'

/** What is being done, and how far it is. `total` is 0 while that is unknown. */
export interface Running {
  phase: 'reading' | 'building' | 'checking'
  done: number
  total: number
}

/** How a publication ended. */
export interface Ended {
  outcome: Published | 'faulty' | 'failed'
  /** ISO instant. */
  at: string
  /** Files that could not be read, when `faulty`. */
  faults: EntryFault[]
  /** What the refused content would have done, when `refused`. */
  refused: PromiseReport | null
}

/** Where publications stand for a commune. */
export interface PublicationState {
  /** What the commune promises now. */
  promises: Promises
  running: Running | null
  /** The last one since the start; `null` before. */
  last: Ended | null
  /** What is served now keeps of the promises that it was measured for; `null` until it is. */
  report: PromiseReport | null
  /** What agents' checks said of its confidences when that was last looked at; `null` until the content is measured. */
  checks: Checks | null
  /** What was measured of this and of former publications, oldest first. */
  trend: readonly PastMeasure[]
}

/** Publishes the content of the folders, and measures what it promises. */
export interface Publisher {
  /** Reads the folders anew and publishes what they hold; does nothing while a publication runs. Progress and result are in {@link Publisher.stateOf}. */
  publish(): void
  /** The same for what one commune has of its own, and for nothing else: a draft in the folders that communes share stays a draft. */
  publishOwn(communeId: string): void
  /** Measures what is served, unless a measure of it for what is promised now, and with what agents' checks make of its confidences now, is kept. At a first start there is nothing else to serve: a broken promise is logged, and shown. */
  measureServed(): void
  stateOf(communeId: string): PublicationState
  /** Settles when nothing runs any more. */
  idle(): Promise<void>
  /** Ends what runs, without a result. */
  stop(): Promise<void>
}

interface Parts {
  library: Library
  store: ReturnType<typeof openPromiseStore>
  /** Reads the shared entries. @throws ContentError */
  readShared: () => Promise<Entry[]>
  measure: Measure
  calibration: Calibration
  answeredBy: MeasureOptions['answeredBy']
  communeIds: Iterable<string>
  /** What is promised now of the content that communes share, or of what one has of its own. */
  promisesOf: (ownerId: string | null) => Promises
  /** What agents judged of the answers of the communes that are served from it, likewise. */
  checkedOf: (ownerId: string | null) => Promise<CheckedAnswer[]>
  now: () => Date
  logger: Logger
}

const READING: Running = { phase: 'reading', done: 0, total: 0 }

/** A publisher; one publication or measure at a time. */
export function createPublisher(parts: Parts): Publisher {
  const { library, store, promisesOf, logger } = parts
  const measures = new Map<string | null, Measured & { key: string }>()
  const trends = new Map<string | null, PastMeasure[]>()
  const ended = new Map<string | null, Ended>()
  const aborted = new AbortController()
  let running: Running | null = null
  let isPublishing = false
  let waitsToMeasure = false
  let line: Promise<void> = Promise.resolve()

  const inLine = (job: () => Promise<void>) => {
    line = line.then(job).catch((error: unknown) => {
      if (!aborted.signal.aborted) logger.error({ stack: stackOf(error) }, 'the content could not be measured')
    })
  }
  const progress = (phase: Running['phase']) => (done: number, total: number) => {
    running = { phase, done, total }
  }
  const termsOf = async (base: Base, ownerId: string | null): Promise<Terms> => ({
    promises: promisesOf(ownerId),
    checks: checksOf(base, await parts.checkedOf(ownerId), calibrationName(parts.calibration)),
  })
  /** The last measure of a base; `null` when it is of another content, or for other terms. */
  const knownOf = (base: Base, ownerId: string | null, terms: Terms): PromiseMeasure | null => {
    const known = measures.get(ownerId)
    return known?.key === keyOf(base) && isFor(known, terms) ? known.measure : null
  }
  const measureOf = async (base: Base, ownerId: string | null): Promise<Measured> => {
    const terms = await termsOf(base, ownerId)
    const kept = knownOf(base, ownerId, terms) ?? (await store.read(ownerId, base, terms))
    if (kept) return { ...terms, measure: kept }
    progress('checking')(0, 0)
    const { refit } = terms.checks
    const waiting = { onProgress: progress('checking'), signal: aborted.signal }
    const answers = await parts.measure.sample(base, refit, waiting)
    const { answeredBy } = parts
    return { ...terms, measure: await measurePromise(answers, { answeredBy, promises: terms.promises, refit }) }
  }
  const keep = async (base: Base, ownerId: string | null, measured: Measured) => {
    const isKnown = measures.get(ownerId)?.measure === measured.measure
    measures.set(ownerId, { key: keyOf(base), ...measured })
    if (isKnown) return
    library.askOf(base, ownerId, measured.measure)
    const { thefts: _, ...report } = judgePromise(measured.measure, measured.promises)
    const facts = { communeId: ownerId, version: base.version, ...report }
    const isBroken = report.verdict === 'broken' || report.heldVerdict === 'broken'
    if (isBroken) logger.warn(facts, 'the content that is served breaks the promise')
    else logger.info(facts, 'the content that is served was measured')
    // What is kept spares a measure at the next start; content is published without it.
    try {
      await store.write(ownerId, base, measured)
      trends.set(ownerId, await store.remember(ownerId, base, measured, parts.now().toISOString()))
    } catch (error) {
      logger.error({ stack: stackOf(error) }, 'the measure of the content could not be kept')
    }
  }
  const accept: Parameters<Library['publish']>[1] = async (candidate, former, ownerId) => {
    const measured = await measureOf(candidate, ownerId)
    const { promises, measure } = measured
    const isAccepted =
      candidate.version === former.version ||
      mayReplace(measure, await formerMeasure(measured, former, ownerId), promises)
    if (isAccepted) await keep(candidate, ownerId, measured)
    else {
      ended.set(ownerId, end('refused', { refused: judgePromise(measure, promises) }))
      logger.warn(
        { communeId: ownerId, version: candidate.version },
        'a publication was refused: it breaks the promise',
      )
    }
    return isAccepted
  }
  /** What a broken candidate is compared with; looked for only then. */
  const formerMeasure = async ({ promises, measure }: Measured, former: Base, ownerId: string | null) => {
    if (judgePromise(measure, promises).verdict !== 'broken') return null
    return (await measureOf(former, ownerId)).measure
  }
  const end = (outcome: Ended['outcome'], more: Partial<Ended> = {}): Ended => ({
    outcome,
    at: parts.now().toISOString(),
    faults: [],
    refused: null,
    ...more,
  })
  const settle = (ownerId: string | null, outcome: Published | { failure: unknown }) => {
    if (typeof outcome === 'object') fail([ownerId], outcome.failure)
    else if (outcome !== 'refused') ended.set(ownerId, end(outcome))
  }
  const fail = (ownerIds: readonly (string | null)[], error: unknown) => {
    if (aborted.signal.aborted) return
    const faults = error instanceof ContentError ? error.faults : []
    const failure = end(faults.length > 0 ? 'faulty' : 'failed', { faults })
    for (const ownerId of ownerIds) ended.set(ownerId, failure)
    logger.error(
      { communeIds: ownerIds, faults: faults.length, stack: stackOf(error) },
      'a publication failed; the former content is served',
    )
  }
  const publishAll = async () => {
    progress('reading')(0, 0)
    ended.clear()
    try {
      const entries = await parts.readShared()
      progress('building')(0, 0)
      settle(null, await library.publish(entries, accept, progress('building')))
      for (const [ownerId, outcome] of await library.publishOwn(accept)) settle(ownerId, outcome)
    } catch (error) {
      fail([null, ...parts.communeIds], error)
    } finally {
      running = null
      isPublishing = false
    }
  }
  const publishOneOwn = async (communeId: string) => {
    progress('reading')(0, 0)
    ended.delete(communeId)
    try {
      for (const [ownerId, outcome] of await library.publishOwn(accept, communeId)) settle(ownerId, outcome)
    } finally {
      // Whoever waits for a publication of everything sees it wait.
      running = isPublishing ? READING : null
    }
  }
  const measureAll = async () => {
    try {
      for (const { base, ownerId } of servedBases(library, parts.communeIds)) {
        await keep(base, ownerId, await measureOf(base, ownerId))
      }
    } finally {
      running = null
    }
  }
  return {
    publish() {
      if (isPublishing || aborted.signal.aborted) return
      isPublishing = true
      running ??= READING
      inLine(publishAll)
    },
    publishOwn(communeId) {
      if (aborted.signal.aborted) return
      running ??= READING
      inLine(() => publishOneOwn(communeId))
    },
    measureServed() {
      // One that waits will see what has changed since: conversations are erased by hundreds.
      if (waitsToMeasure) return
      waitsToMeasure = true
      inLine(() => {
        waitsToMeasure = false
        return measureAll()
      })
    },
    stateOf(communeId) {
      const served = library.baseNow(communeId)
      const known = served && measures.get(served.ownerId)
      const isKnown = known && known.key === keyOf(served.base)
      const last = (served && ended.get(served.ownerId)) ?? ended.get(null) ?? null
      return {
        promises: promisesOf(communeId),
        running,
        last,
        report: isKnown ? judgePromise(known.measure, known.promises) : null,
        checks: isKnown ? known.checks : null,
        trend: (served && trends.get(served.ownerId)) ?? [],
      }
    },
    idle: () => line,
    async stop() {
      aborted.abort()
      await line
    },
  }
}

/**
 * Whether content may take the place of other content. What breaks the promise may not, unless what is served breaks it as much or more: an
 * administrator who mends a base by steps is not stopped at the first. The promise of the offers stops nothing: content that cannot keep it is offered less often.
 */
export function mayReplace(candidate: PromiseMeasure, former: PromiseMeasure | null, promises: Promises): boolean {
  if (judgePromise(candidate, promises).verdict !== 'broken') return true
  if (!former || judgePromise(former, promises).verdict !== 'broken') return false
  return breaksNoMore(candidate, former)
}

/** Each base in memory that is embedded, once. */
function servedBases(library: Library, communeIds: Iterable<string>) {
  const bases = new Map<string | null, { base: Base; ownerId: string | null }>()
  for (const communeId of communeIds) {
    const served = library.baseNow(communeId)
    if (served?.base.index.encoderVersion) bases.set(served.ownerId, served)
  }
  return [...bases.values()]
}
