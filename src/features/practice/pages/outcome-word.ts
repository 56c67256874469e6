import type { WordKey } from '../../../ui/kit/words.js'
import type { Feedback } from '../feedback.js'
import { outcomeOf } from '../result.js'

/** The sentence of an outcome: one that is due to a fault alone says so. Pure. */
export function outcomeWord({ outcome, never, counts }: Pick<Feedback, 'outcome' | 'never' | 'counts'>): WordKey {
  const isFaultAlone = never.length > 0 && outcomeOf({ ...counts, safe: true }) !== 'again'
  return isFaultAlone ? 'practice.outcome.unsafe' : `practice.outcome.${outcome}`
}
