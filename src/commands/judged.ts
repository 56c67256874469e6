import type { Outcome } from '../platform/model/outcome.js'
import type { Probability } from '../platform/model/probability.js'

/** What was predicted for one question, with what was expected. */
export interface Judged {
  outcome: Outcome
  /** Of the first candidate; 0 when there was none. */
  confidence: Probability
  /** Place of the first right entry among the ranked, from 1; `null` when there is none among them. */
  rightAt: number | null
  /** Whether some entry answers it. */
  inScope: boolean
  durationMs: number
}

/** Whether the first candidate is right. */
export function isRight({ rightAt }: Judged): boolean {
  return rightAt === 1
}
