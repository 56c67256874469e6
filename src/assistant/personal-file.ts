import { OFFICE_PREFIX } from '../platform/model/entry.js'
import type { SearchDocument } from '../search/analysed-document.js'
import type { SearchCandidate } from '../search/search-index.js'
import type { Decision } from './decide.js'
import type { Signal, SignalMatcher } from './signal-matcher.js'

/** An entry of which this share of the example questions ask about one's own file was written for them. */
const LEAST_SHARE_OF_QUESTIONS = 0.1
/** A question that shares this part of its words with an example asks the same; without an encoder, nothing else says so. */
const LEAST_SHARE_OF_WORDS = 0.6

/**
 * Whether a question asks for what only one's own file says, so that no entry answers it: "mon permis est-il accepté ?".
 * The words of the message tell that it is about a file; the search tells whether an entry answers it all the same. It
 * does when the decision is to answer (the confidence is above the policy's threshold, well ahead) and the entry was
 * written for such questions: the example question nearest to the message in meaning or in words, or a tenth of all its
 * examples, ask about one's own file too. So "où en est mon passeport ?" gets the entry on following it, and "où en est mon permis ?" does
 * not get the one on how to apply, however sure the search is of the subject. A file that another office keeps is never the town hall's to look for: whose it is
 * is the answer.
 */
export function isAboutOwnFile(
  question: { text: string; signals: readonly Signal[]; decision: Decision<SearchCandidate> },
  matchSignals: SignalMatcher,
  entryOf: (candidate: SearchCandidate) => Pick<SearchDocument, 'questions'> | undefined,
): boolean {
  if (!question.signals.includes('personal-file')) return false
  const { decision } = question
  if (isOfOffice(decision)) return false
  if (decision.kind !== 'answer') return true
  const asksForFile = (text: string) => matchSignals(text).includes('personal-file')
  if (asksForFile(decision.entry.nearest)) return false
  const questions = entryOf(decision.entry)?.questions ?? []
  const forFiles = questions.filter(asksForFile)
  if (forFiles.some((example) => sharedWords(example, question.text) >= LEAST_SHARE_OF_WORDS)) return false
  return forFiles.length === 0 || forFiles.length < questions.length * LEAST_SHARE_OF_QUESTIONS
}

/** Whether an office is the answer, or the likeliest of those that are asked back. */
function isOfOffice(decision: Decision<SearchCandidate>): boolean {
  if (decision.kind === 'no_answer') return false
  const first = decision.kind === 'answer' ? decision.entry : decision.candidates[0]
  return first?.id.startsWith(OFFICE_PREFIX) ?? false
}

/** Words that two texts share, over all their words. */
function sharedWords(a: string, b: string): number {
  const [left, right] = [wordSet(a), wordSet(b)]
  const shared = [...left].filter((word) => right.has(word)).length
  return shared / Math.max(1, left.size + right.size - shared)
}

function wordSet(text: string): Set<string> {
  const plain = text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
  return new Set(plain.match(/[\p{L}\p{N}]+/gu) ?? [])
}
