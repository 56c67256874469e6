import type { DecideFirst, Found } from '../features/publication/answers.js'
import type { Outcome } from '../platform/model/outcome.js'
import type { Probability } from '../platform/model/turn.js'
import { choicesOf, type Policy } from '../search/policy.js'

/** A candidate as far as the decision needs it. */
export interface Decidable {
  id: string
  confidence: Probability
}

/** What the conversation has been through. */
export interface DecisionContext {
  /** Whether the last reply asked back. */
  askedBack: boolean
  /** Entries that the citizen refused: not proposed again. */
  refusedEntryIds: readonly string[]
}

/** What to do with a question. */
export type Decision<C extends Decidable> =
  | { kind: 'answer'; entry: C }
  /** One to three candidates, best first. */
  | { kind: 'clarify'; candidates: C[] }
  /** At most three candidates, kept for audit; none when nothing was found. */
  | { kind: 'no_answer'; candidates: C[] }

/**
 * An entry less likely than this is not kept beside the first where no answer is given: it tells nothing of the question. It only concerns what is kept for
 * audit; what a citizen is proposed has a threshold of its own, `Policy.choice`.
 */
const LEAST_KEPT: Probability = 0.02

/** A first question, with nothing refused. */
export const FRESH_CONTEXT: DecisionContext = { askedBack: false, refusedEntryIds: [] }

/**
 * Answers when the first candidate is sure enough and well ahead; asks back, never twice in a row, when the right entry is probably among the first
 * ones, with as many of them as the policy asks; otherwise gives no answer, and a human is offered. Candidates come best first. A refused entry is passed over without making the
 * others surer: a citizen who refuses a likely answer has an unusual question. Pure.
 *
 * This is not the only place that asks back. In `answer-question.ts`, a subject said alone (`askOfSubject`) is asked of before this decision is followed, and a
 * vague word (`askOfVagueWord`) where this decision is to give no answer; `propose-others.ts`, guides and follow-ups do too. Whoever asks back remembers
 * `askedBack: true`, so that nothing asks twice in a row; `compose-ask-back.ts` only finds the words.
 *
 * `decisionMargin` (`features/publication/answers`) knows these thresholds too: it says which decisions a change of the entries cannot have changed.
 */
export function decide<C extends Decidable>(
  candidates: readonly C[],
  policy: Policy,
  context: DecisionContext = FRESH_CONTEXT,
): Decision<C> {
  const open = candidates.filter(({ id }) => !context.refusedEntryIds.includes(id))
  const [first, second] = open
  if (!first) return { kind: 'no_answer', candidates: [] }
  const lead = first.confidence - (second?.confidence ?? 0)
  // Having asked back already, a sure enough first candidate is answered even when the second is close.
  if (first.confidence >= policy.answer && (lead >= policy.gap || context.askedBack))
    return { kind: 'answer', entry: first }
  const choices = choicesOf(open, policy)
  if (!context.askedBack && choices.length > 0) return { kind: 'clarify', candidates: choices }
  return { kind: 'no_answer', candidates: choicesOf(open, { floor: 0, choice: LEAST_KEPT }) }
}

/** The outcome of a decision on a first message, as statistics and `npm run evaluate` count it. */
export function outcomeOf(decision: Decision<Decidable>): Outcome {
  switch (decision.kind) {
    case 'answer':
      return 'answered'
    case 'clarify':
      return 'clarification'
    case 'no_answer':
      return decision.candidates.length > 0 ? 'unanswerable_low_confidence' : 'unanswerable_no_words'
    default:
      return decision satisfies never
  }
}

/** What is done with a first question with these candidates: as in a conversation that begins with it. */
export const decideFirst: DecideFirst = ({ candidates, policy }) => {
  const decision = decide(candidates, policy)
  switch (decision.kind) {
    case 'answer':
      return { kind: 'answer', id: decision.entry.id }
    case 'clarify':
      return { kind: 'clarify', ids: decision.candidates.map(({ id }) => id) }
    case 'no_answer':
      return { kind: 'none' }
    default:
      return decision satisfies never
  }
}

/** The entry that a first question is answered with at once; `null` when the assistant asks back or offers a person. */
export function answeredEntry({ candidates, policy }: Found): { id: string; confidence: Probability } | null {
  const decision = decide(candidates, policy)
  return decision.kind === 'answer' ? decision.entry : null
}
