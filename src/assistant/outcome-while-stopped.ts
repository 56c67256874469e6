import { aggregateOf, type Outcome } from '../platform/model/outcome.js'

/** What came of a question while the answers are stopped: a way to a person stays what it is, anything else goes to one. */
export function outcomeWhileStopped(outcome: Outcome): Outcome {
  return aggregateOf(outcome) === 'escalated' ? outcome : 'escalated_stopped'
}
