import { AppError, conversationRefusal } from '../domain/app-error.js'
import type { Conversation } from '../domain/conversation.js'
import type { Contact, Handoff, HandoffReason } from '../domain/handoff.js'
import type { RequestResult } from '../domain/store.js'
import { cancel } from './act.js'
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

/** What a citizen leaves. */
export interface LeftMessage {
  contact: Contact
  /** Masked. */
  text: string
  urgent: boolean
}

/**
 * Leaves a message with contact details, which waits in the queue as long as it must. It takes the place of a wait that
 * nobody answered yet; the same message left twice waits once.
 * @throws AppError `unknown_conversation`, `conversation_closed`, `handoff_already_open`
 */
export async function leaveMessage(
  context: HandoverContext,
  conversation: Conversation,
  left: LeftMessage,
): Promise<Handoff> {
  const open = await context.store.findOpenHandoff(conversation.id)
  if (open?.kind === 'live' && open.status === 'pending') await cancel(context, open)
  const now = context.now()
  const handoff = {
    conversationId: conversation.id,
    communeId: conversation.communeId,
    kind: 'message' as const,
    reason: 'citizen_wish' as const,
    urgent: left.urgent,
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
  const result = await context.store.requestHandoff(
    handoff,
    systemNotice(now, conversation.language, 'message_left', notice),
  )
  if (result.outcome === 'already_open' && !isSame(result.handoff, left))
    throw new AppError('handoff_already_open', 409)
  return requested(result)
}

function isSame({ contact, subject }: Handoff, left: LeftMessage): boolean {
  const { name, phone, email } = left.contact
  return subject === left.text && contact?.name === name && contact.phone === phone && contact.email === email
}

/** Six letters and digits that a citizen can read over the phone; the queue shows the same. */
export function referenceOf(conversationId: string): string {
  return conversationId
    .replace(/[^a-z0-9]/gi, '')
    .slice(0, 6)
    .toUpperCase()
}

function requested(result: RequestResult): Handoff {
  if ('handoff' in result) return result.handoff
  throw conversationRefusal(result.outcome)
}
