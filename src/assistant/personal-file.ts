import type { Entry } from '../domain/entry.js'
import type { SearchCandidate } from '../retrieval/search-index.js'
import type { Decision } from './decide.js'
import type { Signal, SignalMatcher } from './signal-matcher.js'

/** An entry of which this share of the example questions ask about one's own file was written for them. */
const LEAST_SHARE_OF_QUESTIONS = 0.1

/**
 * Whether a question asks for what only one's own file says, so that no entry answers it: "mon permis est-il accepté ?".
 * The words of the message tell that it is about a file; the search tells whether an entry answers it all the same. It
 * does when the decision is to answer (the confidence is above the policy's threshold, well ahead) and the entry was
 * written for such questions: the example question nearest to the message, or a tenth of all its examples, ask about
 * one's own file too. So "où en est mon passeport ?" gets the entry on following it, and "où en est mon permis ?" does
 * not get the one on how to apply, however sure the search is of the subject.
 */
export function isAboutOwnFile(
  question: { signals: readonly Signal[]; decision: Decision<SearchCandidate> },
  matchSignals: SignalMatcher,
  entryOf: (candidate: SearchCandidate) => Entry | undefined,
): boolean {
  if (!question.signals.includes('personal-file')) return false
  const { decision } = question
  if (decision.kind !== 'answer') return true
  const asksForFile = (text: string) => matchSignals(text).includes('personal-file')
  if (asksForFile(decision.entry.nearest)) return false
  const questions = entryOf(decision.entry)?.questions ?? []
  return questions.filter(asksForFile).length < questions.length * LEAST_SHARE_OF_QUESTIONS || questions.length === 0
}
