import type { QueueItem, QueueView } from '../../contract.js'

/** Something that became an agent's without her doing: a colleague passed it to her, or what she had put aside came back. */
export interface LifeNews {
  kind: 'transferred' | 'woken'
  item: QueueItem
}

/** What became hers between two readings of the queue. Pure. */
export function lifeNewsBetween(before: QueueView, after: QueueView): LifeNews[] {
  const mine = new Map(before.mine.map((item) => [item.id, item]))
  return after.mine.flatMap((item): LifeNews[] => {
    const former = mine.get(item.id)
    if (!former) return item.passedBy ? [{ kind: 'transferred', item }] : []
    // When the citizen wrote, that is what is told.
    const isBack = former.snoozedUntil && !item.snoozedUntil && item.lastAt === former.lastAt
    return isBack ? [{ kind: 'woken', item }] : []
  })
}

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

/** Names of the supervisors who took a conversation of hers over between two readings of the queue. Pure. */
export function lostTo(before: QueueView | null, after: QueueView, userId: string | undefined): string[] {
  const mine = new Set(before?.mine.map(({ id }) => id))
  return after.others.flatMap(({ id, takenFrom, passedBy, agentName }) =>
    mine.has(id) && takenFrom === userId && passedBy === undefined && agentName ? [agentName] : [],
  )
}
