import type { Probability } from '../../platform/model/turn.js'

/** Begins the names of the counters of turns. */
export const TURN_PREFIX = 'turn.'
/** Longest path of a page that is counted by its own name. */
const MOST_PATH = 80
/** Confidences are counted as whole numbers: in thousandths. */
export const THOUSAND = 1_000

/** What statistics keep of a question: nothing that could be read as hers. */
export interface TurnFacts {
  /** The entry that answered at once; `null` when none did. */
  entryId: string | null
  /** How sure the assistant was of that answer; `null` where no confidence was looked at. */
  confidence: Probability | null
  /** The hour of the commune's clock, 0 to 23. */
  hour: number
  language: string
  /** Path of the page that she was on, without query; `null` when unknown. */
  page: string | null
  /** How long the answer took, ms. */
  ms: number
}

/**
 * The counters that a question adds to. `turn.sure` counts the answers given on a confidence, `turn.right` sums their confidences and `turn.doubt` the
 * variances of these, in thousandths: what is expected to be wrong among them, and how surely that is known, follows.
 */
export function turnIncrements({ entryId, confidence, hour, language, page, ms }: TurnFacts): Record<string, number> {
  const sure =
    entryId !== null && confidence !== null
      ? {
          [`${TURN_PREFIX}sure`]: 1,
          [`${TURN_PREFIX}right`]: Math.round(confidence * THOUSAND),
          [`${TURN_PREFIX}doubt`]: Math.round(confidence * (1 - confidence) * THOUSAND),
        }
      : {}
  return {
    [`${TURN_PREFIX}hour.${hour}`]: 1,
    [`${TURN_PREFIX}language.${language}`]: 1,
    ...(page !== null && page.length <= MOST_PATH ? { [`${TURN_PREFIX}page.${page}`]: 1 } : {}),
    ...(entryId !== null ? { [`${TURN_PREFIX}entry.${entryId}`]: 1 } : {}),
    [`${TURN_PREFIX}ms`]: Math.round(ms),
    [`${TURN_PREFIX}timed`]: 1,
    ...sure,
  }
}

/** The counters of what a citizen says of an answer; the former opinion, if any, is taken back. */
export function opinionIncrements(
  entryId: string,
  { former, given }: { former: string | undefined; given: string },
): Record<string, number> {
  if (former === given) return {}
  return {
    ...(former ? { [`opinion.${former}.${entryId}`]: -1 } : {}),
    [`opinion.${given}.${entryId}`]: 1,
  }
}
