import type { QueueView } from '../../contract.js'

/** Names of the supervisors who took a conversation of hers over between two readings of the queue. Pure. */
export function lostTo(before: QueueView | null, after: QueueView, userId: string | undefined): string[] {
  const mine = new Set(before?.mine.map(({ id }) => id))
  return after.others.flatMap(({ id, takenFrom, agentName }) =>
    mine.has(id) && takenFrom === userId && agentName ? [agentName] : [],
  )
}
