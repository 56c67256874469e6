import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Probability } from '../domain/probability.js'
import type { Calibration } from '../retrieval/calibration.js'
import type { Encoder } from '../retrieval/encoder.js'
import { buildSearchIndex, type SearchResult } from '../retrieval/search-index.js'
import type { Base } from './base.js'
import { type Estimate, estimateShare } from './estimate-share.js'
import { type GivenAnswer, leastConfidence } from './keep-promise.js'
import { vectorsOf, withKnownVectors } from './known-vectors.js'
import { dealFolds, type HeldOut, leaveOut } from './leave-out.js'

/** Questions of an entry that another entry answers in its place. */
export interface Theft {
  /** The entry whose questions they are. */
  from: { id: string; title: string }
  /** The entry that answers them. */
  by: { id: string; title: string }
  count: number
  /** One of them. */
  question: string
}

/** What asking a base its own example questions shows. */
export interface PromiseMeasure {
  /** Questions asked, of all those that the entries have. */
  asked: number
  questions: number
  /** With the confidence that {@link PromiseMeasure.least} asks, as it is found without the questions of the same part. */
  answered: number
  wrong: number
  /** Least confidence that keeps the promise, above the calibrated one; 0 when that keeps it. */
  least: Probability
  /** Answered among asked; `null` of a base without questions. */
  coverage: Estimate | null
  /** Wrong among answered; `null` when nothing was answered. */
  error: Estimate | null
  /** Most questions first, at most {@link MOST_THEFTS}. */
  thefts: Theft[]
}

/** Whether a promise holds: `broken` only on evidence, `doubtful` when the measure alone is above it. */
export type Verdict = 'kept' | 'doubtful' | 'broken'

/** A measure beside what was promised. */
export interface PromiseReport extends PromiseMeasure {
  /** Most wrong answers among those given, e.g. 0.02: "at most 2 in 100". */
  promise: number
  verdict: Verdict
}

/** What a measure needs beside the base. */
export interface MeasureOptions {
  /** That with which the base was embedded; `null` when it searches words alone. */
  encoder: Encoder | null
  calibration: Calibration
  /** The entry that the assistant would answer a question with at once; `null` when it would do something else. */
  answeredBy: (found: SearchResult) => { id: string; confidence: Probability } | null
  /** Most wrong answers among those given, in [0, 1]. */
  promise: number
  /** Called with questions asked and questions to ask. */
  onProgress?: (done: number, total: number) => void
  /** Ends the measure: it rejects with the signal's reason. */
  signal?: AbortSignal
}

const FOLDS = 5
/** More questions would narrow the intervals by little, and take longer than an administrator waits. */
const MOST_QUESTIONS = 1_500
const MOST_THEFTS = 12
/** Candidates that a decision looks at. */
const CANDIDATES = 3
/** Questions asked between two turns of the event loop. */
const QUESTIONS_A_TURN = 4

/**
 * Asks a base its own example questions, each of an index that does not hold it (at most five indexes, each without a part of the questions that are asked), and
 * decides at the policy's thresholds; then finds how sure an answer must be for the promise to be kept. What is counted is what that confidence gives on
 * questions that it was not chosen on. What is embedded is the form of a question, where no text of the base is written so, and words that no title says: the base has the other vectors. The measure flatters the dense side in part, since the encoder was
 * trained on many of the installed example questions, and it says nothing of questions that no entry answers; citizens' own words are harder.
 */
