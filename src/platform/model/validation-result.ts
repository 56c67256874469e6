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
