import type { Probability } from '../platform/model/turn.js'

/** Candidates that a clarification proposes at most. */
export const MOST_CANDIDATES_OFFERED = 3
/** See {@link OfferThresholds.choice}, of a base that was not measured: an entry less likely is not worth a citizen's reading. */
export const USUAL_CHOICE: Probability = 0.04

/** Least probability that the right entry is among those that may be shown beside a person, as what it might be: below, nothing is. */
export const USUAL_FLOOR: Probability = 0.4
/** Whatever was promised, an answer surer than this is given: what few questions say of a higher confidence is chance. */
export const HIGHEST_THRESHOLD: Probability = 0.95

/** When a choice is worth the citizen's time, and what is in it. Calibrated, until a measure of the base asks for more (`features/publication/promise`). */
export interface OfferThresholds {
  /** Least probability that the right entry is among the first {@link MOST_CANDIDATES_OFFERED}: below, nothing is proposed and a human is called. */
  floor: Probability
  /** Least confidence of an entry that is proposed beside the first. */
  choice: Probability
}

/**
 * When to answer, when to ask back, when to call a human. Data, kept in `calibration.json` beside the weights it was chosen with: `npm run calibrate`
 * takes the lowest `answer` at which the answers given in cross-validation keep their promise, few confident wrong ones.
 */
export interface Policy extends OfferThresholds {
  /** Least confidence of the first candidate to answer at once. */
  answer: Probability
  /** Least lead of the first candidate over the second to answer at once; closer ones are proposed side by side. */
  gap: Probability
}

/** How likely it is that the right entry is among the first {@link MOST_CANDIDATES_OFFERED} candidates, which come best first. */
export function massOf(candidates: readonly { confidence: Probability }[]): Probability {
  return candidates.slice(0, MOST_CANDIDATES_OFFERED).reduce((sum, { confidence }) => sum + confidence, 0)
}

/**
 * What is proposed of candidates, best first: none when the first three together are not likely enough, else the first and those of the two after it that
 * are likely by themselves. Pure.
 */
export function choicesOf<C extends { confidence: Probability }>(
  candidates: readonly C[],
  offer: OfferThresholds,
): C[] {
  if (massOf(candidates) < offer.floor) return []
  return candidates
    .slice(0, MOST_CANDIDATES_OFFERED)
    .filter(({ confidence }, place) => place === 0 || confidence >= offer.choice)
}
