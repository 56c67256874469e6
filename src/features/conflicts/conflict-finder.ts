import { type Logger, stackOf } from '../../log.js'
import { keyOf } from '../entries/catalogue/base.js'
import type { Library } from '../entries/catalogue/library.js'
import type { BuildQueue } from '../entries/catalogue/own-bases.js'
import type { Measure } from '../publication/measure.js'
import type { Publisher } from '../publication/publisher.js'
import type { Conflict } from './conflict.js'
import { findConflicts } from './find-conflicts.js'

/** What was found in a content. */
export interface ConflictReport {
  /** When its example questions were asked, ISO instant. */
  at: string
  version: string
  searchedBy: 'meaning' | 'words'
  entries: number
  questions: number
  conflicts: readonly Conflict[]
}

/** Where a commune stands. */
export interface ConflictsNow {
  state: 'none' | 'waiting' | 'running' | 'done' | 'failed'
  /** Questions asked and to ask, while they are; `total` is 0 while it is unknown, or when they are known. */
  done: number
  total: number
  /** The last one, kept while another is made. */
  report: ConflictReport | null
  /** Whether it is of what is served now. */
  isCurrent: boolean
}

/** Finds conflicts among the entries of communes, off the path of requests, from the answers of what is served. */
export interface ConflictFinder {
  /** How a commune stands. Asked a first time, it begins when that takes a moment. */
  look(communeId: string): Promise<ConflictsNow>
  nowOf(communeId: string): ConflictsNow
  /** Begins, unless it runs already. */
  start(communeId: string): void
  /** Begins again for communes that were looked at and whose content has changed and is quiet since. */
  sweep(): void
  /** Settles when nothing runs any more. */
  idle(): Promise<void>
  stop(): Promise<void>
}

interface Parts {
  library: Pick<Library, 'snapshotOf' | 'servedBase' | 'baseNow'>
  measure: Measure
  /** Shared with the gate. */
  queue: BuildQueue
  now: () => Date
  logger: Logger
}

/** How long a content must stay as it is before it is looked at again by itself, ms: a curator who mends one entry mends the next. */
const QUIET_MS = 60_000

interface Run {
  state: ConflictsNow['state']
  done: number
  total: number
  report: ConflictReport | null
  /** Of what was examined. */
  key: string
  /** Another content that is served, and since when it was seen, ms. */
  changed: { key: string; since: number } | null
}

/** A finder; one run at a time over all communes. Nothing is found before somebody looks. */
export function createConflictFinder(parts: Parts): ConflictFinder {
  const { library, measure, queue, now, logger } = parts
  const runs = new Map<string, Run>()
  const aborted = new AbortController()
  const keyNow = (communeId: string) => {
    const served = library.baseNow(communeId)
    return served && keyOf(served.base)
  }
  const start = (communeId: string) => {
    const run: Run = runs.get(communeId) ?? { state: 'none', done: 0, total: 0, report: null, key: '', changed: null }
    runs.set(communeId, run)
    if (run.state === 'waiting' || run.state === 'running' || aborted.signal.aborted) return
    run.state = 'waiting'
    queue(() => examine(parts, { communeId, run, signal: aborted.signal })).catch((error: unknown) => {
      run.state = 'failed'
      if (aborted.signal.aborted) return
      const stack = stackOf(error)
      logger.error({ communeId, stack }, 'conflicts among entries could not be looked for')
    })
  }
  const nowOf = (communeId: string): ConflictsNow => {
    const { state = 'none', done = 0, total = 0, report = null, key = '' } = runs.get(communeId) ?? {}
    return { state, done, total, report, isCurrent: report !== null && keyNow(communeId) === key }
  }
  return {
    nowOf,
    start,
    async look(communeId) {
      const served = library.baseNow(communeId)
      if (!runs.has(communeId) && served && (await measure.isKnown(served.base))) start(communeId)
      return nowOf(communeId)
    },
    sweep() {
      for (const [communeId, run] of runs) {
        const key = keyNow(communeId)
        if (run.state !== 'done' || key === null || key === run.key) continue
        if (run.changed?.key !== key) run.changed = { key, since: now().getTime() }
        else if (now().getTime() - run.changed.since >= QUIET_MS) start(communeId)
      }
    },
    idle: () => queue(async () => undefined),
    async stop() {
      aborted.abort()
      await queue(async () => undefined)
    },
  }
}

/** Asks a commune every question and keeps what conflicts in its run. @throws what the signal was aborted with */
async function examine(
  { library, measure }: Parts,
  { communeId, run, signal }: { communeId: string; run: Run; signal: AbortSignal },
): Promise<void> {
  signal.throwIfAborted()
  run.state = 'running'
  // A base that is not in memory is loaded by this, then embedded in its turn.
  await library.snapshotOf(communeId)
  const base = await library.servedBase(communeId)
  const onProgress = (done: number, total: number) => void Object.assign(run, { done, total })
  const { replies, at } = await measure.all(base, { signal, onProgress })
  const { documents, version, entries, index } = base
  run.report = {
    at,
    version,
    searchedBy: index.encoderVersion ? 'meaning' : 'words',
    entries: entries.size,
    questions: replies.size,
    conflicts: await findConflicts({ documents, replies: replies.values() }),
  }
  Object.assign(run, { state: 'done', done: 0, total: 0, key: keyOf(base), changed: null })
}

/** Ids of entries of which questions are taken for another's: as conflicts were looked for, else as a publication has measured on some of the questions. */
export function confusedEntries(
  { conflicts, publisher }: { conflicts: Pick<ConflictFinder, 'nowOf'>; publisher: Pick<Publisher, 'stateOf'> },
  communeId: string,
): ReadonlySet<string> {
  const { report } = conflicts.nowOf(communeId)
  if (report) return new Set(report.conflicts.flatMap(({ kind, entryIds }) => (kind === 'confused' ? entryIds : [])))
  const { thefts = [] } = publisher.stateOf(communeId).report ?? {}
  return new Set(thefts.flatMap(({ from, by }) => [from.id, by.id]))
}
