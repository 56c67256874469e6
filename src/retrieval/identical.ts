import type { Probability } from '../domain/probability.js'
import type { ConfidentCandidate, QuestionFacts } from './fusion.js'

/** A message of fewer words that carry meaning may mean several things, whoever else wrote it: "changement d'adresse". It is not answered for that, and may be proposed. */
const LEAST_WORDS = 3

/** Likeness by words below which no utterance is the question. Words around it that are no filler to the index cost some of it. */
const LEAST_LIKENESS = 0.5

/**
 * Puts first the one entry of which the question is, word for word, an example question or the title, and is as sure of it as it takes to answer: somebody
 * wrote down that these words ask for it. Of a word or two it is put first too, no surer than what was first, where that does not answer. Two such entries are left as they are; so is every question without an encoder, which finds the
 * text. Ranking and confidence were fitted on questions that no entry has among its own, so that they cannot tell. The same words in another order are another
 * question. Pure.
 * @param ranked best first
 * @param sameForm whether a text is the question, in the form in which it is searched
 * @param answer least confidence that answers
 */
export function identicalFirst(
  ranked: ConfidentCandidate[],
  { sameForm, words }: { sameForm: (text: string) => boolean } & Pick<QuestionFacts, 'words'>,
  answer: Probability,
): ConfidentCandidate[] {
  const [identical, another] = ranked.filter(
    ({ nearest, features }) => nearest !== undefined && hasItsWords(features) && sameForm(nearest),
  )
  const [first] = ranked
  if (!first || !identical || another) return ranked
  const isShort = words < LEAST_WORDS
  if (isShort && (first === identical || first.confidence >= answer)) return ranked
  const confidence = isShort ? first.confidence : Math.max(identical.confidence, answer)
  const others = ranked.filter((one) => one !== identical)
  const left = others.reduce((sum, one) => sum + one.confidence, 0)
  const kept = left > 1 - confidence ? (1 - confidence) / left : 1
  return [{ ...identical, confidence }, ...others.map((one) => ({ ...one, confidence: one.confidence * kept }))]
}

function hasItsWords({ titleLikeness = 0, questionLikeness = 0 }: ConfidentCandidate['features']): boolean {
  return Math.max(titleLikeness, questionLikeness) >= LEAST_LIKENESS
}
