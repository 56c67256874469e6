import { type Logger, stackOf } from '../../log.js'
import type { Entry } from '../../platform/model/entry.js'
import type { Library, Rehearsed } from '../entries/catalogue/library.js'
import { mergeEntries } from '../entries/catalogue/load-own-entries.js'
import type { BuildQueue } from '../entries/catalogue/own-bases.js'
import type { Curation, GateSource } from '../entries/editing/curation.js'
import { citizenQuestionsOf } from '../entries/model/entry-diff.js'
import { breaksNoMore } from './answer-threshold.js'
import { type Answered, type Answers, gateOutcomeOf, isSameDecision } from './answers.js'
import type {
  ChangedQuestion,
  GateCounts,
  GateMeasure,
  GateReport,
  GateTheft,
  GateVerdict,
  Replay,
} from './gate-report.js'
import { createGateRuns, type GateRun } from './gate-runs.js'
import type { AnswerWaiter, Measure } from './measure.js'
import { measureReplies } from './promise.js'

/** What becomes of questions when a content is replaced. */
type Changes = Pick<GateReport, 'counts' | 'thefts' | 'misplaced' | 'gained' | 'ambiguous' | 'lost' | 'own'>

/** Examples of a list, and of one theft, at most. */
const MOST_SHOWN = 20
const MOST_EXAMPLES = 5

/** How a question fares, from bad to good for whoever asks it. */
type Fate = 'stolen' | 'unanswered' | 'ambiguous' | 'right'

/**
 * Compares what becomes of each question before and after. Questions that are gone are left out; those that are new count in `own`, and are misplaced when
 * another entry answers them. Pure.
 * @param changedIds entries to be published
 */
export function compareAnswers(before: Answers, after: Answers, changedIds: ReadonlySet<string>): Changes {
  const titleOf = (id: string) => (after.base.entries.get(id) ?? before.base.entries.get(id))?.title ?? id
  const counts: GateCounts = { gained: 0, stolen: 0, misplaced: 0, ambiguous: 0, lost: 0 }
  const lists: Record<'gained' | 'ambiguous' | 'lost', ChangedQuestion[]> = { gained: [], ambiguous: [], lost: [] }
  const taken = { stolen: new Map<string, GateTheft>(), misplaced: new Map<string, GateTheft>() }
  const own = { asked: 0, answered: 0, stolen: 0, ambiguous: 0, unanswered: 0, fromCitizens: 0 }
  const isFromCitizens = marksOf(after)
  for (const [key, now] of after.replies) {
    const old = before.replies.get(key)
    if (changedIds.has(now.from)) countOwn(own, fateOf(now), isFromCitizens(now))
    if (old && isSameDecision(old.decided, now.decided)) continue
    const change = changeOf(old, now)
    if (change === null) continue
    counts[change] += 1
    if (change === 'stolen' || change === 'misplaced') addTheft(taken[change], now, { titleOf, isFromCitizens })
    else if (lists[change].length < MOST_SHOWN) {
      lists[change].push({
        question: now.question,
        isFromCitizens: isFromCitizens(now),
        entry: { id: now.from, title: titleOf(now.from) },
        before: old ? gateOutcomeOf(old, titleOf) : null,
        after: gateOutcomeOf(now, titleOf),
      })
    }
  }
  return { counts, thefts: mostOf(taken.stolen), misplaced: mostOf(taken.misplaced), ...lists, own }
}

function mostOf(thefts: ReadonlyMap<string, GateTheft>): GateTheft[] {
  const sorted = [...thefts.values()].sort((a, b) => b.count - a.count || (a.from.id < b.from.id ? -1 : 1))
  return sorted.slice(0, MOST_SHOWN)
}

function fateOf({ decided, from }: Answered): Fate {
  if (decided.kind === 'answer') return decided.id === from ? 'right' : 'stolen'
  return decided.kind === 'clarify' ? 'ambiguous' : 'unanswered'
}

