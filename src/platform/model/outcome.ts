/**
 * What came of a citizen's message. The part before the first `_` is the aggregate that statistics count:
 * answered, clarification, escalated, unanswerable, blocked, held, error. A wish for a human outside opening hours is
 * `blocked_closed`: nobody is called, a message can be left. A question of a guide is `clarification_guided`, and where it led `answered_guided`.
 * `answered_follow_up` is the part of the entry shown before that a message asked for without naming a subject.
 * `answered_fact` is computed from the commune's own file: hours, a telephone, an address, who does what; or it is where a thing goes that is thrown away, or what its files say of an address.
 * `held_validation` waits for an agent and is not counted before it is decided: as `answered_validated`, `answered_by_agent`, `unanswerable_by_agent`,
 * or as what the assistant would have done alone. `unanswerable_expired` found its entry, whose answer may not be shown any more, or not yet.
 * `escalated_stopped` is a question that came while the answers of the commune were stopped.
 */
export const OUTCOMES = [
  'answered',
  'answered_choice',
  'answered_guided',
  'answered_follow_up',
  'answered_fact',
  'answered_small_talk',
  'answered_digital_help',
  'answered_validated',
  'answered_by_agent',
  'clarification',
  'clarification_guided',
  'escalated_wish',
  'escalated_emergency',
  'escalated_distress',
  'escalated_anger',
  'escalated_not_understood',
  'escalated_repeated_failure',
  'escalated_stopped',
  'unanswerable_low_confidence',
  'unanswerable_personal_file',
  'unanswerable_no_words',
  'unanswerable_choice_refused',
  'unanswerable_by_agent',
  'unanswerable_expired',
  'blocked_closed',
  'held_validation',
  'error_search',
] as const

/** One of {@link OUTCOMES}. */
export type Outcome = (typeof OUTCOMES)[number]

/** The aggregate of an outcome: its part before the first underscore. */
export function aggregateOf(outcome: Outcome): string {
  return outcome.split('_', 1)[0] ?? outcome
}

/**
 * What decided. `signals`: something noticed before any search; `own_file`: it asks about a file that no entry knows; `no_words`: nothing to search for;
 * `sure`: the first candidate is sure enough and well ahead; `close`: sure enough, but the second is too close; `unsure`: one of the first probably answers;
 * `vague`: it is a word that several entries have; `guide`: it names what a guide is about, which asks its questions; `unlikely`: none of the candidates
 * answers; `foreign`: one of the first probably answers, in a language in which the assistant never answers at once.
 */
export const DECISION_REASONS = [
  'signals',
  'own_file',
  'no_words',
  'sure',
  'close',
  'unsure',
  'vague',
  'guide',
  'unlikely',
  'foreign',
] as const
/** One of {@link DECISION_REASONS}. */
export type DecisionReason = (typeof DECISION_REASONS)[number]
