import type { QueueItem, QueueView } from '../../contract.js'

/**
 * What an agent held and what ended without her between two readings of the queue: the citizen gave it up, or fell silent. Pure.
 * @param own ids of what she ended herself
 */
export function endedByThemselves(
  before: QueueView | null,
  after: QueueView,
  own: { has(id: string): boolean },
): QueueItem[] {
  const mine = new Set(before?.mine.map(({ id }) => id))
  return after.ended.filter(
    ({ id, status, resolution }) =>
      mine.has(id) && !own.has(id) && (status === 'cancelled' || (status === 'resolved' && resolution === 'no_reply')),
  )
}
