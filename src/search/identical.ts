import type { Probability } from '../platform/model/turn.js'
import type { ConfidentCandidate } from './fusion.js'

/** Likeness by words, or cosine in another language, below which no text of an entry is the question: the forms of its texts need not be made. */
const LEAST_LIKENESS = 0.6

/**
 * Puts first the one entry of which the question is, word for word, an example question or the title, and is as sure of it as it takes to answer: somebody
 * wrote down that these words ask for it, and is obeyed at once, whatever else they resemble. Two such entries are left as they are. Ranking and confidence
 * were fitted on questions that no entry has among its own, so that they cannot tell. The same words in another order are another question. Pure.
 * @param ranked best first
 * @param isIdentical whether one of the texts of a document is the question, in the form in which it is searched
 * @param answer confidence that answers, whatever a promise asks
 */
export function identicalFirst(
  ranked: ConfidentCandidate[],
  isIdentical: (document: number) => boolean,
  answer: Probability,
): ConfidentCandidate[] {
  const [identical, another] = ranked.filter(({ document, features }) => isAlike(features) && isIdentical(document))
  if (!identical || another) return ranked
  const confidence = Math.max(identical.confidence, answer)
  const others = ranked.filter((one) => one !== identical)
  const left = others.reduce((sum, one) => sum + one.confidence, 0)
  const kept = left > 1 - confidence ? (1 - confidence) / left : 1
  return [{ ...identical, confidence }, ...others.map((one) => ({ ...one, confidence: one.confidence * kept }))]
}

function isAlike({ titleLikeness = 0, questionLikeness = 0, abroadBest = 0 }: ConfidentCandidate['features']): boolean {
  return Math.max(titleLikeness, questionLikeness, abroadBest) >= LEAST_LIKENESS
}
