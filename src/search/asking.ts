import { oneOf } from '../platform/text/word-pattern.js'
import { fold } from './french-analyser.js'
import { SEARCH_WORDS } from './french-words.js'

/** What a text asks about its subject, whatever the subject: a bit for each of {@link KINDS} that it has. 0 when it does not say. */
export type QuestionKinds = number

/**
 * The search leaves most of these words out, since they say nothing of the subject; among titles that are questions they tell apart "X, c'est quoi ?" and
 * "X : combien de temps ?".
 */
const KINDS = Object.values(SEARCH_WORDS.asks).map((patterns) => new RegExp(`\\b${oneOf(patterns)}\\b`))

/** What a text asks for. */
export function questionKindsOf(text: string): QuestionKinds {
  const plain = fold(text).replace(/[^a-z0-9]+/g, ' ')
  return KINDS.reduce((asking, kind, bit) => (kind.test(plain) ? asking | (1 << bit) : asking), 0)
}

/** How alike two texts are in what they ask: what they share of what either asks, -1 when both say and share nothing, 0 when one does not say. */
export function likenessOfQuestionKinds(a: QuestionKinds, b: QuestionKinds): number {
  if (a === 0 || b === 0) return 0
  const common = bitsOf(a & b)
  return common === 0 ? -1 : common / bitsOf(a | b)
}

function bitsOf(asking: QuestionKinds): number {
  let count = 0
  for (let left = asking; left > 0; left &= left - 1) count += 1
  return count
}
