import type { RecognisedLanguage } from './language.js'
import type { Outcome } from './outcome.js'

/**
 * What came of an answer that waited: an agent said yes, gave another answer, or said no; nobody looked in time; or an agent talks with the
 * citizen by now.
 */
export const VALIDATION_RESULTS = ['confirmed', 'edited', 'refused', 'expired', 'withdrawn'] as const
/** One of {@link VALIDATION_RESULTS}. */
export type ValidationResult = (typeof VALIDATION_RESULTS)[number]

/** What a turn keeps of its validation. */
export interface TurnValidation {
  result: ValidationResult
  /** ISO instant of the decision. */
  at: string
  /** Id and name of the agent; `null` when nobody decided. */
  agentId: string | null
  agentName: string | null
  /** The entry that was proposed. */
  proposedEntryId: string
  /** How long the citizen waited for it, ms. */
  waitedMs: number
}

/** What an agent says of an answer that was drawn by chance after it was given. */
export const SAMPLE_VERDICTS = ['right', 'wrong', 'unsure'] as const
/** One of {@link SAMPLE_VERDICTS}. */
export type SampleVerdict = (typeof SAMPLE_VERDICTS)[number]

/** What a turn keeps of an agent's look at its answer. */
export interface SampleCheck {
  said: SampleVerdict
  /** ISO instant. */
  at: string
  agentId: string
}

/** Whom a talk may be about, besides nobody in particular. */
export const FOR_WHOM = ['self', 'child', 'spouse', 'parent', 'foreigner', 'professional'] as const
/** One of {@link FOR_WHOM}: the citizen herself, her child, spouse or parent, somebody who is not French, or a business of hers. */
export type ForWhom = (typeof FOR_WHOM)[number]

/** An entry that may answer a question. */
export interface Candidate {
  entryId: string
  title: string
  /** Calibrated probability that this entry answers the question. */
  confidence: Probability
  /** Whether the decision used it (in the answer or among the choices). Rejected ones are kept for audit. */
  kept: boolean
  /** The example question, title or passage nearest to the question, for explanations. */
  nearest?: string
  /** Words of the question found in the entry, for explanations. */
  matchedWords?: string[]
  /** Raw evidence by name, for audit only; never shown as a confidence. */
  features?: Record<string, number>
}

/** The confidence of a first candidate as it was calibrated, and by which calibration. */
export interface Calibrated {
  confidence: Probability
  /** Name of the calibration. */
  by: string
}

/** What the assistant decided about one citizen message, and why. */
export interface Turn {
  /** Sequence number of the citizen's message in its conversation. */
  messageSeq: number
  at: string
  outcome: Outcome
  /** Confidence of the first candidate; `null` when nothing was searched. */
  confidence: Probability | null
  /** What that confidence was before agents' checks refitted it; absent when something else than a calibration for French settled it. */
  calibrated?: Calibrated
  entryId: string | null
  candidates: Candidate[]
  /** What the screen detected: `pii:iban`, `distress`, `wish`… never the text itself. */
  signals: string[]
  contentVersion: string
  /** `null` when the encoder was not available and lexical search answered alone. */
  encoderVersion: string | null
  /** The language recognised in the message, when it is not French. */
  language?: RecognisedLanguage
  /** Whether the message was searched by French words that a lexicon gave for its own; they are not its translation. */
  translated?: boolean
  /** For whom its message asks, in the citizen's own words; absent where it does not say. */
  forWhom?: ForWhom
  /** Milliseconds by stage. */
  durationsMs: Record<string, number>
  /** What came of its answer, when an agent checked it or should have. */
  validation?: TurnValidation
  /** What an agent said of its answer, when it was drawn by chance. */
  check?: SampleCheck
}

/** A number in [0, 1]. Confidences shown or stored are calibrated probabilities, never raw scores. */
export type Probability = number
