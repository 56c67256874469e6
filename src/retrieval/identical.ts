import type { Probability } from '../domain/probability.js'
import type { ConfidentCandidate, QuestionFacts } from './fusion.js'

/** A message of fewer words that carry meaning may mean several things, whoever else wrote it: "changement d'adresse". */
const LEAST_WORDS = 3
/** Cosine of the same words, whatever their order and the words that carry no meaning. */
const SAME_WORDS = 0.9999
/** Cosine of the same text in meaning, whatever its punctuation. */
const SAME_MEANING = 0.95

/**
 * Puts first the one entry of which the question is, word for word, an example question or the title, and is as sure of it as it takes to answer: somebody
 * wrote down that these words ask for it. Two such entries, or a word or two, are left as they are. Ranking and confidence were fitted on questions that
 * no entry has among its own, so that they cannot tell. Pure.
 * @param ranked best first
 * @param answer least confidence that answers
 */
export function identicalFirst(
  ranked: ConfidentCandidate[],
  { words }: Pick<QuestionFacts, 'words'>,
  answer: Probability,
): ConfidentCandidate[] {
  if (words < LEAST_WORDS) return ranked
  const [identical, another] = ranked.filter(isIdentical)
  if (!identical || another) return ranked
  const confidence = Math.max(identical.confidence, answer)
  const others = ranked.filter((one) => one !== identical)
  const left = others.reduce((sum, one) => sum + one.confidence, 0)
  const kept = left > 1 - confidence ? (1 - confidence) / left : 1
  return [{ ...identical, confidence }, ...others.map((one) => ({ ...one, confidence: one.confidence * kept }))]
}

function isIdentical({ features }: ConfidentCandidate): boolean {
  const isSame = Math.max(features.questionLikeness ?? 0, features.titleLikeness ?? 0) >= SAME_WORDS
  return isSame && (features.denseBest ?? 1) >= SAME_MEANING
}
