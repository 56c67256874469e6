import type { SessionView } from '../../../../platform/http/shapes.js'
import type { QueueItem, QueueView } from '../../contract.js'
import { nextToTake } from '../queue/queue-lists.js'

/** What is offered to this agent, if anything. */
export function offeredToMe(queue: QueueView | null): QueueItem | undefined {
  return queue?.pending.find(({ offered }) => offered === 'me')
}

/** Whether a colleague is being asked first, so that this agent may not take it now; a supervisor may. */
export function isKept({ offered }: Pick<QueueItem, 'offered'>, session: SessionView | null): boolean {
  return offered === 'other' && !session?.user.roles.includes('admin')
}

/** What the shortcut takes: what is offered to the agent, else the open handoff if it waits, else the first that no colleague is offered. */
export function firstToTake(queue: QueueView, openId: string | null, now: Date): QueueItem | undefined {
  const open = queue.pending.find(({ id }) => id === openId)
  return offeredToMe(queue) ?? open ?? nextToTake(queue, now)
}

/** Whole seconds left until an instant of the server; 0 once it has passed. `aheadMs` is how far the server's clock is ahead of this one. */
export function secondsLeft(dueAt: string, nowMs: number, aheadMs: number): number {
  return Math.max(0, Math.ceil((Date.parse(dueAt) - nowMs - aheadMs) / 1000))
}
