import type { Probability } from '../domain/probability.js'
import type { ConfidentCandidate } from './fusion.js'

/**
 * Puts first the one entry of which the question is, word for word, an example question or the title, and is as sure of it as it takes to answer: somebody
 * wrote down that these words ask for it, and is obeyed at once. Two such entries are left as they are; so is every question without an encoder, which finds
 * the text. Ranking and confidence were fitted on questions that no entry has among its own, so that they cannot tell. The same words in another order are
 * another question. Pure.
 * @param ranked best first
 * @param sameForm whether a text is the question, in the form in which it is searched
 * @param answer least confidence that answers
 */
export function identicalFirst(
  ranked: ConfidentCandidate[],
  sameForm: (text: string) => boolean,
  answer: Probability,
): ConfidentCandidate[] {
  const [identical, another] = ranked.filter(
    ({ nearest, features }) => nearest !== undefined && isNear(features) && sameForm(nearest),
  )
  if (!identical || another) return ranked
  const confidence = Math.max(identical.confidence, answer)
  const others = ranked.filter((one) => one !== identical)
  const left = others.reduce((sum, one) => sum + one.confidence, 0)
  // An answer is well ahead of what it leaves to others.
  const kept = left > 1 - confidence ? (1 - confidence) / left : 1
  return [{ ...identical, confidence }, ...others.map((one) => ({ ...one, confidence: one.confidence * kept }))]
}

/** Cosine below which no text is the question: the forms of others need not be made. */
const LEAST_COSINE = 0.8

function isNear({ denseBest = 0, abroadBest = 0 }: ConfidentCandidate['features']): boolean {
  return Math.max(denseBest, abroadBest) >= LEAST_COSINE
}
