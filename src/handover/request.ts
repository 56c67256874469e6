import { AppError } from '../domain/app-error.js'
import type { Conversation } from '../domain/conversation.js'
import type { Contact, Handoff, HandoffReason } from '../domain/handoff.js'
import type { RequestResult } from '../domain/store.js'
import { type HandoverContext, systemNotice } from './handover-context.js'

/** What a request needs to know. */
export interface HandoffRequest {
  conversation: Conversation
  reason: HandoffReason
  urgent: boolean
  /** Last words of the citizen, masked, for the queue. */
  subject: string
}

/**
 * Calls an agent for a citizen who waits in the conversation. Whether one is available is the caller's question.
 * @throws AppError `unknown_conversation`, `conversation_closed`
 */
export async function requestAgent(context: HandoverContext, request: HandoffRequest): Promise<Handoff> {
  const { conversation, reason, urgent, subject } = request
  const now = context.now()
  const handoff = {
    conversationId: conversation.id,
    communeId: conversation.communeId,
    kind: 'live' as const,
    reason,
    urgent,
    language: conversation.language,
    requestedAt: now.toISOString(),
    deadlineAt: new Date(now.getTime() + context.waitLimitMs).toISOString(),
    contact: null,
    subject,
  }
  const notice = context.say(conversation.language, 'handoff.requested')
  return requested(
    await context.store.requestHandoff(handoff, systemNotice(now, conversation.language, 'handoff_requested', notice)),
  )
}

/**
 * Leaves a message with contact details, which waits in the queue as long as it must.
 * @throws AppError `unknown_conversation`, `conversation_closed`
 */
export async function leaveMessage(
  context: HandoverContext,
  conversation: Conversation,
  left: { contact: Contact; text: string },
): Promise<Handoff> {
  const now = context.now()
  const handoff = {
    conversationId: conversation.id,
    communeId: conversation.communeId,
    kind: 'message' as const,
    reason: 'citizen_wish' as const,
    urgent: false,
    language: conversation.language,
    requestedAt: now.toISOString(),
    deadlineAt: null,
    contact: left.contact,
    subject: left.text,
  }
  const notice = context.say(conversation.language, 'handoff.message_left', {
    name: left.contact.name,
    reference: referenceOf(conversation.id),
  })
  return requested(
    await context.store.requestHandoff(handoff, systemNotice(now, conversation.language, 'message_left', notice)),
  )
}

/** Six letters and digits that a citizen can read over the phone; the queue shows the same. */
export function referenceOf(conversationId: string): string {
  return conversationId.replace(/[^a-z0-9]/gi, '').slice(0, 6).toUpperCase()
}

function requested(result: RequestResult): Handoff {
  if ('handoff' in result) return result.handoff
  throw result.outcome === 'closed' ? new AppError('conversation_closed', 409) : new AppError('unknown_conversation', 404)
}
