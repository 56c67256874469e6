import { z } from 'zod'
import type { DecisionReason, Explanation } from '../../../assistant/explain-question.js'
import { MAX_TEXT_LENGTH } from '../../../platform/http/contract.js'
import type { Outcome } from '../../../platform/model/outcome.js'

/** Questions tried in one call; a spreadsheet is tried in several, so that its progress is seen. */
export const MOST_TRIED = 50

const question = z.string().min(1).max(MAX_TEXT_LENGTH)

/** `POST /admin/try` */
export const tryRequest = z.strictObject({ question })
/** `POST /admin/try/batch` */
export const tryBatchRequest = z.strictObject({ questions: z.array(question).min(1).max(MOST_TRIED) })

/** What `POST /admin/try` answers: the whole explanation. */
export type TryView = Explanation

/** What the assistant would do with one question of a batch. */
export interface TriedView {
  /** Masked. */
  question: string
  outcome: Outcome
  reason: DecisionReason
  /** The first candidates, at most two. */
  candidates: { id: string; title: string; confidence: number }[]
}

/** What `POST /admin/try/batch` answers, in the order of the questions. */
export interface TriedBatchView {
  tried: TriedView[]
}
