import { type Logger, stackOf } from '../../log.js'
import type { Entry } from '../../platform/model/entry.js'
import type { Promises } from '../../platform/model/promises.js'
import { type Calibration, calibrationName } from '../../search/calibration.js'
import { type Base, keyOf } from '../entries/catalogue/base.js'
import type { Accept, Library, Published } from '../entries/catalogue/library.js'
import { ContentError, type EntryFault } from '../entries/catalogue/load-entries.js'
import { breaksNoMore } from './answer-threshold.js'
import { type CheckedAnswer, type Checks, checksOf } from './checked-answer.js'
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
export interface PublicationRun {
  phase: 'reading' | 'building' | 'checking'
  done: number
  total: number
}

/** How a publication ended. */
export interface PublicationEnding {
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
  running: PublicationRun | null
  /** The last one since the start; `null` before. */
  last: PublicationEnding | null
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

const READING: PublicationRun = { phase: 'reading', done: 0, total: 0 }

/** A publisher; one publication or measure at a time. */
export function createPublisher(parts: Parts): Publisher {
  const context = createContext(parts)
  const { work } = context
  let waitsToMeasure = false
  return {
    publish() {
      if (work.isPublishing || work.signal.aborted) return
      work.isPublishing = true
      work.running ??= READING
      work.inLine(() => publishAll(context))
    },
    publishOwn(communeId) {
      if (work.signal.aborted) return
      work.running ??= READING
      work.inLine(() => publishOneOwn(context, communeId))
    },
    measureServed() {
      // One that waits will see what has changed since: conversations are erased by hundreds.
      if (waitsToMeasure) return
      waitsToMeasure = true
      work.inLine(() => {
        waitsToMeasure = false
        return measureAll(context)
      })
    },
    stateOf: (communeId) => stateOf(context, communeId),
    idle: work.idle,
    stop: work.stop,
  }
}

/** What a publisher works with. */
interface PublisherContext {
  parts: Parts
  work: Work
  measures: Measures
  endings: Endings
  accept: Accept
}

function createContext(parts: Parts): PublisherContext {
  const work = createWork(parts.logger)
  const measures = createMeasures(parts, work)
  const endings = createEndings(parts, work.signal)
  return { parts, work, measures, endings, accept: acceptBy(measures, endings) }
}

async function publishAll({ parts, work, endings, accept }: PublisherContext): Promise<void> {
  const { library } = parts
  work.progress('reading')(0, 0)
  endings.forget()
  try {
    const entries = await parts.readShared()
    work.progress('building')(0, 0)
    endings.settle(null, await library.publish(entries, accept, work.progress('building')))
    for (const [ownerId, outcome] of await library.publishOwn(accept)) endings.settle(ownerId, outcome)
  } catch (error) {
    endings.fail([null, ...parts.communeIds], error)
  } finally {
    work.running = null
    work.isPublishing = false
  }
}

async function publishOneOwn({ parts, work, endings, accept }: PublisherContext, communeId: string): Promise<void> {
  work.progress('reading')(0, 0)
  endings.forget(communeId)
  try {
    for (const [ownerId, outcome] of await parts.library.publishOwn(accept, communeId)) endings.settle(ownerId, outcome)
  } finally {
    // Whoever waits for a publication of everything sees it wait.
    work.running = work.isPublishing ? READING : null
  }
}

async function measureAll({ parts, work, measures }: PublisherContext): Promise<void> {
  try {
    for (const { base, ownerId } of servedBases(parts.library, parts.communeIds)) {
      await measures.keep(base, ownerId, await measures.measureOf(base, ownerId))
    }
  } finally {
    work.running = null
  }
}

function stateOf({ parts, work, measures, endings }: PublisherContext, communeId: string): PublicationState {
  const served = parts.library.baseNow(communeId)
  const known = served && measures.lastOf(served.base, served.ownerId)
  return {
    promises: parts.promisesOf(communeId),
    running: work.running,
    last: (served && endings.lastOf(served.ownerId)) ?? endings.lastOf(null) ?? null,
    report: known ? judgePromise(known.measure, known.promises) : null,
    checks: known ? known.checks : null,
    trend: served ? measures.trendOf(served.ownerId) : [],
  }
}

/** What is done, one thing after another, and how far it is. */
interface Work {
  running: PublicationRun | null
  /** Whether everything is being published, or waits to be. */
  isPublishing: boolean
  /** Aborted once the publisher stops. */
  signal: AbortSignal
  inLine: (job: () => Promise<void>) => void
  progress: (phase: PublicationRun['phase']) => (done: number, total: number) => void
  idle: () => Promise<void>
  stop: () => Promise<void>
}

function createWork(logger: Logger): Work {
  const aborted = new AbortController()
  let line: Promise<void> = Promise.resolve()
  const work: Work = {
    running: null,
    isPublishing: false,
    signal: aborted.signal,
    inLine(job) {
      line = line.then(job).catch((error: unknown) => {
        if (!aborted.signal.aborted) logger.error({ stack: stackOf(error) }, 'the content could not be measured')
      })
    },
    progress: (phase) => (done, total) => {
      work.running = { phase, done, total }
    },
    idle: () => line,
    async stop() {
      aborted.abort()
      await line
    },
  }
  return work
}

/** A measure, and {@link keyOf} the base that was measured. */
type KeptMeasure = Measured & { key: string }

/** What contents were measured to keep of what is promised of them. */
interface Measures {
  /** As kept, for what is promised now; else measured. */
  measureOf: (base: Base, ownerId: string | null) => Promise<Measured>
  /** Keeps what was measured of a base that is served from now on, and asks of it what the measure says. */
  keep: (base: Base, ownerId: string | null, measured: Measured) => Promise<void>
  /** The last measure of a base, for whatever was promised then. */
  lastOf: (base: Base, ownerId: string | null) => Measured | null
  trendOf: (ownerId: string | null) => readonly PastMeasure[]
}

function createMeasures(parts: Parts, work: Work): Measures {
  const { library, store, logger, now } = parts
  const measures = new Map<string | null, KeptMeasure>()
  const trends = new Map<string | null, PastMeasure[]>()
  const lastOf = (base: Base, ownerId: string | null) => {
    const known = measures.get(ownerId)
    return known?.key === keyOf(base) ? known : null
  }
  return {
    lastOf,
    trendOf: (ownerId) => trends.get(ownerId) ?? [],
    async measureOf(base, ownerId) {
      const terms = await termsOf(parts, base, ownerId)
      const last = lastOf(base, ownerId)
      const kept = last && isFor(last, terms) ? last.measure : await store.read(ownerId, base, terms)
      return { ...terms, measure: kept ?? (await measureAnew(parts, work, { base, terms })) }
    },
    async keep(base, ownerId, measured) {
      const isKnown = measures.get(ownerId)?.measure === measured.measure
      measures.set(ownerId, { key: keyOf(base), ...measured })
      if (isKnown) return
      library.setStrictness(base, ownerId, measured.measure)
      logMeasure(logger, { communeId: ownerId, version: base.version }, measured)
      // What is kept spares a measure at the next start; content is published without it.
      try {
        await store.write(ownerId, base, measured)
        trends.set(ownerId, await store.remember(ownerId, base, measured, now().toISOString()))
      } catch (error) {
        logger.error({ stack: stackOf(error) }, 'the measure of the content could not be kept')
      }
    },
  }
}

async function termsOf(parts: Parts, base: Base, ownerId: string | null): Promise<Terms> {
  return {
    promises: parts.promisesOf(ownerId),
    checks: checksOf(base, await parts.checkedOf(ownerId), calibrationName(parts.calibration)),
  }
}

async function measureAnew(
  { measure, answeredBy }: Parts,
  { progress, signal }: Work,
  { base, terms }: { base: Base; terms: Terms },
): Promise<PromiseMeasure> {
  progress('checking')(0, 0)
  const { refit } = terms.checks
  const answers = await measure.sample(base, refit, { onProgress: progress('checking'), signal })
  return measurePromise(answers, { answeredBy, promises: terms.promises, refit })
}

function logMeasure(logger: Logger, of: { communeId: string | null; version: string }, measured: Measured): void {
  const { thefts: _, ...report } = judgePromise(measured.measure, measured.promises)
  const facts = { ...of, ...report }
  const isBroken = report.verdict === 'broken' || report.heldVerdict === 'broken'
  if (isBroken) logger.warn(facts, 'the content that is served breaks the promise')
  else logger.info(facts, 'the content that is served was measured')
}

/** How the last publication of each content ended. */
interface Endings {
  lastOf: (ownerId: string | null) => PublicationEnding | undefined
  /** @param ownerId of this one; default: of all */
  forget: (ownerId?: string) => void
  refuse: (candidate: Base, ownerId: string | null, refused: PromiseReport) => void
  settle: (ownerId: string | null, outcome: Published | { failure: unknown }) => void
  fail: (ownerIds: readonly (string | null)[], error: unknown) => void
}

function createEndings({ now, logger }: Parts, signal: AbortSignal): Endings {
  const ended = new Map<string | null, PublicationEnding>()
  const end = (outcome: PublicationEnding['outcome'], more: Partial<PublicationEnding> = {}): PublicationEnding => ({
    outcome,
    at: now().toISOString(),
    faults: [],
    refused: null,
    ...more,
  })
  const fail: Endings['fail'] = (ownerIds, error) => {
    if (signal.aborted) return
    const faults = error instanceof ContentError ? error.faults : []
    const failure = end(faults.length > 0 ? 'faulty' : 'failed', { faults })
    for (const ownerId of ownerIds) ended.set(ownerId, failure)
    logger.error(
      { communeIds: ownerIds, faults: faults.length, stack: stackOf(error) },
      'a publication failed; the former content is served',
    )
  }
  return {
    fail,
    lastOf: (ownerId) => ended.get(ownerId),
    forget(ownerId) {
      if (ownerId === undefined) ended.clear()
      else ended.delete(ownerId)
    },
    refuse({ version }, ownerId, refused) {
      ended.set(ownerId, end('refused', { refused }))
      logger.warn({ communeId: ownerId, version }, 'a publication was refused: it breaks the promise')
    },
    settle(ownerId, outcome) {
      if (typeof outcome === 'object') fail([ownerId], outcome.failure)
      else if (outcome !== 'refused') ended.set(ownerId, end(outcome))
    },
  }
}

/** Lets through what keeps the promise, and keeps its measure: it is served next. */
function acceptBy(measures: Measures, endings: Endings): Accept {
  /** What a broken candidate is compared with; looked for only then. */
  const formerMeasure = async ({ promises, measure }: Measured, former: Base, ownerId: string | null) => {
    if (judgePromise(measure, promises).verdict !== 'broken') return null
    return (await measures.measureOf(former, ownerId)).measure
  }
  return async (candidate, former, ownerId) => {
    const measured = await measures.measureOf(candidate, ownerId)
    const { promises, measure } = measured
    const isAccepted =
      candidate.version === former.version ||
      mayReplace(measure, await formerMeasure(measured, former, ownerId), promises)
    if (isAccepted) await measures.keep(candidate, ownerId, measured)
    else endings.refuse(candidate, ownerId, judgePromise(measure, promises))
    return isAccepted
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
