import type { DialogueMemory, NewMessage } from './conversation.js'
import type { Category } from './entry.js'
import type { RecognisedLanguage } from './language.js'
import type { Outcome } from './outcome.js'
import { type Probability, type TurnValidation, VALIDATION_RESULTS, type ValidationResult } from './turn.js'

/** Which answers of a commune an agent checks before they are shown. Either rule is enough; without any, none is. */
export interface ValidationSettings {
  /** Answers that are less sure than this, whatever their category. */
  below?: Probability
  /** Categories of which every answer is checked, however sure; `all`: every answer. */
  categories?: Category[] | 'all'
  /** How long an agent has, seconds. Default {@link DEFAULT_VALIDATION_SECONDS}. */
  seconds?: number
}

/** Long enough to read a question and three titles, short enough to wait for. */
export const DEFAULT_VALIDATION_SECONDS = 60

/** Whether an answer that the policy would give waits for an agent. Whether one is there is another question. Pure. */
export function needsValidation(
  settings: ValidationSettings | undefined,
  answer: { confidence: Probability; category: Category },
): boolean {
  const { below = 0, categories = [] } = settings ?? {}
  return answer.confidence < below || categories === 'all' || categories.includes(answer.category)
}

/** What the assistant would have said at once, kept until it is decided. */
export interface HeldReply {
  outcome: Outcome
  /** The entry whose card it is; `null` when its guide asks first. */
  entryId: string | null
  /** In order; they are dated when they are said. */
  replies: NewMessage[]
  memory: DialogueMemory
}

/** An answer that waits for an agent. Its deadline is stored and swept: a restart forgets none. */
export interface Validation {
  id: string
  conversationId: string
  communeId: string
  /** Of the citizen's message. */
  messageSeq: number
  /** Her words, masked. */
  question: string
  /** The language in which she is answered. */
  language: RecognisedLanguage
  /** The entry that is proposed. */
  entryId: string
  requestedAt: string
  /** When it is shown without a check, ISO instant. */
  deadlineAt: string
  held: HeldReply
}

/** A validation to store; the store gives it its id and the number of its message. */
export type NewValidation = Omit<Validation, 'id' | 'conversationId' | 'communeId' | 'messageSeq'>

/** What is written when a validation is decided: messages, and what becomes of its turn and of the dialogue. */
export interface Settlement {
  validation: TurnValidation
  outcome: Outcome
  entryId: string | null
  /** Candidates that she was shown or proposed. */
  keptEntryIds: string[]
  messages: NewMessage[]
  /** Remembered, unless she has said something else meanwhile. */
  memory: DialogueMemory
}

/** Name of the counter of a result. */
export function validationCounter(result: ValidationResult): string {
  return `validation.${result}`
}

/** How agents judged the assistant's answers over some days. */
export interface ValidationSummary extends Record<ValidationResult, number> {
  /** Confirmed among those that an agent decided, in [0, 1]; `null` without any. */
  agreement: Probability | null
}

/** Sums validations up from counters by day. */
export function summariseValidations(days: Record<string, Record<string, number>>): ValidationSummary {
  const total = (result: ValidationResult) =>
    Object.values(days).reduce((sum, counters) => sum + (counters[validationCounter(result)] ?? 0), 0)
  const counts = Object.fromEntries(VALIDATION_RESULTS.map((result) => [result, total(result)])) as Record<
    ValidationResult,
    number
  >
  const decided = counts.confirmed + counts.edited + counts.refused
  return { ...counts, agreement: decided === 0 ? null : counts.confirmed / decided }
}
