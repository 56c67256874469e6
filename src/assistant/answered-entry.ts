import type { Found } from '../features/publication/answers.js'
import type { Probability } from '../platform/model/turn.js'
import { decide } from './decide.js'

/** The entry that a first question with these candidates is answered with at once; `null` when the assistant asks back or offers a person. */
export function answeredEntry({ candidates, policy }: Found): { id: string; confidence: Probability } | null {
  const decision = decide(candidates, policy)
  return decision.kind === 'answer' ? decision.entry : null
}
