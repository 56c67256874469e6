import type { DecideFirst, Found } from '../features/publication/answers.js'
import type { Probability } from '../platform/model/turn.js'
import { decide } from './decide.js'

/** What is done with a first question with these candidates: as in a conversation that begins with it. */
export const decideFirst: DecideFirst = ({ candidates, policy }) => {
  const decision = decide(candidates, policy)
  switch (decision.kind) {
    case 'answer':
      return { kind: 'answer', id: decision.entry.id }
    case 'clarify':
      return { kind: 'clarify', ids: decision.candidates.map(({ id }) => id) }
    case 'no_answer':
      return { kind: 'none' }
    default:
      return decision satisfies never
  }
}

/** The entry that a first question is answered with at once; `null` when the assistant asks back or offers a person. */
export function answeredEntry({ candidates, policy }: Found): { id: string; confidence: Probability } | null {
  const decision = decide(candidates, policy)
  return decision.kind === 'answer' ? decision.entry : null
}
