import type { Feedback } from '../../../domain/practice/feedback.js'
import type { WordKey } from '../words.js'

/** The sentence of an outcome: one that is due to a fault alone says so. Pure. */
export function outcomeWord({ outcome, never }: Pick<Feedback, 'outcome' | 'never'>): WordKey {
  return outcome === 'again' && never.length > 0 ? 'practice.outcome.unsafe' : `practice.outcome.${outcome}`
}
