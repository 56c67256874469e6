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
