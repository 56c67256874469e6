import type { Probability } from '../../platform/model/turn.js'
import { choicesOf, massOf, type OfferThresholds, USUAL_CHOICE } from '../../search/policy.js'

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
