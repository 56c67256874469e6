import { awaitsAnswer, awaitsAnswerSince, type QueuedHandoff } from '../../platform/model/digest.js'
import { type Handoff, waitsSince } from '../../platform/model/handoff.js'

/**
 * The three lists of an agent. `mine`: what she holds; `take`: what anyone may take now; `later`: what comes back by itself at an hour, what she put aside and
 * calls whose half-day has not begun. What colleagues hold, and what is over, is in none.
 */
export const LISTS = ['mine', 'take', 'later'] as const
/** One of {@link LISTS}. */
export type ListName = (typeof LISTS)[number]

/** What the lists look at of a request; a row of the queue has it all. */
export interface ListedRequest
  extends Pick<Handoff, 'id' | 'kind' | 'status' | 'urgent' | 'agentId' | 'requestedAt'>,
    Pick<Handoff, 'reopenedAt' | 'snoozedUntil' | 'slot'> {
  /** Whether nobody has it, the last word is its citizen's, or its agent has said nothing since it came to her. */
  awaitingAgent: boolean
  /** When she said the first of the words that no agent has answered. */
  awaitingSince?: string
  /** When she last said something; when she asked, before. */
  lastAt: string
}

/** The same of what is stored: the rows of the queue, the team view and the supervision are made from it. */
export function toListed(row: QueuedHandoff): Handoff & Omit<ListedRequest, keyof Handoff> {
  const { handoff, digest } = row
  const awaitingSince = awaitsAnswerSince(row)
  return {
    ...handoff,
    // What was put aside waits for its time, not for the agent.
    awaitingAgent: awaitsAnswer(row) && handoff.snoozedUntil === undefined,
    ...(awaitingSince === null ? {} : { awaitingSince }),
    lastAt: digest.lastAt ?? handoff.requestedAt,
  }
}

/**
 * Where an open request stands at an instant: `take`, anyone may; `ahead`, nobody holds it and its half-day has not begun; `held`, by an agent; `aside`, put
 * aside by her until an hour that has not come. `null`: it is over.
 */
export function standOf(item: Pick<Handoff, 'status' | 'urgent' | 'snoozedUntil' | 'slot'>, now: Date): Stand | null {
  if (item.status === 'pending') return isCallAhead(item, now) && !item.urgent ? 'ahead' : 'take'
  if (item.status !== 'assigned') return null
  return item.snoozedUntil !== undefined && isAhead(item.snoozedUntil, now) ? 'aside' : 'held'
}
type Stand = 'take' | 'ahead' | 'held' | 'aside'

/** Those that anyone may take at an instant. Pure. */
export function toTake(waits: readonly Handoff[], now: Date): Handoff[] {
  return waits.filter((one) => standOf(one, now) === 'take')
}

/** The list of an agent in which a request is at an instant; `null`: in none. Whoever it is offered to, what waits is in `take` for all. Pure. */
export function listOf(item: ListedRequest, agentId: string, now: Date): ListName | null {
  const stand = standOf(item, now)
  if (stand === 'take') return 'take'
  if (stand === 'ahead') return 'later'
  if (stand === null || item.agentId !== agentId) return null
  return stand === 'held' ? 'mine' : 'later'
}

/** Whether an agent talks with a person in the chat: what she put aside leaves her room for another. */
export function isTalk(
  item: Pick<Handoff, 'kind' | 'status' | 'urgent' | 'snoozedUntil' | 'slot'>,
  now: Date,
): boolean {
  return item.kind === 'live' && standOf(item, now) === 'held'
}

/** Whether a person waits for the answer of the agent who holds it: not at the counter, nor for a call whose half-day has not begun. */
export function isToAnswer(item: ListedRequest, now: Date): boolean {
  return standOf(item, now) === 'held' && item.awaitingAgent && item.kind !== 'desk' && !isCallAhead(item, now)
}

/** Whether the half-day in which a person was to be phoned is over, and her request is not. */
export function isLate({ slot, status }: Pick<Handoff, 'slot' | 'status'>, now: Date): boolean {
  return (status === 'pending' || status === 'assigned') && slot !== undefined && !isAhead(slot.endsAt, now)
}

/** The three lists of an agent, each in its order: who waits for her first; urgent, then people in the chat, calls and messages; what comes back first. Pure. */
export function listsOf<Item extends ListedRequest>(
  items: readonly Item[],
  agentId: string,
  now: Date,
): Record<ListName, Item[]> {
  const lists: Record<ListName, Item[]> = { mine: [], take: [], later: [] }
  for (const item of items) {
    const name = listOf(item, agentId, now)
    if (name) lists[name].push(item)
  }
  lists.mine.sort(
    (a, b) => flag(isToAnswer(a, now), isToAnswer(b, now)) || byUrgency(a, b) || byTime(spoken(a), spoken(b)),
  )
  lists.take.sort((a, b) => byUrgency(a, b) || RANKS[a.kind] - RANKS[b.kind] || byPromise(a, b) || byAge(a, b))
  lists.later.sort((a, b) => byTime(backAt(a), backAt(b)))
  return lists
}

/** How much is in each list of an agent, and in how many of hers somebody waits for her answer. Pure. */
export function countsOf(
  items: readonly ListedRequest[],
  agentId: string,
  now: Date,
): Record<ListName | 'toAnswer', number> {
  const { mine, take, later } = listsOf(items, agentId, now)
  return {
    mine: mine.length,
    take: take.length,
    later: later.length,
    toAnswer: mine.filter((item) => isToAnswer(item, now)).length,
  }
}

/** Who waits in the chat or at the counter, then who was promised a call, then who left a message. */
const RANKS: Record<Handoff['kind'], number> = { live: 0, desk: 0, callback: 1, message: 2 }

function isCallAhead({ slot }: Pick<Handoff, 'slot'>, now: Date): boolean {
  return slot !== undefined && isAhead(slot.startsAt, now)
}

function isAhead(instant: string, now: Date): boolean {
  return Date.parse(instant) > now.getTime()
}

function byUrgency(a: ListedRequest, b: ListedRequest): number {
  return flag(a.urgent, b.urgent)
}

/** Those of which it holds first. */
function flag(a: boolean, b: boolean): number {
  return Number(b) - Number(a)
}

/** The half-day that ends first. */
function byPromise(a: ListedRequest, b: ListedRequest): number {
  return byTime(a.slot?.endsAt ?? '', b.slot?.endsAt ?? '')
}

function byAge(a: ListedRequest, b: ListedRequest): number {
  return byTime(waitsSince(a), waitsSince(b)) || byTime(a.id, b.id)
}

function spoken({ awaitingSince, lastAt }: ListedRequest): string {
  return awaitingSince ?? lastAt
}

function backAt({ snoozedUntil, slot, requestedAt }: ListedRequest): string {
  return snoozedUntil ?? slot?.startsAt ?? requestedAt
}

function byTime(a: string, b: string): number {
  return a.localeCompare(b)
}
