import type { Entry } from '../features/entries/model/entry.js'
import type { Outcome } from '../platform/model/outcome.js'

/** The outcome of showing an entry: one that has expired answers nothing, however it was reached. */
export function shownAs(entry: Pick<Entry, 'expired'>, outcome: Outcome): Outcome {
  return entry.expired ? 'unanswerable_expired' : outcome
}
