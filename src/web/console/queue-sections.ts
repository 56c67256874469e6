import type { QueueItem, QueueView } from '../../http/contract.js'

/** Names of the queue's sections, in the order in which they are shown. */
export const SECTIONS = ['pending', 'mine', 'others', 'ended'] as const
/** One of {@link SECTIONS}. */
export type SectionName = (typeof SECTIONS)[number]

/** A section of the queue with its rows in order. */
export interface QueueSection {
  name: SectionName
  items: QueueItem[]
}

/**
 * The queue as it is read from top to bottom. To take: urgent first, then people who wait in the chat, oldest first, then
 * messages left. Mine: those who wait for me first. Ended: latest first. Pure.
 */
export function toSections(queue: QueueView): QueueSection[] {
  return [
    { name: 'pending', items: [...queue.pending].sort(byUrgencyThenKindThenAge) },
    { name: 'mine', items: [...queue.mine].sort(byTurnThenAge) },
    { name: 'others', items: [...queue.others].sort(byAge) },
    { name: 'ended', items: queue.ended },
  ]
}

/** Rows that the shortcuts walk through: everything that is not over. */
export function walkableItems(queue: QueueView): QueueItem[] {
  return toSections(queue).flatMap(({ name, items }) => (name === 'ended' ? [] : items))
}

/** The row after (`1`) or before (`-1`) the selected one; the ends join. `null` when there is none. */
export function neighbourOf(queue: QueueView, selectedId: string | null, step: 1 | -1): string | null {
  const ids = walkableItems(queue).map(({ id }) => id)
  const at = selectedId === null ? -1 : ids.indexOf(selectedId)
  const next = at < 0 ? (step === 1 ? 0 : ids.length - 1) : (at + step + ids.length) % ids.length
  return ids[next] ?? null
}

/** The row of a handoff, wherever it is. */
export function findItem(queue: QueueView | null, handoffId: string | null): QueueItem | undefined {
  if (!queue) return undefined
  return [...queue.pending, ...queue.mine, ...queue.others, ...queue.ended].find(({ id }) => id === handoffId)
}

/** What waits for this agent: requests to take, and conversations of hers in which the citizen wrote last. */
export function waitingCount(queue: QueueView): number {
  return queue.pending.length + queue.mine.filter(({ awaitingAgent }) => awaitingAgent).length
}

function byUrgencyThenKindThenAge(a: QueueItem, b: QueueItem): number {
  return Number(b.urgent) - Number(a.urgent) || Number(b.kind === 'live') - Number(a.kind === 'live') || byAge(a, b)
}

function byTurnThenAge(a: QueueItem, b: QueueItem): number {
  return Number(b.awaitingAgent) - Number(a.awaitingAgent) || a.lastAt.localeCompare(b.lastAt)
}

function byAge(a: QueueItem, b: QueueItem): number {
  return a.requestedAt.localeCompare(b.requestedAt)
}
