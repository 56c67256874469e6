import type { Conversation } from '../../platform/model/conversation.js'
import { type Handoff, isOpen } from '../../platform/model/handoff.js'
import type { WebhookData, WebhookEvent } from '../../platform/model/webhook-event.js'

/** What of a conversation may be told. */
export interface TellableConversation {
  conversation: Pick<Conversation, 'id' | 'rating'>
  handoffs: readonly Handoff[]
}

/** An event without its id. */
export type NewEvent = Omit<WebhookEvent, 'id'>

const REQUESTS = {
  live: 'handoff.requested',
  desk: 'handoff.requested',
  callback: 'callback.requested',
  message: 'message.left',
} as const satisfies Record<Handoff['kind'], string>

/** What happened between two versions of a conversation, in order. Pure. @param former `null` before it began */
export function conversationEvents(former: TellableConversation | null, next: TellableConversation): NewEvent[] {
  const events: NewEvent[] = []
  if (next.handoffs !== former?.handoffs) {
    const known = new Map(former?.handoffs.map((handoff) => [handoff.id, handoff]))
    for (const handoff of next.handoffs) events.push(...handoffEvents(known.get(handoff.id), handoff))
  }
  const { id: conversationId, rating } = next.conversation
  // Who preferred not to say has told nothing; what she writes besides a level is told to nobody.
  if (rating && rating.level !== null && rating.level !== former?.conversation.rating?.level) {
    events.push({ type: 'conversation.rated', at: rating.at, data: { conversationId, level: rating.level } })
  }
  return events
}

function handoffEvents(former: Handoff | undefined, handoff: Handoff): NewEvent[] {
  if (handoff === former) return []
  const events: NewEvent[] = []
  const facts = factsOf(handoff)
  if (!former) {
    const { reason, urgent, language, slot, requestedAt } = handoff
    const asked = { ...facts, reason, urgent, language }
    const data = slot ? { ...asked, slotStartsAt: slot.startsAt, slotEndsAt: slot.endsAt } : asked
    events.push({ type: REQUESTS[handoff.kind], at: requestedAt, data })
  }
  const wasHeld = former?.status === 'assigned'
  if (handoff.status === 'assigned' && !wasHeld) {
    const at = handoff.assignedAt ?? handoff.requestedAt
    events.push({ type: 'handoff.claimed', at, data: { ...facts, reopened: former !== undefined && !isOpen(former) } })
  }
  if (handoff.endedAt !== null && !isOpen(handoff) && (!former || isOpen(former))) {
    const { status, resolution, closeReason, endedAt } = handoff
    const data = { ...facts, outcome: status, resolution, closeReason: closeReason?.id ?? null }
    events.push({ type: 'handoff.closed', at: endedAt, data })
  }
  return events
}

function factsOf({ id, conversationId, reference, kind, department }: Handoff): WebhookData {
  return {
    handoffId: id,
    conversationId,
    reference: reference ?? null,
    kind,
    department: department ?? null,
  }
}