export async function measurePromise(base: Base, options: MeasureOptions): Promise<PromiseMeasure> {
  const { documents } = base
  const folds = dealFolds(documents, { folds: FOLDS, most: MOST_QUESTIONS })
  const total = folds.reduce((sum, fold) => sum + fold.length, 0)
  const encoder = options.encoder && withKnownVectors(options.encoder, vectorsOf(base.index, options.encoder))
  const replies: Reply[] = []
  for (const [part, fold] of folds.entries()) {
    options.signal?.throwIfAborted()
    const index = await buildSearchIndex(leaveOut(documents, fold), encoder, options.calibration, {
      previous: base.index,
    })
    for (const asked of fold) {
      const found = await index.search(asked.question, { limit: CANDIDATES, patient: true })
      replies.push({ asked, from: documents[asked.document]?.id ?? '', by: options.answeredBy(found), part })
      if (replies.length % QUESTIONS_A_TURN !== 0) continue
      options.signal?.throwIfAborted()
      options.onProgress?.(replies.length, total)
      await nextTurn()
    }
  }
  const tally = new Tally()
  for (const [part] of folds.entries()) {
    const least = leastOf(
      replies.filter((reply) => reply.part !== part),
      options.promise,
    )
    for (const { asked, from, by } of replies.filter((reply) => reply.part === part))
      tally.add(asked, from, by && by.confidence >= least ? by.id : null)
  }
  const rest = async () => {
    await nextTurn()
  }
  return {
    asked: tally.asked,
    questions: documents.reduce((sum, { questions }) => sum + questions.length, 0),
    answered: tally.answered,
    wrong: tally.wrong,
    least: leastOf(replies, options.promise),
    coverage: await estimateShare(tally.coverage(), rest),
    error: await estimateShare(tally.error(), rest),
    thefts: theftsAmong(replies, (id) => ({ id, title: base.entries.get(id)?.title ?? id })),
  }
}

/**
 * Compares a measure with a promise. It is `broken` when even the low end of the interval is above it: one unlucky question does not stop a publication.
 */
export function judgePromise(measure: PromiseMeasure, promise: number): PromiseReport {
  const { error } = measure
  const verdict = !error || error.share <= promise ? 'kept' : error.low > promise ? 'broken' : 'doubtful'
  return { ...measure, promise, verdict }
}

/** What a question got from an index that does not hold it. */
interface Reply {
  asked: HeldOut
  /** Id of its entry. */
  from: string
  by: ReturnType<MeasureOptions['answeredBy']>
  /** Part of the questions to which it belongs. */
  part: number
}

function leastOf(replies: readonly Reply[], promise: number): Probability {
  const given = replies.flatMap(({ from, by }): GivenAnswer[] =>
    by ? [{ confidence: by.confidence, isRight: by.id === from }] : [],
  )
  return leastConfidence(given, promise)
}

/** What other entries answer, however sure the promise asks them to be: it is where entries are to be told apart. */
function theftsAmong(replies: readonly Reply[], name: (id: string) => Theft['from']): Theft[] {
  const thefts = new Map<string, Theft>()
  for (const { asked, from, by } of replies) {
    if (!by || by.id === from) continue
    const key = `${from} ${by.id}`
    const theft = thefts.get(key) ?? { from: name(from), by: name(by.id), count: 0, question: asked.question }
    thefts.set(key, { ...theft, count: theft.count + 1 })
  }
  return [...thefts.values()]
    .sort((a, b) => b.count - a.count || (a.from.id < b.from.id ? -1 : 1))
    .slice(0, MOST_THEFTS)
}

/** Counts by entry. */
class Tally {
  asked = 0
  answered = 0
  wrong = 0
  readonly #byDocument = new Map<number, { asked: number; answered: number; wrong: number }>()

  add({ document }: HeldOut, from: string, by: string | null): void {
    const counts = this.#byDocument.get(document) ?? { asked: 0, answered: 0, wrong: 0 }
    this.#byDocument.set(document, counts)
    counts.asked += 1
    this.asked += 1
    if (by === null) return
    counts.answered += 1
    this.answered += 1
    if (by === from) return
    counts.wrong += 1
    this.wrong += 1
  }

  coverage() {
    return [...this.#byDocument.values()].map(({ asked, answered }) => ({ part: answered, whole: asked }))
  }

  error() {
    return [...this.#byDocument.values()].map(({ answered, wrong }) => ({ part: wrong, whole: answered }))
  }
}