/** Whether citizens really asked a question, by what its entry knows. */
function marksOf({ base }: Answers): (reply: Answered) => boolean {
  const marks = new Map<string, ReadonlyMap<string, unknown>>()
  return ({ from, question }) => {
    const entry = base.entries.get(from)
    const known = marks.get(from) ?? (entry ? citizenQuestionsOf(entry) : new Map())
    marks.set(from, known)
    return known.has(question)
  }
}

function countOwn(own: GateReport['own'], fate: Fate, isFromCitizens: boolean): void {
  own.asked += 1
  if (isFromCitizens) own.fromCitizens += 1
  own[fate === 'right' ? 'answered' : fate] += 1
}

/** What a change is called; `null` when nothing of note changes: another wrong answer than before, a doubt in place of a wrong answer. */
function changeOf(old: Answered | undefined, now: Answered): keyof GateCounts | null {
  const [before, after] = [old ? fateOf(old) : null, fateOf(now)]
  if (after === 'right') return before === null ? null : 'gained'
  if (after === 'stolen' && before === null) return 'misplaced'
  if (after === 'stolen') return before === 'stolen' && takerOf(old) === takerOf(now) ? null : 'stolen'
  if (before === 'right') return after === 'ambiguous' ? 'ambiguous' : 'lost'
  return before === 'ambiguous' && after === 'unanswered' ? 'lost' : null
}

function takerOf(reply: Answered | undefined): string | null {
  return reply?.decided.kind === 'answer' ? reply.decided.id : null
}

function addTheft(
  thefts: Map<string, GateTheft>,
  now: Answered,
  { titleOf, isFromCitizens }: { titleOf: (id: string) => string; isFromCitizens: (reply: Answered) => boolean },
): void {
  const by = takerOf(now) ?? ''
  const key = `${now.from} ${by}`
  const theft = thefts.get(key) ?? {
    from: { id: now.from, title: titleOf(now.from) },
    by: { id: by, title: titleOf(by) },
    count: 0,
    examples: [],
  }
  const shown = { question: now.question, isFromCitizens: isFromCitizens(now) }
  const ranked = [...theft.examples, shown].sort((a, b) => Number(b.isFromCitizens) - Number(a.isFromCitizens))
  const examples = ranked.slice(0, MOST_EXAMPLES)
  thefts.set(key, { ...theft, count: theft.count + 1, examples })
}

/** Questions that an entry may lose to one other before the gate closes: fewer may be chance, or better answered there. */
const LEAST_THEFT = 3
/** Share of the questions of an entry that it may lose. */
const MOST_STOLEN = 0.1

/**
 * Whether a publication is let through. It is blocked when even the low end of the error's interval is above the promise, unless what is served breaks it as
 * much or more; and when an entry loses to another one more than a tenth of its questions, which a large base would hide. Pure.
 */
function judgeGate(
  { thefts }: Pick<Changes, 'thefts'>,
  measured: { before: GateMeasure; after: GateMeasure; promise: number },
  after: Answers,
): Pick<GateReport, 'verdict' | 'blockedBy'> {
  const blockedBy: GateReport['blockedBy'] = []
  if (isBroken(measured.after, measured.promise) && !isAsBroken(measured)) blockedBy.push('promise')
  const questions = new Map(after.base.documents.map((document) => [document.id, new Set(document.questions).size]))
  const isTooMany = thefts.some(
    ({ from, count }) => count >= Math.max(LEAST_THEFT, MOST_STOLEN * (questions.get(from.id) ?? 0)),
  )
  if (isTooMany) blockedBy.push('theft')
  const isDoubtful = thefts.length > 0 || (measured.after.error?.share ?? 0) > measured.promise
  const verdict: GateVerdict = blockedBy.length > 0 ? 'blocked' : isDoubtful ? 'doubtful' : 'passed'
  return { verdict, blockedBy }
}

function isBroken({ error }: GateMeasure, promise: number): boolean {
  return error !== null && error.low > promise
}

function isAsBroken({ before, after, promise }: { before: GateMeasure; after: GateMeasure; promise: number }): boolean {
  return isBroken(before, promise) && breaksNoMore(after, before)
}

