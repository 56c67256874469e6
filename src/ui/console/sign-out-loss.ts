import type { ConsoleState } from '../kit/agent-console.js'

/** What an agent leaves behind when she signs out. */
export interface SignOutLoss {
  /** Citizens with whom she talks, who go back to the queue. */
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
  const talks = (queue?.mine ?? []).filter(({ kind, snoozedUntil }) => kind === 'live' && snoozedUntil === undefined)
  const loss = { talks: talks.length, drafts: Object.keys(drafts).length, unsent: outbox.length }
  return Object.values(loss).some((count) => count > 0) ? loss : null
}
