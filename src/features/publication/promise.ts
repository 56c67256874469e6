import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Promises } from '../../platform/model/promises.js'
import type { Probability } from '../../platform/model/turn.js'
import type { Refit } from '../../search/refit.js'
import { type Count, type Estimate, estimateShare } from '../entries/catalogue/estimate-share.js'
import type { Strictness } from '../entries/catalogue/strict-index.js'
import { expectedOfResidents, type GivenAnswer, leastConfidence, mostOfExamples } from './answer-threshold.js'
import { type Answered, type Answers, type Found, firstConfidenceOf, foundOf } from './answers.js'
import type { GateMeasure } from './gate-report.js'
import { type AskedQuestion, offerKeeping, offerOf } from './keep-offers.js'

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

/** What a measure is made with. */
export interface MeasureOptions {
  /** The entry that the assistant would answer a question with at once; `null` when it would do something else. */
  answeredBy: (found: Found) => { id: string; confidence: Probability } | null
  promises: Promises
  /** With which the questions were asked, and the confidences are served; without it, as they were calibrated. */
  refit?: Refit | null
}

const MOST_THEFTS = 12

/**
 * Reads from what became of example questions, each asked of an index that does not hold it, how sure an answer must be for the first promise to be kept; then,
 * with those answers, which choices keep the second. What is counted is what these thresholds give on
 * questions that they were not chosen on. The measure flatters the dense side in part, since the encoder was
 * trained on many of the installed example questions, and it says nothing of questions that no entry answers; citizens' own words are harder. Yields to the event loop.
 */
export async function measurePromise(
  { base, replies: asked }: Pick<Answers, 'base' | 'replies'>,
  { answeredBy, promises, refit = null }: MeasureOptions,
): Promise<PromiseMeasure> {
  const replies = [...asked.values()].map((answer): Reply => {
    const found = foundOf(answer)
    return { ...answer, found, by: answeredBy(found) }
  })
  const tally = await tallied(replies, (others) => strictnessFor(others, promises))
  const held = await estimateShare(tally.shares('held', 'offered'), nextTurn)
  return {
    ...(await givenOf(tally)),
    questions: base.documents.reduce((sum, { questions }) => sum + questions.length, 0),
    offered: tally.sum('offered'),
    entries: tally.sum('entries'),
    ...strictnessFor(replies, promises),
    refit,
    held: held && notOf(expectedOfResidents(notOf(held))),
    thefts: theftsAmong(replies, (id) => ({ id, title: base.entries.get(id)?.title ?? id })),
  }
}

/**
 * What answers to example questions show, with the confidence that the promise asks of them: the same reckoning for the answers alone, by what was decided.
 * @param promise most wrong answers among those given, in [0, 1]
 */
export function measureReplies(answers: Iterable<Answered>, promise: Probability): Promise<GateMeasure> {
  const replies = [...answers].map((answer): Reply => {
    const { decided } = answer
    const by = decided.kind === 'answer' ? { id: decided.id, confidence: firstConfidenceOf(answer) } : null
    return { ...answer, found: foundOf(answer), by }
  })
  return tallied(replies, (others) => ({ least: leastFor(others, promise), offer: null })).then(givenOf)
}

/** Counts what thresholds give on the questions of each part when they are found on those of the others: no question is judged by what was chosen on it. */
async function tallied(replies: readonly Reply[], find: (others: readonly Reply[]) => Thresholds): Promise<Tally> {
  const tally = new Tally()
  for (const part of new Set(replies.map((reply) => reply.part))) {
    const thresholds = find(replies.filter((reply) => reply.part !== part))
    for (const reply of replies.filter((one) => one.part === part)) tally.add(reply, thresholds)
    await nextTurn()
  }
  return tally
}

async function givenOf(tally: Tally): Promise<GateMeasure> {
  const error = await estimateShare(tally.shares('wrong', 'answered'), nextTurn)
  return {
    asked: tally.sum('asked'),
    answered: tally.sum('answered'),
    wrong: tally.sum('wrong'),
    coverage: await estimateShare(tally.shares('answered', 'asked'), nextTurn),
    error: error && expectedOfResidents(error),
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
interface Reply extends Pick<Answered, 'from' | 'question' | 'part'> {
  found: Found
  by: ReturnType<MeasureOptions['answeredBy']>
}

type Thresholds = Omit<Strictness, 'refit'>

/** What keeps the promises on these questions: the answers first, since what they leave is what is proposed. */
function strictnessFor(replies: readonly Reply[], { wrong, offered }: Promises): Thresholds {
  const least = leastFor(replies, wrong)
  const asked = replies.map((reply) => askedQuestion(reply, least))
  return { least, offer: offerKeeping(asked, 1 - mostOfExamples(1 - offered)) }
}

function leastFor(replies: readonly Reply[], wrong: Probability): Probability {
  const given = replies.flatMap(({ from, by }): GivenAnswer[] =>
    by ? [{ confidence: by.confidence, isRight: by.id === from }] : [],
  )
  return leastConfidence(given, mostOfExamples(wrong))
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
  for (const { question, from, by } of replies) {
    if (!by || by.id === from) continue
    const key = `${from} ${by.id}`
    const theft = thefts.get(key) ?? { from: name(from), by: name(by.id), count: 0, question }
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
  readonly #byEntry = new Map<string, Counts>()

  add(reply: Reply, { least, offer }: Thresholds): void {
    const counts = this.#byEntry.get(reply.from) ?? {
      asked: 0,
      answered: 0,
      wrong: 0,
      offered: 0,
      held: 0,
      entries: 0,
    }
    this.#byEntry.set(reply.from, counts)
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
    return [...this.#byEntry.values()].reduce((sum, counts) => sum + counts[name], 0)
  }

  shares(part: keyof Counts, whole: keyof Counts): Count[] {
    return [...this.#byEntry.values()].map((counts) => ({ part: counts[part], whole: counts[whole] }))
  }
}
