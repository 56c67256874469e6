import type { Probability } from '../../platform/model/turn.js'
import { HIGHEST_THRESHOLD } from '../../search/policy.js'
import type { Estimate } from '../entries/catalogue/estimate-share.js'

/**
 * How many times more often an answer to an example question, left out of its index, is wrong than one to a resident's question: at the calibrated bound of the installed content, 66 of 718
 * (9.2 in 100) against 37 of 2,117 (1.75 in 100; `benchmarks/RESULTS.md`, *Two promises*): 5.3 times, rounded down, which is the stricter way. The examples were written to be hard, and with one of them the base loses what is nearest to it.
 */
const TIMES_HARDER = 5

/** Most wrong among answers to left-out examples for at most `promise` of the answers to residents to be wrong. Pure. */
export function mostOfExamples(promise: Probability): Probability {
  return Math.min(1, promise * TIMES_HARDER)
}

/** What the share of wrong answers to left-out examples lets expect of those to residents. Pure. */
export function expectedOfResidents({ share, low, high }: Estimate): Estimate {
  return { share: share / TIMES_HARDER, low: low / TIMES_HARDER, high: high / TIMES_HARDER }
}

/** An answer that was given, and whether it was the right one. */
export interface GivenAnswer {
  confidence: Probability
  isRight: boolean
}

/**
 * The least confidence to ask of answers so that at most `promise` of them are wrong: 0 when all that were given keep it, {@link HIGHEST_THRESHOLD} when
 * nothing below does.
 */
export function leastConfidence(given: readonly GivenAnswer[], promise: number): Probability {
  if (given.length === 0) return 0
  const surest = [...given].sort((a, b) => b.confidence - a.confidence)
  let wrong = 0
  let least = HIGHEST_THRESHOLD
  for (const [i, { confidence, isRight }] of surest.entries()) {
    if (!isRight) wrong += 1
    // Answers of one confidence are given together.
    if (confidence === surest[i + 1]?.confidence) continue
    if (wrong <= promise * (i + 1)) least = i === surest.length - 1 ? 0 : confidence
  }
  return Math.min(least, HIGHEST_THRESHOLD)
}

/** One wrong answer more is chance: a new entry among near ones would else be refused by its first hard question. */
const CHANCE = 1

/** Whether of two measures that break the promise the first breaks it no more than the second, as far as the count can tell. Pure. */
export function breaksNoMore(candidate: Counted, former: Counted): boolean {
  return (candidate.wrong - CHANCE) * former.answered <= former.wrong * candidate.answered
}

/** Answers, and those of them that are wrong. */
interface Counted {
  answered: number
  wrong: number
}
