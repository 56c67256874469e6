import type { FailureState, StandingFailure } from '../../failures/failure.js'
import type { RemarkStore } from '../store/remark-verbs.js'

/** What a curator decides, as the agents who remarked it are told. */
interface Told {
  state: FailureState
  reason: string
  by: string
}

/** Tells the agents what becomes of what they remarked, in the words of a remark: nothing yet, done, or rejected and why. */
export async function settleRemarks(
  { store, now }: { store: Pick<RemarkStore, 'settleRemark'>; now: () => Date },
  failures: readonly StandingFailure[],
  { state, reason, by }: Told,
): Promise<void> {
  const isNew = state === 'anomaly' || state === 'to_review'
  for (const { remark } of failures) {
    if (!remark) continue
    await store.settleRemark(remark.id, {
      state: isNew ? 'new' : state === 'resolved' ? 'done' : 'rejected',
      settledAt: isNew ? null : now().toISOString(),
      settledBy: isNew ? null : by,
      reason: isNew || state === 'resolved' ? '' : reason,
    })
  }
}
