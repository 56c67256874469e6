import type { Probability } from '../../platform/model/turn.js'
import { MOST_CANDIDATES_OFFERED, massOf, type Policy } from '../../search/policy.js'
import type { SearchIndex, SearchResult } from '../../search/search-index.js'
import type { Base } from '../entries/catalogue/base.js'
import type { GateOutcome } from './gate-report.js'

/** What the assistant would do with a first question. */
export type FirstDecision = { kind: 'answer'; id: string } | { kind: 'clarify'; ids: string[] } | { kind: 'none' }

/** What a search found, as far as a decision needs it. */
export interface Found {
  /** Best first. */
  candidates: readonly { id: string; confidence: Probability }[]
  policy: Policy
}

/** Decides on a first question, as the assistant does. */
export type DecideFirst = (found: Found) => FirstDecision

/** An example question asked of an index that lacks it, and what came of it: all that the promise, the gate and the conflicts read. */
export interface Answered {
  /** Id of its entry. */
  from: string
  question: string
  /** Questions of one part were asked of one index, which lacks them all. */
  part: number
  decided: FirstDecision
  /** The candidates that were looked at, best first. */
  candidates: string[]
  /** Of the first of these, as many as a choice may have. */
  confidences: Probability[]
  /** The thresholds that go with these confidences. */
  policy: Policy
  /** How near the nearest candidate is by meaning, as a cosine; how near the nearest as a whole; and the share of the question's words that the best of them has. */
  meaning: number
  centre: number
  words: number
}

/** Example questions of a base, asked. */
export interface Answers {
  base: Base
  /** By {@link keyOfQuestion}. */
  replies: ReadonlyMap<string, Answered>
  /** The indexes that were asked, by part, as far as they are kept: from what those of a change are built. */
  indexes: readonly (SearchIndex | undefined)[]
  /** How many questions were asked anew; the other answers were already known. */
  rerun: number
}

/** The key by which a question of an entry is found. */
export function keyOfQuestion({ from, question }: Pick<Answered, 'from' | 'question'>): string {
  return `${from} ${question}`
}

/** Reads what came of a question. Pure. */
export function toAnswered(
  asked: Pick<Answered, 'from' | 'question' | 'part'>,
  found: SearchResult,
  decided: FirstDecision,
): Answered {
  const { candidates, policy } = found
  const largest = (feature: string) =>
    candidates.reduce((most, { features }) => Math.max(most, features[feature] ?? -1), -1)
  return {
    ...asked,
    decided,
    candidates: candidates.map(({ id }) => id),
    confidences: candidates.slice(0, MOST_CANDIDATES_OFFERED).map(({ confidence }) => confidence),
    policy,
    meaning: largest('denseBest'),
    centre: largest('denseCentre'),
    words: largest('coverage'),
  }
}

/** What was found of a question, as a decision reads it. */
export function foundOf({
  candidates,
  confidences,
  policy,
}: Pick<Answered, 'candidates' | 'confidences' | 'policy'>): Found {
  return {
    candidates: confidences.map((confidence, place) => ({ id: candidates[place] as string, confidence })),
    policy,
  }
}

/** The confidence of the first candidate; 0 without one. */
export function firstConfidenceOf({ confidences }: Pick<Answered, 'confidences'>): Probability {
  return confidences[0] ?? 0
}

/**
 * How far an answer is from another decision: as long as the first confidence, its lead over the second and the likelihood of the first three together each
 * move by less, the decision stays. It knows the thresholds by which `assistant/decide` decides on a first question: a rule that is added there is added here,
 * or questions that it concerns are not asked anew (`askChange`). `tests/assistant/decide.test.ts` holds the two together.
 */
export function decisionMargin(answer: Pick<Answered, 'candidates' | 'confidences' | 'policy'>): Probability {
  const { candidates, policy } = foundOf(answer)
  const [first, second] = answer.confidences
  if (first === undefined) return 1
  const lead = first - (second ?? 0)
  const over = Math.min(first - policy.answer, lead - policy.gap)
  if (over >= 0) return over
  return Math.min(-over, Math.abs(massOf(candidates) - policy.floor))
}

/**
 * Whether two decisions are the same: the same answer, choices, or nothing. Which further choices are beside the likely one turns on hundredths of a
 * confidence, and a report does not tell it.
 */
export function isSameDecision(a: FirstDecision, b: FirstDecision): boolean {
  return a.kind === 'answer' ? b.kind === 'answer' && a.id === b.id : a.kind === b.kind
}

/** A decision as a report says it. */
export function gateOutcomeOf(answer: Answered, titleOf: (id: string) => string): GateOutcome {
  const { decided } = answer
  const name = (id: string) => ({ id, title: titleOf(id) })
  switch (decided.kind) {
    case 'answer':
      return { kind: 'answered', by: name(decided.id), confidence: firstConfidenceOf(answer) }
    case 'clarify':
      return { kind: 'clarified', among: decided.ids.map(name) }
    case 'none':
      return { kind: 'unanswered' }
    default:
      return decided satisfies never
  }
}
