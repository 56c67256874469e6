import { DateTime } from 'luxon'
import { communeOf } from '../../../platform/http/commune-of.js'
import type { QueueChangesView, QueueHead, QueueItem, QueueView } from '../../../platform/http/contract.js'
import type { HttpContext } from '../../../platform/http/http-context.js'
import { availabilityView } from '../../../platform/http/views.js'
import { offeredTo } from '../../../platform/model/offer.js'
import type { Digest, QueuedHandoff } from '../../../platform/text/digest.js'
import type { User } from '../../accounts/staff.js'
import { frenchTypography } from '../../entries/render/typography.js'
import { answersStop } from '../../entries/routes/answers-routes.js'
import { type Handoff, isOpen } from '../handoff.js'
import { isAvailable } from '../queue/availability.js'
import { presenceNow } from '../queue/presence.js'
import { QueueBoard } from './queue-board.js'

/** The queue as one agent sees it: what waits, hers, her colleagues', and what ended today. */
export async function queueView(context: HttpContext, agent: User): Promise<QueueView> {
  const board = await freshBoard(context, agent.communeId)
  const now = context.assistant.now().toISOString()
  const items = board.rows.map((row) => toItem(row, agent, now))
  return {
    pending: items.filter(({ status }) => status === 'pending').sort(byUrgencyThenAge),
    mine: items.filter(({ status, mine }) => status === 'assigned' && mine).sort(byUrgencyThenAge),
    others: items.filter(({ status, mine }) => status === 'assigned' && !mine).sort(byUrgencyThenAge),
    ended: items.filter(({ endedAt }) => endedAt !== null).sort(byEnd),
    ...(await queueHead(context, agent, board)),
  }
}

/** The open requests of a commune with what was said in them, as the queue tells them. */
export async function openRows(context: HttpContext, communeId: string): Promise<QueuedHandoff[]> {
  return (await freshBoard(context, communeId)).rows.filter(({ handoff }) => isOpen(handoff))
}

/** What has changed in it since a version; the whole queue without one, or when it is not known. */
export async function queueViewAfter(
  context: HttpContext,
  agent: User,
  after: string | undefined,
): Promise<QueueView | QueueChangesView> {
  const board = await freshBoard(context, agent.communeId)
  const now = context.assistant.now().toISOString()
  const changes = after === undefined ? null : board.changesAfter(after)
  if (changes === null) return queueView(context, agent)
  return {
    changed: changes.changed.map((row) => toItem(row, agent, now)),
    removed: changes.removed,
    ...(await queueHead(context, agent, board)),
  }
}

/** What does not depend on the rows. The version is read first: what comes meanwhile is told next time. */
async function queueHead(context: HttpContext, agent: User, { version }: QueueBoard): Promise<QueueHead> {
  const { store, now } = context.assistant
  const commune = communeOf(context, agent.communeId)
  const presences = await store.listPresences(agent.communeId)
  const mine = presences.find(({ userId }) => userId === agent.id)
  return {
    version,
    presence: mine ? presenceNow(mine, now()).state : 'away',
    availableAgents: presences.filter((presence) => isAvailable(presence, now())).length,
    availability: await availabilityView(context, commune, 'fr'),
    answersStop: answersStop(context, commune.id),
    departments: Object.entries(commune.departments ?? {}).map(([id, { nom }]) => ({ id, name: nom })),
  }
}

/** The boards of a server: they live as long as it does. */
const boards = new WeakMap<HttpContext, Map<string, QueueBoard>>()

/** The board of a commune, up to date. */
async function freshBoard(context: HttpContext, communeId: string): Promise<QueueBoard> {
  const board = boardOf(context, communeId)
  const { timeZone } = communeOf(context, communeId)
  const midnight = DateTime.fromJSDate(context.assistant.now(), { zone: timeZone }).startOf('day')
  await board.refresh(midnight.toUTC().toISO() ?? '')
  return board
}

function boardOf(context: HttpContext, communeId: string): QueueBoard {
  const own = boards.get(context) ?? new Map<string, QueueBoard>()
  boards.set(context, own)
  const known = own.get(communeId)
  if (known) return known
  const board = new QueueBoard(context.assistant.store, communeId)
  context.hub.onCommune(communeId, (change) => {
    if ('conversationId' in change) board.touch(change.conversationId)
  })
  own.set(communeId, board)
  return board
}

function toItem({ handoff, digest }: QueuedHandoff, agent: User, now: string): QueueItem {
  const offer = offeredTo(handoff, now)
  return {
    ...handoff,
    ...(offer ? { offered: offer.agentId === agent.id ? ('me' as const) : ('other' as const) } : {}),
    messageCount: digest.messageCount,
    lastText: digest.lastText ?? handoff.subject,
    lastAt: digest.lastAt ?? handoff.requestedAt,
    // What was put aside waits for its time, not for the agent.
    awaitingAgent: (digest.awaitingAgent || isUntouched(handoff, digest)) && handoff.snoozedUntil === undefined,
    ...(digest.awaitingSince === null ? {} : { awaitingSince: digest.awaitingSince }),
    mine: handoff.agentId === agent.id,
    topic: digest.topic && { ...digest.topic, title: frenchTypography(digest.topic.title) },
    channel: digest.channel,
  }
}

/** Whether a colleague passed it on, and the agent who has it now has not said a word yet: whoever spoke last, it is hers to go on. */
function isUntouched({ passedBy, assignedAt }: Handoff, { agentSpokeAt }: Digest): boolean {
  return passedBy !== undefined && (agentSpokeAt ?? '') <= (assignedAt ?? '')
}

/** Urgent first, then those that come back from a talk, then the oldest, as the store lists them. */
function byUrgencyThenAge(a: QueueItem, b: QueueItem): number {
  const byUrgency = Number(b.urgent) - Number(a.urgent)
  const byReturn = Number(b.returnedAt !== undefined) - Number(a.returnedAt !== undefined)
  return byUrgency || byReturn || a.requestedAt.localeCompare(b.requestedAt) || a.id.localeCompare(b.id)
}

function byEnd(a: QueueItem, b: QueueItem): number {
  return (b.endedAt ?? '').localeCompare(a.endedAt ?? '')
}
