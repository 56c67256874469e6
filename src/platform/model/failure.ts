import type { RecognisedLanguage } from './language.js'
import type { DecisionReason } from './outcome.js'
import type { Remark, RemarkKind } from './remark.js'

/**
 * How a question was failed. `unanswered`: nothing was found; `low_confidence`: she was asked back, and it led nowhere; `unhelpful`: she said that the answer
 * did not help; `corrected`: an agent who checked the answer gave another, or none; `remark`: an agent told the curators of it.
 */
export const FAILURE_KINDS = ['unanswered', 'low_confidence', 'unhelpful', 'corrected', 'remark'] as const
/** One of {@link FAILURE_KINDS}. */
export type FailureKind = (typeof FAILURE_KINDS)[number]

/**
 * What becomes of a failure. `anomaly`: nobody has looked at it; `to_review`: a remedy is written and waits to be published; `resolved`: it is answered now;
 * `out_of_scope`: the town hall has nothing to say of it; `wont_fix`: it could be answered, and will not be.
 */
export const FAILURE_STATES = ['anomaly', 'to_review', 'resolved', 'out_of_scope', 'wont_fix'] as const
/** One of {@link FAILURE_STATES}. */
export type FailureState = (typeof FAILURE_STATES)[number]

/** A question that was failed, with what was shown in its place. Every text of it is masked. */
export interface Failure {
  /** The same before and after its conversation ages out; tells nothing of it. */
  id: string
  communeId: string
  /** At least one, in the order of {@link FAILURE_KINDS}. */
  kinds: FailureKind[]
  /** When it was asked: an instant while its conversation lives, an ISO day afterwards. Whoever reads it is told the day alone. */
  at: string
  language: RecognisedLanguage
  question: string
  /** Stands for the person who asked, so that people are counted once; tells nothing of her. */
  asker: string
  /** The entry that was shown, when there was one. */
  shownEntryId: string | null
  /** The entry that should answer, as far as an agent said. */
  rightEntryId: string | null
  /** What an agent remarked of it. */
  remark: FailureRemark | null
  /**
   * What an agent then wrote to her, in her own words, where the talk was ended as answered. As it was sent: whoever reads it masks it. Goes with its
   * conversation.
   */
  written: string | null
}

/** What a failure keeps of a remark; its reason is told to the agent when it is rejected. */
export interface FailureRemark extends Pick<Remark, 'id' | 'agentName' | 'answer' | 'note'> {
  kind: RemarkKind
}

/** How a failure was mended: its question added to the draft of an entry, alone or with a sentence that answers it, or to the draft of a new one. */
export interface FailureRemedy {
  kind: 'question_added' | 'entry_begun' | 'sentence_added'
  entryId: string
  /** What was added, and the path of its field. In the words of agents, masked. */
  sentence?: { field: string; text: string }
}

/** What a curator decided of a failure. */
export interface FailureDecision {
  failureId: string
  communeId: string
  state: FailureState
  at: string
  /** Name of whoever decided. */
  by: string
  reason: string
  remedy: FailureRemedy | null
  /** What was pressed once for several: it is undone at once. */
  actionId: string
  /** What had been decided before, for an undo. */
  former: Omit<FailureDecision, 'former' | 'failureId' | 'communeId'> | null
}

/** A decision on several failures, pressed once. */
export interface DecisionRequest extends Omit<FailureDecision, 'failureId' | 'former'> {
  failureIds: readonly string[]
}

/**
 * What the assistant does with a question asked anew: answers it, asks back among some entries, has nothing, or does something else before it searches
 * (danger, a wish for a person, courtesies).
 */
export const RETRY_KINDS = ['answered', 'asked_back', 'unanswered', 'otherwise'] as const

/** What came of asking a failed question again of what is served, or of what would be. */
export interface Retry {
  kind: (typeof RETRY_KINDS)[number]
  /** The entry that answers, or those among which it asks. */
  entryIds: string[]
  reason: DecisionReason
}

/** A failure as it stands. */
export interface StandingFailure extends Failure {
  state: FailureState
  decision: FailureDecision | null
  /** What is answered to it now; `null` while it has not been asked again. */
  retry: Retry | null
}

/** Whether an entry answers a question now. */
export function isAnsweredBy(retry: Retry, entryId: string): boolean {
  return retry.kind === 'answered' && retry.entryIds[0] === entryId
}

/** A failed question as it is kept after its conversation: the day in place of the instant, nothing an agent wrote, and no remark, which outlives it on its own. */
export type KeptFailure = Omit<Failure, 'remark' | 'written'>

/** A failure of a conversation, and from when it counts: a question asked back may still be answered. */
export interface FoundFailure extends Failure {
  /** ISO instant; absent: at once. */
  countsFrom?: string
}

/** What an agent remarked, as a failure; that of a conversation which has aged out stands for its own asker. */
export function failureOfRemark(remark: Remark, asker: string, kinds: readonly FailureKind[]): Failure {
  const { id, communeId, at, language, question, answer, entryId, rightEntryId, kind, agentName, note } = remark
  return {
    id,
    communeId,
    kinds: [...kinds, 'remark'],
    at,
    language,
    question: question || answer,
    asker,
    shownEntryId: entryId,
    rightEntryId,
    remark: { id, kind, agentName, answer, note },
    written: null,
  }
}

/** How a failure stands: as was decided of it, or of the remark that it is. */
export function toStandingFailure(
  failure: Failure,
  decision: FailureDecision | null,
  remark?: Remark,
): StandingFailure {
  const settled = remark && remark.state !== 'new' ? (remark.state === 'done' ? 'resolved' : 'wont_fix') : 'anomaly'
  return { ...failure, state: decision?.state ?? settled, decision, retry: null }
}

/** What is kept of a failure when its conversation ages out. @param day in the zone of its commune */
export function toKeptFailure({ remark: _, written: __, ...failure }: Failure, day: string): KeptFailure {
  return { ...failure, at: day }
}
