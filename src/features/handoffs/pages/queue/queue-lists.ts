import type { StaffApi } from '../../../../ui/kit/staff-api.js'
import { handoffRoutes, type QueueChangesView, type QueueItem, type QueueView } from '../../contract.js'
import { isToAnswer, type ListName, listsOf } from '../../lists.js'

/** The lists of an agent, and what is in none: what colleagues hold, and what ended since midnight. */
export type QueueLists = Record<ListName | 'others' | 'ended', QueueItem[]>

/** The rows of a queue by list, each in its order. Pure. */
export function listsIn(queue: QueueView, now: Date): QueueLists {
  const { mine, take, later } = listsOf([...queue.pending, ...queue.mine], queue.mine[0]?.agentId ?? '', now)
  return { mine, take, later, others: queue.others, ended: queue.ended }
}

/** The row of a handoff, wherever it is. */
export function findItem(queue: QueueView | null, handoffId: string | null): QueueItem | undefined {
  if (!queue) return undefined
  return [...queue.pending, ...queue.mine, ...queue.others, ...queue.ended].find(({ id }) => id === handoffId)
}

/** What waits for this agent now: the conversations of hers in which somebody waits for an answer, then what may be taken. */
export function waitingItems(queue: QueueView, now: Date): QueueItem[] {
  const { mine, take } = listsIn(queue, now)
  return [...mine.filter((item) => isToAnswer(item, now)), ...take]
}

/** Rows that the shortcuts walk through: what is hers, then what may be taken. */
export function walkableItems(queue: QueueView, now: Date): QueueItem[] {
  const { mine, take } = listsIn(queue, now)
  return [...mine, ...take]
}

/** The request that an agent takes when she asks for the next one: not what a colleague is offered. A call whose half-day has not begun comes last. */
export function nextToTake(queue: QueueView, now: Date): QueueItem | undefined {
  const { take, later } = listsIn(queue, now)
  return [...take, ...later].find(({ status, offered }) => status === 'pending' && offered !== 'other')
}

/** The conversation of hers in which somebody has waited longest for an answer, besides one. */
export function nextToAnswer(queue: QueueView, besides: string, now: Date): QueueItem | undefined {
  return listsIn(queue, now).mine.find((item) => item.id !== besides && isToAnswer(item, now))
}

/** The row after (`1`) or before (`-1`) the selected one; the ends join. `null` when there is none. */
export function neighbourOf(queue: QueueView, selectedId: string | null, step: 1 | -1, now: Date): string | null {
  const ids = walkableItems(queue, now).map(({ id }) => id)
  const at = selectedId === null ? -1 : ids.indexOf(selectedId)
  const next = at < 0 ? (step === 1 ? 0 : ids.length - 1) : (at + step + ids.length) % ids.length
  return ids[next] ?? null
}

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
