import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Probability } from '../../platform/model/probability.js'
import type { Calibration } from '../../search/calibration.js'
import type { Encoder } from '../../search/encoder.js'
import { MOST_CHOICES } from '../../search/policy.js'
import type { Refit } from '../../search/refit.js'
import { buildSearchIndex, type SearchResult } from '../../search/search-index.js'
import type { Base } from '../entries/catalogue/base.js'
import { type Count, type Estimate, estimateShare } from '../entries/catalogue/estimate-share.js'
import { vectorsOf, withKnownVectors } from '../entries/catalogue/known-vectors.js'
import { dealFolds, type HeldOut, leaveOut } from '../entries/catalogue/leave-out.js'
import type { Strictness } from '../entries/catalogue/strict-index.js'
import { type AskedQuestion, offerKeeping, offerOf } from './keep-coverage.js'
import { expectedOfResidents, type GivenAnswer, leastConfidence, mostOfExamples } from './keep-promise.js'
import type { Promises } from './promises.js'

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

/** What asking a base its own example questions shows: how both promises are kept, and what keeping them asks. */
export interface PromiseMeasure extends Strictness {
  /** Questions asked, of all those that the entries have. */
  asked: number
  questions: number
  /** With the confidence that {@link Strictness.least} asks, as it is found without the questions of the same part. */
  answered: number
  wrong: number
  /** Questions that get an answer or a choice, likewise; with those answered. */
  offered: number
  /** Entries in these offers: an answer counts as one. */
  entries: number
  /** Answered among asked; `null` of a base without questions. */
  coverage: Estimate | null
  /** What `wrong` among `answered` lets expect of residents' questions; `null` when nothing was answered. */
  error: Estimate | null
  /** Offers that hold the right entry, among all, as is expected of residents' questions; `null` when nothing was offered. */
  held: Estimate | null
  /** Most questions first, at most {@link MOST_THEFTS}. */
  thefts: Theft[]
}

/** Whether a promise holds: `broken` only on evidence, `doubtful` when the measure alone is above it. */
export type Verdict = 'kept' | 'doubtful' | 'broken'

/** A measure beside what was promised. */
export interface PromiseReport extends PromiseMeasure {
  promises: Promises
  /** Of the wrong answers. */
  verdict: Verdict
  /** Of the offers. */
  heldVerdict: Verdict
}

/** What a measure needs beside the base. */
export interface MeasureOptions {
  /** That with which the base was embedded; `null` when it searches words alone. */
  encoder: Encoder | null
  calibration: Calibration
  /** The entry that the assistant would answer a question with at once; `null` when it would do something else. */
  answeredBy: (found: SearchResult) => { id: string; confidence: Probability } | null
  promises: Promises
  /** With which the confidences are served; without it, as they were calibrated. */
  refit?: Refit | null
  /** Called with questions asked and questions to ask. */
  onProgress?: (done: number, total: number) => void
  /** Ends the measure: it rejects with the signal's reason. */
  signal?: AbortSignal
}

const FOLDS = 5
/** More questions would narrow the intervals by little, and take longer than an administrator waits. */
const MOST_QUESTIONS = 1_500
const MOST_THEFTS = 12
/** Questions asked between two turns of the event loop. */
const QUESTIONS_A_TURN = 4

/**
 * Asks a base its own example questions, each of an index that does not hold it (at most five indexes, each without a part of the questions that are asked), and
 * decides at the policy's thresholds; then finds how sure an answer must be for the first promise to be kept, and, with those answers, which choices keep the second. What is counted is what these thresholds give on
 * questions that they were not chosen on. What is embedded is the form of a question, where no text of the base is written so, and words that no title says: the base has the other vectors. The measure flatters the dense side in part, since the encoder was
 * trained on many of the installed example questions, and it says nothing of questions that no entry answers; citizens' own words are harder.
 */
