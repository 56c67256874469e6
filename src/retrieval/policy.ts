import type { Probability } from '../domain/probability.js'

/** Candidates that a clarification proposes at most. */
export const MOST_CHOICES = 3
/** A candidate this much less likely than the first is noise to the citizen, not a choice. */
export const LEAST_SHARE_OF_FIRST = 0.08

/**
 * When to answer, when to ask back, when to call a human. Data, kept in `calibration.json` beside the weights it was chosen with: `npm run calibrate`
 * takes the lowest `answer` at which the answers given in cross-validation keep their promise, few confident wrong ones.
 */
export interface Policy {
  /** Least confidence of the first candidate to answer at once. */
  answer: Probability
  /** Least lead of the first candidate over the second to answer at once; closer ones are proposed side by side. */
  gap: Probability
  /** Least probability that the right entry is among the proposed ones for asking back to be worth the citizen's time. */
  floor: Probability
}
