import { DateTime } from 'luxon'
import type { Handoff } from '../domain/handoff.js'
import { offeredTo } from '../domain/offer.js'
import { payloadText } from '../domain/payload.js'
import { presenceNow } from '../domain/presence.js'
import type { User } from '../domain/staff.js'
import { unansweredSince } from '../domain/unanswered-since.js'
import { isAvailable } from '../handover/availability.js'
import { communeOf } from './commune-of.js'
import type { QueueItem, QueueView } from './contract.js'
import type { HttpContext } from './http-context.js'
import { availabilityView } from './views.js'

/** The queue as one agent sees it: what waits, hers, her colleagues', and what ended today. */
export async function queueView(context: HttpContext, agent: User): Promise<QueueView> {
  const { store, now } = context.assistant
  const commune = communeOf(context, agent.communeId)
  const midnight = DateTime.fromJSDate(now(), { zone: commune.timeZone }).startOf('day').toUTC().toISO() ?? ''
  const open = await store.listHandoffs(agent.communeId, ['pending', 'assigned'])
  const over = await store.listHandoffs(agent.communeId, ['resolved', 'expired', 'rejected', 'cancelled'])
  const items = await Promise.all(open.map((handoff) => toItem(context, handoff, agent)))
  const today = over.filter(({ endedAt }) => endedAt !== null && endedAt >= midnight)
  const ended = await Promise.all(today.map((handoff) => toItem(context, handoff, agent)))
  const presences = await store.listPresences(agent.communeId)
  const mine = presences.find(({ userId }) => userId === agent.id)
  return {
    pending: items.filter(({ status }) => status === 'pending'),
    mine: items.filter(({ status, mine }) => status === 'assigned' && mine),
    others: items.filter(({ status, mine }) => status === 'assigned' && !mine),
    ended: ended.sort((a, b) => (b.endedAt ?? '').localeCompare(a.endedAt ?? '')),
    presence: mine ? presenceNow(mine, now()).state : 'away',
    availableAgents: presences.filter((presence) => isAvailable(presence, now())).length,
    availability: await availabilityView(context, commune, 'fr'),
  }
}

async function toItem(context: HttpContext, handoff: Handoff, agent: User): Promise<QueueItem> {
  const messages = await context.assistant.store.listMessages(handoff.conversationId, 0)
  const last = messages.filter(({ author }) => author === 'citizen').at(-1)
  const lastSpoken = messages.filter(({ author }) => author === 'citizen' || author === 'agent').at(-1)
  const since = unansweredSince(messages)
  const offer = offeredTo(handoff, context.assistant.now().toISOString())
  return {
    ...handoff,
    ...(offer ? { offered: offer.agentId === agent.id ? ('me' as const) : ('other' as const) } : {}),
    messageCount: messages.length,
    lastText: last ? payloadText(last.payload) : handoff.subject,
    lastAt: last?.at ?? handoff.requestedAt,
    // What was put aside waits for its time, not for the agent.
    awaitingAgent: lastSpoken?.author !== 'agent' && handoff.snoozedUntil === undefined,
    ...(since === null ? {} : { awaitingSince: since }),
    mine: handoff.agentId === agent.id,
  }
}