export async function measurePromise(base: Base, options: MeasureOptions): Promise<PromiseMeasure> {
  const { documents } = base
  const { refit = null } = options
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
      const found = await index.search(asked.question, { limit: MOST_CHOICES, patient: true, refit })
      const from = documents[asked.document]?.id ?? ''
      replies.push({ asked, from, found, by: options.answeredBy(found), part })
      if (replies.length % QUESTIONS_A_TURN !== 0) continue
      options.signal?.throwIfAborted()
      options.onProgress?.(replies.length, total)
      await nextTurn()
    }
  }
  const tally = new Tally()
  const rest = async () => {
    await nextTurn()
  }
  for (const [part] of folds.entries()) {
    const strictness = strictnessFor(
      replies.filter((reply) => reply.part !== part),
      options.promises,
    )
    for (const reply of replies.filter((one) => one.part === part)) tally.add(reply, strictness)
    await rest()
  }
  const error = await estimateShare(tally.shares('wrong', 'answered'), rest)
  const held = await estimateShare(tally.shares('held', 'offered'), rest)
  return {
    asked: tally.sum('asked'),
    questions: documents.reduce((sum, { questions }) => sum + questions.length, 0),
    answered: tally.sum('answered'),
    wrong: tally.sum('wrong'),
    offered: tally.sum('offered'),
    entries: tally.sum('entries'),
    ...strictnessFor(replies, options.promises),
    refit,
    coverage: await estimateShare(tally.shares('answered', 'asked'), rest),
    error: error && expectedOfResidents(error),
    held: held && notOf(expectedOfResidents(notOf(held))),
    thefts: theftsAmong(replies, (id) => ({ id, title: base.entries.get(id)?.title ?? id })),
  }
}

/** The share of what is not in a share. */
function notOf({ share, low, high }: Estimate): Estimate {
  return { share: 1 - share, low: 1 - high, high: 1 - low }
}

/**
 * Compares a measure with the promises. One is `broken` when even the better end of the interval is beyond it: one unlucky question does not stop a publication.
 */
export function judgePromise(measure: PromiseMeasure, promises: Promises): PromiseReport {
  const { error, held } = measure
  const verdict = !error || error.share <= promises.wrong ? 'kept' : error.low > promises.wrong ? 'broken' : 'doubtful'
  const isHeld = !held || held.share >= promises.offered
  const heldVerdict = isHeld ? 'kept' : held.high < promises.offered ? 'broken' : 'doubtful'
  return { ...measure, promises, verdict, heldVerdict }
}

/** What a question got from an index that does not hold it. */
interface Reply {
  asked: HeldOut
  /** Id of its entry. */
  from: string
  found: SearchResult
  by: ReturnType<MeasureOptions['answeredBy']>
  /** Part of the questions to which it belongs. */
  part: number
}

/** What keeps the promises on these questions: the answers first, since what they leave is what is proposed. */
function strictnessFor(replies: readonly Reply[], { wrong, offered }: Promises): Omit<Strictness, 'refit'> {
  const given = replies.flatMap(({ from, by }): GivenAnswer[] =>
    by ? [{ confidence: by.confidence, isRight: by.id === from }] : [],
  )
  const least = leastConfidence(given, mostOfExamples(wrong))
  const asked = replies.map((reply) => askedQuestion(reply, least))
  return { least, offer: offerKeeping(asked, 1 - mostOfExamples(1 - offered)) }
}

function askedQuestion({ from, found: { candidates, policy }, by }: Reply, least: Probability): AskedQuestion {
  const right = candidates.findIndex(({ id }) => id === from)
  return {
    candidates,
    right: right < 0 ? null : right,
    isAnswered: by !== null && by.confidence >= least,
    floor: policy.floor,
  }
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

/** What is counted of an entry's questions. */
interface Counts {
  asked: number
  answered: number
  wrong: number
  offered: number
  /** Offers with the right entry. */
  held: number
  /** Entries in the offers. */
  entries: number
}

/** Counts by entry. */
class Tally {
  readonly #byDocument = new Map<number, Counts>()

  add(reply: Reply, { least, offer }: Omit<Strictness, 'refit'>): void {
    const { document } = reply.asked
    const counts = this.#byDocument.get(document) ?? {
      asked: 0,
      answered: 0,
      wrong: 0,
      offered: 0,
      held: 0,
      entries: 0,
    }
    this.#byDocument.set(document, counts)
    const question = askedQuestion(reply, least)
    const places = offerOf(question, offer ?? reply.found.policy)
    const isHeld = question.isAnswered ? reply.by?.id === reply.from : places.includes(question.right ?? -1)
    counts.asked += 1
    counts.answered += question.isAnswered ? 1 : 0
    counts.wrong += question.isAnswered && !isHeld ? 1 : 0
    counts.offered += places.length > 0 ? 1 : 0
    counts.held += isHeld ? 1 : 0
    counts.entries += places.length
  }

  /** Of all entries together. */
  sum(name: keyof Counts): number {
    return [...this.#byDocument.values()].reduce((sum, counts) => sum + counts[name], 0)
  }

  shares(part: keyof Counts, whole: keyof Counts): Count[] {
    return [...this.#byDocument.values()].map((counts) => ({ part: counts[part], whole: counts[whole] }))
  }
}
