import type { QueueItem, QueueView } from '../../contract.js'
import { byPlace } from '../../handoff.js'

/** Names of the queue's sections, in the order in which they are shown. */
export const SECTIONS = ['pending', 'mine', 'waiting', 'callbacks', 'messages', 'others', 'snoozed', 'ended'] as const
/** One of {@link SECTIONS}. */
export type SectionName = (typeof SECTIONS)[number]

/** A section of the queue with its rows in order. */
export interface QueueSection {
  name: SectionName
  items: QueueItem[]
}

/**
 * The queue as it is read from top to bottom; every row is in one section. To take: urgent first, whatever they are, then
 * people who wait in the chat, oldest first. Mine: those who wait for me, urgent first; waiting: those in whose conversation I wrote last.
 * Call-backs by half-day, so that late ones come first, mine among them. Messages left, oldest first. Colleagues'. Put
 * aside: the first to come back first. Ended: latest first. Pure.
 */
export function toSections(queue: QueueView): QueueSection[] {
  const rows = [...queue.pending, ...queue.mine, ...queue.others, ...queue.ended]
  const sections = new Map(SECTIONS.map((name) => [name, [] as QueueItem[]]))
  for (const row of rows) sections.get(sectionOf(row))?.push(row)
  return SECTIONS.map((name) => ({ name, items: (sections.get(name) ?? []).sort(ORDERS[name]) }))
}

/** The section of a row. */
export function sectionOf(item: QueueItem): SectionName {
  if (item.status !== 'pending' && item.status !== 'assigned') return 'ended'
  if (item.snoozedUntil !== undefined && (item.mine || item.status === 'pending')) return 'snoozed'
  if (item.status === 'assigned' && !item.mine) return 'others'
  if (item.urgent && item.status === 'pending') return 'pending'
  if (item.kind === 'callback') return 'callbacks'
  if (item.status === 'pending') return item.kind === 'message' ? 'messages' : 'pending'
  return item.kind === 'live' && !item.awaitingAgent ? 'waiting' : 'mine'
}

/** Rows that the shortcuts walk through: everything that is neither over nor put aside. */
export function walkableItems(queue: QueueView): QueueItem[] {
  return toSections(queue).flatMap(({ name, items }) => (name === 'ended' || name === 'snoozed' ? [] : items))
}

/** The request that an agent takes when she asks for the next one: who waits, then messages, then calls; not what a colleague is offered. */
export function nextToTake(queue: QueueView): QueueItem | undefined {
  const sections = new Map(toSections(queue).map(({ name, items }) => [name, items]))
  const isFree = ({ status, offered }: QueueItem) => status === 'pending' && offered !== 'other'
  const [first] = (['pending', 'messages', 'callbacks'] as const).flatMap(
    (name) => sections.get(name)?.find(isFree) ?? [],
  )
  return first
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

/** How much waits for this agent now. */
export function waitingCount(queue: QueueView, now: Date = new Date()): number {
  return waitingItems(queue, now).length
}

/** What waits for this agent now: requests to take, and conversations of hers in which the citizen wrote last; not calls of another half-day. */
export function waitingItems(queue: QueueView, now: Date): QueueItem[] {
  const isLater = ({ slot }: QueueItem) => slot !== undefined && Date.parse(slot.startsAt) > now.getTime()
  const pending = queue.pending.filter((item) => item.snoozedUntil === undefined && !isLater(item))
  const mine = queue.mine.filter((item) => sectionOf(item) === 'mine' && item.awaitingAgent && item.kind !== 'desk')
  return [...pending, ...mine]
}

const ORDERS: Record<SectionName, (a: QueueItem, b: QueueItem) => number> = {
  pending: (a, b) =>
    Number(b.urgent) - Number(a.urgent) || Number(b.kind === 'live') - Number(a.kind === 'live') || byPlace(a, b),
  mine: (a, b) =>
    Number(b.awaitingAgent) - Number(a.awaitingAgent) ||
    Number(b.urgent) - Number(a.urgent) ||
    byTime(a.lastAt, b.lastAt),
  waiting: (a, b) => byTime(a.lastAt, b.lastAt),
  callbacks: (a, b) => byTime(a.slot?.startsAt, b.slot?.startsAt) || byAge(a, b),
  messages: byAge,
  others: byAge,
  snoozed: (a, b) => byTime(a.snoozedUntil, b.snoozedUntil),
  ended: (a, b) => byTime(b.endedAt ?? '', a.endedAt ?? ''),
}

function byAge(a: QueueItem, b: QueueItem): number {
  return byTime(a.requestedAt, b.requestedAt)
}

/** Ids settle nothing here: rows asked for in the same millisecond keep the server's order. */
function byTime(a = '', b = ''): number {
  return a.localeCompare(b)
}
