import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Promises } from '../../platform/model/promises.js'
import type { Probability } from '../../platform/model/turn.js'
import { choicesOf, massOf, type OfferThresholds, USUAL_CHOICE } from '../../search/policy.js'
import type { Refit } from '../../search/refit.js'
import { type Count, type Estimate, estimateShare } from '../entries/catalogue/estimate-share.js'
import type { Strictness } from '../entries/catalogue/strict-index.js'
import { expectedOfResidents, type GivenAnswer, leastConfidence, mostOfExamples } from './answer-threshold.js'
import { type Answered, type Answers, type Found, firstConfidenceOf, foundOf } from './answers.js'
import type { GateMeasure } from './gate-report.js'

/** What the first candidates of a question were, and where the right entry stood among them. */
export interface AskedQuestion {
  /** Best first, as many as a choice may have. */
  candidates: readonly { confidence: Probability }[]
  /** Place of the right entry among these, from 0; `null` when it is none of them. */
  right: number | null
  /** Whether the first is given at once, so that nothing is proposed beside it. */
  isAnswered: boolean
  /** The calibrated floor of this question, below which no measure goes: it knows questions that no entry answers. */
  floor: Probability
}

/** Entries that an offer has on average, at most: answers count as one. */
export const MOST_MEAN_ENTRIES = 1.5
/** Whatever was promised, three entries that are likelier together are offered: what few questions say of a higher floor is chance. */
export const MOST_FLOOR: Probability = 0.95
/** Whatever was measured, an entry that one in five who ask so may mean is proposed. */
export const MOST_CHOICE: Probability = 0.2
/** Where no floor gives offers as short as that, how much longer than the shortest they may be. */
const SLACK = 1.1
/** Floors that are tried in ]0, 1], evenly. */
const FLOORS = 100
const STRICTEST: OfferThresholds = { floor: MOST_FLOOR, choice: USUAL_CHOICE }
/** Score of a question whose right entry no threshold brings into the offer, and of one where it always is. */
const NEVER = -1
const ALWAYS = 2

/**
 * The offer that keeps the promise of offers, by split conformal prediction: of the questions that get an answer or a choice, at least `promise` have the right entry
 * in it. For a floor given, the questions below it leave; those that stay are scored by the confidence of the right entry, and the threshold of a choice is
 * the quantile of these scores that leaves out at most `(1 - promise)(n + 1) - 1` of `n` questions, so that a further question of the same kind is covered as often.
 * Of the floors at which that can be done, the lowest wins whose offers have {@link MOST_MEAN_ENTRIES} entries on average at most, or hardly more than the shortest have:
 * as many questions as possible get an offer, and the offer is short. Pure.
 *
 * Least confidence of the right entry (Sadinle, Lei and Wasserman, 2019), and not the mass before it (adaptive sets; Romano, Sesia and Candès, 2020): at the same
 * coverage its sets are the smallest there are, and the floor does what adaptive sets are for, which is to leave out questions that are hard as a whole.
 * @returns `null` when there are too few questions for any to be promised: the calibrated offer stays. When none keeps the promise, the strictest one
 */
export function offerKeeping(asked: readonly AskedQuestion[], promise: Probability): OfferThresholds | null {
  if (mostMissed(asked.length, promise) < 0) return null
  const scored = asked.map(scoredQuestion).sort((a, b) => a.score - b.score)
  const keeping: (OfferThresholds & { entries: number })[] = []
  for (let step = 0; step / FLOORS <= MOST_FLOOR; step += 1) {
    const floor = step / FLOORS
    const offered = scored.filter(({ highestFloor }) => highestFloor >= floor)
    const choice = choiceKeeping(offered, promise)
    if (choice === null) continue
    keeping.push({ floor, choice, entries: meanEntries(offered, choice) })
  }
  const shortest = Math.min(...keeping.map(({ entries }) => entries))
  const most = Math.max(MOST_MEAN_ENTRIES, shortest * SLACK)
  const { floor, choice } = keeping.find(({ entries }) => entries <= most) ?? STRICTEST
  return { floor, choice }
}

/** The places that a question is offered with these thresholds; empty when it gets no offer. */
export function offerOf({ candidates, isAnswered, floor }: AskedQuestion, offer: OfferThresholds): number[] {
  if (isAnswered) return [0]
  const placed = candidates.map(({ confidence }, place) => ({ confidence, place }))
  return choicesOf(placed, { ...offer, floor: Math.max(floor, offer.floor) }).map(({ place }) => place)
}

/** A question as the quantile sees it. */
interface Scored {
  /** The threshold of a choice up to which the right entry is in the offer. */
  score: number
  /** The floor up to which there is an offer. */
  highestFloor: number
  /** Confidences of the entries that may be proposed beside the first. */
  beside: Probability[]
}

function scoredQuestion({ candidates, right, isAnswered, floor }: AskedQuestion): Scored {
  const confidences = candidates.map(({ confidence }) => confidence)
  const beside = isAnswered ? [] : confidences.slice(1)
  const mass = massOf(candidates)
  const highestFloor = isAnswered ? Number.POSITIVE_INFINITY : mass < floor ? Number.NEGATIVE_INFINITY : mass
  const isIn = right === 0 || (right !== null && !isAnswered)
  const score = right === 0 ? ALWAYS : isIn ? (confidences[right] as number) : NEVER
  return { score, highestFloor, beside }
}

/** The highest threshold of a choice that leaves few enough right entries out, of questions by their score; `null` when none does. */
function choiceKeeping(offered: readonly Scored[], promise: Probability): Probability | null {
  const most = mostMissed(offered.length, promise)
  const { score } = (most < 0 ? null : offered[most]) ?? { score: NEVER }
  return score === NEVER ? null : Math.min(score, MOST_CHOICE)
}

/** Questions of `n` that may miss for the `n + 1`-th to be covered with the promised probability; negative when `n` is too small for that. */
function mostMissed(n: number, promise: Probability): number {
  // The slack is for shares such as 0.97, of which 1 less is a little under 0.03.
  return Math.floor((1 - promise) * (n + 1) + 1e-9) - 1
}

function meanEntries(offered: readonly Scored[], choice: Probability): number {
  const beside = offered.reduce((sum, question) => sum + question.beside.filter((one) => one >= choice).length, 0)
  return 1 + beside / offered.length
}

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