/** Asks what citizens asked in vain of what is served, and of what would be. */
export type AskAgain = (communeId: string, rehearsed: Rehearsed, signal: AbortSignal) => Promise<Replay>

/** What is measured, for whom. */
export interface GateOrder<S> {
  id: string
  by: string
  sources: S
  entries: readonly Entry[]
  askAgain: AskAgain
}

/** Measures what publishing entries would change, before anything is. */
export interface Gate<S> {
  /** Starts a run of a commune; one that the same person started and that is not done is cancelled. */
  start(communeId: string, order: GateOrder<S>): GateRun<S>
  /** The last run that somebody started in a commune. */
  runOf(communeId: string, by: string): GateRun<S> | null
  /** A run by its id: its report stands whatever a colleague has measured since. */
  find(communeId: string, id: string): GateRun<S> | null
  cancel(communeId: string, by: string): void
  /** Settles when nothing runs any more. */
  idle(): Promise<void>
  stop(): Promise<void>
}

/** The curation of what is served, and the gate through which what curators publish goes. */
export interface GatedCuration extends Curation {
  gate: Gate<readonly GateSource[]>
}

interface Parts {
  library: Pick<Library, 'buildCandidate' | 'snapshotsOf'>
  measure: Measure
  /** Shared with whatever else asks every question: one at a time over all communes, so that two cores go on answering. */
  queue: BuildQueue
  /** Most wrong answers among those given that a commune promises, in [0, 1]. */
  promiseOf: (communeId: string) => number
  now: () => Date
  logger: Logger
}

/** A gate; one run at a time over all communes. */
export function createGate<S>(parts: Parts): Gate<S> {
  const { queue } = parts
  const runs = createGateRuns<S>()
  let stopped = false
  return {
    start(communeId, { id, by, sources, ...order }) {
      const run: GateRun<S> = { id, sources, state: 'waiting', done: 0, total: 0, report: null }
      const abort = new AbortController()
      if (stopped) abort.abort()
      runs.add(communeId, { run, by, abort })
      void queue(async () => {
        if (abort.signal.aborted) return
        run.state = 'running'
        const onProgress = (done: number, total: number) => void Object.assign(run, { done, total })
        run.report = await reportOf(parts, communeId, order, { signal: abort.signal, onProgress })
        run.state = 'done'
      })
        .catch((error: unknown) => {
          if (abort.signal.aborted) return
          run.state = 'failed'
          parts.logger.error({ communeId, stack: stackOf(error) }, 'the gate failed')
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

/** Asks what would be served, beside what is, and judges what changes. @throws what the signal was aborted with */
async function reportOf(
  { library, measure, promiseOf, now }: Parts,
  communeId: string,
  { entries, askAgain }: Pick<GateOrder<unknown>, 'entries' | 'askAgain'>,
  waiting: AnswerWaiter & { signal: AbortSignal },
): Promise<GateReport> {
  const { signal } = waiting
  const { served, candidate } = await library.buildCandidate(communeId, (current) =>
    mergeEntries(current, { entries: [...entries], archivedIds: [] }),
  )
  if (candidate.index.degraded !== null) throw new Error(candidate.index.degraded)
  const started = performance.now()
  const { before, after, promised } = await measure.change(served, candidate, waiting)
  const replay = await askAgain(communeId, library.snapshotsOf(communeId, { served, candidate }), signal)
  const changes = compareAnswers(before, after, new Set(entries.map(({ id }) => id)))
  const promise = promiseOf(communeId)
  const measured = {
    before: await measureReplies(promised.before, promise),
    after: await measureReplies(promised.after, promise),
    promise,
  }
  signal.throwIfAborted()
  return {
    at: now().toISOString(),
    servedVersion: served.version,
    candidateVersion: candidate.version,
    replay,
    ...changes,
    ...measured,
    ...judgeGate(changes, measured, after),
    rerun: after.rerun,
    durationMs: Math.round(performance.now() - started),
  }
}
