import type { Probability } from '../platform/model/turn.js'
import type { AskedForm } from './asked-form.js'
import type { ConfidentCandidate } from './fusion.js'

/** As likely as not: no candidate of a text that is no question is surer. Below every threshold at which a question is answered; proposals may follow. */
const MOST_OF_NO_QUESTION: Probability = 0.5
/** A word said more often than somebody says it twice by mistake. */
const LEAST_REPEATS = 3
/** Fewer words than this are what people type most: "acte de naissance", "carte grise". */
const LEAST_LISTED = 3
/**
 * Sentences are half grammar. Of the 9,500 installed example questions, one in five of three words or more has none, as keywords ("abri jardin 15m2"), and each of these is all in
 * its entry.
 */
const MOST_GRAMMAR_OF_LIST = 0.2
/** Of keywords, an entry that answers has most: with this share of them nothing is doubted, with the next one all is. */
const MOST_OF_KEYWORDS = 0.5
/** In between the bound slides, so that a change of the base far from a question moves its confidence little. */
const FEW_OF_KEYWORDS = 0.3

/**
 * Bounds the confidences of a text whose form is not a question's: one word said again and again, words without grammar of which the first candidate has less than half, or
 * nothing but who one is. The
 * confidence was fitted on questions, and takes what a list has in common with an entry for what is asked. Order and proportions are kept. Pure.
 * @param ranked best first
 */
export function doubtForm(ranked: ConfidentCandidate[], { words, said, isIdentity }: AskedForm): ConfidentCandidate[] {
  const [first] = ranked
  if (!first || first.confidence <= MOST_OF_NO_QUESTION) return ranked
  const isBare = words.length >= LEAST_LISTED && said.grammar < MOST_GRAMMAR_OF_LIST * (said.words + said.grammar)
  const most =
    isOneWordAgain({ words, said }) || isIdentity
      ? MOST_OF_NO_QUESTION
      : isBare
        ? mostOfKeywords(first.features.coverage ?? 0)
        : 1
  if (first.confidence <= most) return ranked
  const kept = most / first.confidence
  return ranked.map((one) => ({ ...one, confidence: one.confidence * kept }))
}

/** Whether a text is one word said again and again. */
export function isOneWordAgain({ words, said }: Pick<AskedForm, 'words' | 'said'>): boolean {
  return words.length === 1 && said.words >= LEAST_REPEATS
}

/** The bound of keywords of which the first candidate has a share. */
function mostOfKeywords(share: number): Probability {
  const doubt = (MOST_OF_KEYWORDS - share) / (MOST_OF_KEYWORDS - FEW_OF_KEYWORDS)
  return 1 - (1 - MOST_OF_NO_QUESTION) * Math.min(1, Math.max(0, doubt))
}
