import type { ConsoleState } from '../kit/agent-console.js'

/** What an agent leaves behind when she signs out. */
export interface SignOutLoss {
  /** Requests that she holds, which go on to somebody else: what she put aside, and a talk at the counter, do not. */
  talks: number
  drafts: number
  /** Messages that the server does not have. */
  unsent: number
}

/** What signing out would cost now; `null` when nothing. Pure. */
export function signOutLoss({
  queue,
  drafts,
  outbox,
}: Pick<ConsoleState, 'queue' | 'drafts' | 'outbox'>): SignOutLoss | null {
  const talks = (queue?.mine ?? []).filter(({ kind, snoozedUntil }) => kind !== 'desk' && snoozedUntil === undefined)
  const loss = { talks: talks.length, drafts: Object.keys(drafts).length, unsent: outbox.length }
  return Object.values(loss).some((count) => count > 0) ? loss : null
}
