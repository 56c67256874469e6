import type { Probability } from '../../platform/model/turn.js'
import { massOf } from '../../search/policy.js'
import type { SearchIndex, SearchResult } from '../../search/search-index.js'
import type { Base } from '../entries/catalogue/base.js'
import type { GateOutcome } from './gate-report.js'

/** What the assistant would do with a first question. */
export type Decided = { kind: 'answer'; id: string } | { kind: 'clarify'; ids: string[] } | { kind: 'none' }

/** Decides on a first question, as the assistant does. */
export type DecideFirst = (found: SearchResult) => Decided

/** An example question asked of an index that lacks it, and what came of it. */
export interface Rehearsed {
  /** Id of its entry. */
  from: string
  question: string
  part: number
  decided: Decided
  /** Of the first candidate; 0 without one. */
  confidence: Probability
  /** How much the confidences may move before something else is decided. */
  edge: Probability
  /** The candidates that were looked at, best first. */
  candidates: string[]
  /** How near the nearest of these is by meaning, as a cosine; how near the nearest as a whole; and the share of the question's words that the best of them has. */
  meaning: number
  centre: number
  words: number
}

/** Every example question of a base, asked. */
export interface Rehearsal {
  base: Base
  /** The indexes that were asked, by part: what the next rehearsal is built from. */
  indexes: SearchIndex[]
  replies: ReadonlyMap<string, Rehearsed>
}

/** By what a question of an entry is found. */
export function keyOfQuestion(entryId: string, question: string): string {
  return `${entryId} ${question}`
}

/** Reads what came of a question. Pure. */
export function rehearsed(
  asked: Pick<Rehearsed, 'from' | 'question' | 'part'>,
  found: SearchResult,
  decided: Decided,
): Rehearsed {
  const { candidates } = found
  const largest = (feature: string) =>
    candidates.reduce((most, { features }) => Math.max(most, features[feature] ?? -1), -1)
  return {
    ...asked,
    decided,
    confidence: candidates[0]?.confidence ?? 0,
    edge: edgeOf(found),
    candidates: candidates.map(({ id }) => id),
    meaning: largest('denseBest'),
    centre: largest('denseCentre'),
    words: largest('coverage'),
  }
}

/** How far the confidences are from another decision. */
function edgeOf({ candidates, policy }: SearchResult): Probability {
  const [first, second] = candidates.map(({ confidence }) => confidence)
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
export function isSameDecision(a: Decided, b: Decided): boolean {
  return a.kind === 'answer' ? b.kind === 'answer' && a.id === b.id : a.kind === b.kind
}

/** A decision as a report says it. `least` is the confidence that the promise asks of an answer. */
export function outcomeOf(
  { decided, confidence }: Pick<Rehearsed, 'decided' | 'confidence'>,
  titleOf: (id: string) => string,
): GateOutcome {
  const name = (id: string) => ({ id, title: titleOf(id) })
  switch (decided.kind) {
    case 'answer':
      return { kind: 'answered', by: name(decided.id), confidence }
    case 'clarify':
      return { kind: 'clarified', among: decided.ids.map(name) }
    case 'none':
      return { kind: 'unanswered' }
    default:
      return decided satisfies never
  }
}
