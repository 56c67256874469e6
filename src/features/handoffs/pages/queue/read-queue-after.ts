import type { StaffApi } from '../../../../ui/kit/staff-api.js'
import { handoffRoutes, type QueueChangesView, type QueueItem, type QueueView } from '../../contract.js'

/** Reads the queue: whole the first time, then only what has changed since. */
export async function readQueueAfter(api: StaffApi, known: QueueView | null): Promise<QueueView> {
  const read = await api.ask(handoffRoutes.queue, { query: { after: known?.version } })
  // Only who says which version she knows is told changes alone.
  return known && 'changed' in read ? withChanges(known, read) : (read as QueueView)
}

/** A queue with its changes. Rows that did not change are the same objects, so that they need not be drawn again. Pure. */
export function withChanges(known: QueueView, { changed, removed, ...head }: QueueChangesView): QueueView {
  const gone = new Set([...removed, ...changed.map(({ id }) => id)])
  const kept = [...known.pending, ...known.mine, ...known.others, ...known.ended].filter(({ id }) => !gone.has(id))
  const items = gone.size === 0 ? kept : [...kept, ...changed]
  const isMine = ({ status, mine }: QueueItem) => status === 'assigned' && mine
  return {
    ...head,
    pending: items.filter(({ status }) => status === 'pending'),
    mine: items.filter(isMine),
    others: items.filter((item) => item.status === 'assigned' && !isMine(item)),
    ended: items
      .filter(({ endedAt }) => endedAt !== null)
      .sort((a, b) => (b.endedAt ?? '').localeCompare(a.endedAt ?? '')),
  }
}
