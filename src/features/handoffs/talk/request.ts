import { DateTime } from 'luxon'
import type { NewMail } from '../../../platform/mail/mail.js'
import { AppError, conversationRefusal } from '../../../platform/model/app-error.js'
import type { Conversation } from '../../../platform/model/conversation.js'
import type { Contact, Handoff, HandoffReason, NewHandoff } from '../../../platform/model/handoff.js'
import type { Language } from '../../../platform/model/language.js'
import type { NewMaskedItem } from '../../../platform/model/masked-data.js'
import type { SystemEvent } from '../../../platform/model/payload.js'
import type { PersonalDataKind } from '../../../platform/security/personal-data.js'
import { dateInWords, hourInWords } from '../../../platform/time/date-in-words.js'
import { type HandoffContext, systemNotice } from '../handoff-context.js'
import { newReference } from '../handoff-reference.js'
import type { RequestExtras, RequestResult } from '../store/handoff-in-conversation.js'
import { cancel } from './act.js'

/** What a request needs to know. */
export interface HandoffRequest {
  conversation: Conversation
  reason: HandoffReason
  urgent: boolean
  /** Last words of the citizen, masked, for the queue. */
  subject: string
  /** Nobody is there, as she knows, and she waits all the same; `opensAt`: from when somebody may come, ISO instant, `null`: now. */
  alone?: { opensAt: string | null }
}

/**
 * Calls an agent for a citizen who waits in the conversation. Whether one is available is the caller's question.
 * @throws AppError `unknown_conversation`, `conversation_closed`
 */
export async function requestAgent(context: HandoffContext, request: HandoffRequest): Promise<Handoff> {
  const { conversation, reason, urgent, subject, alone } = request
  const at = context.now().toISOString()
  const deadlineAt = new Date(Date.parse(alone?.opensAt ?? at) + context.waitLimitMs).toISOString()
  const told = alone ? { alone: { since: at, toldAt: at } } : {}
  const result = await requestWithReference(context, conversation, {
    fields: { kind: 'live', reason, urgent, deadlineAt, contact: null, subject, ...told },
    event: 'handoff_requested',
    notice: (reference) => context.say(conversation.language, 'handoff.requested', { reference }),
  })
  return requested(result)
}

/** What a citizen leaves. */
export interface LeftMessage {
  contact: Contact
  /** Masked. */
  text: string
  urgent: boolean
  /** By whom it should be answered. */
  department?: string | undefined
  /** The talk at the counter that it ends. */
  ends?: RequestExtras['ends']
  /** What was masked in the text, sealed. */
  masked?: readonly NewMaskedItem[]
  /** Kinds that were masked of what she typed: she is told. */
  maskedKinds?: readonly PersonalDataKind[]
}

/**
 * Leaves a message with contact details, which waits in the queue as long as it must. It takes the place of a wait that
 * nobody answered yet; the same message left twice waits once. It is acknowledged in the conversation, and by e-mail
 * when she gave an address and there is a mail server.
 * @throws AppError `unknown_conversation`, `conversation_closed`, `handoff_already_open`
 */
export async function leaveMessage(
  context: HandoffContext,
  conversation: Conversation,
  left: LeftMessage,
): Promise<Handoff> {
  const { contact, text, urgent, department, ends } = left
  const { language, communeId } = conversation
  await cancelWait(context, conversation)
  const at = context.now()
  const received = (reference: string) => ({ communeId, language, at, reference, name: contact.name, text })
  const result = await requestWithReference(context, conversation, {
    fields: {
      kind: 'message',
      reason: 'citizen_wish',
      urgent,
      deadlineAt: null,
      contact,
      subject: text,
      ...(department ? { department } : {}),
    },
    ...(ends ? { ends } : {}),
    event: 'message_left',
    notice: (reference) => {
      const thanks = context.say(language, 'handoff.message_left', { name: contact.name, reference })
      const told = `${thanks} ${acknowledgementText(context, received(reference))}`
      return left.maskedKinds?.length ? `${told} ${context.say(language, 'masked.left')}` : told
    },
    mail: (reference) =>
      contact.email && context.mailer ? acknowledgementMail(context, received(reference), contact.email) : undefined,
    masked: left.masked ?? [],
  })
  if (result.outcome === 'already_open' && !isSame(result.handoff, left))
    throw new AppError('handoff_already_open', 409)
  return requested(result)
}

/** Ends a wait for an agent that nobody answered yet: another request takes its place. */
export async function cancelWait(context: HandoffContext, { id }: Conversation): Promise<void> {
  const open = await context.store.findOpenHandoff(id)
  if (open && isWait(open)) await cancel(context, open)
}

/** Whether a request is a wait in the conversation that nobody answered yet: another request may take its place. */
export function isWait({ kind, status }: Handoff): boolean {
  return kind === 'live' && status === 'pending'
}

/** A request of which everything is known but its reference. */
export interface RequestDraft {
  fields: Omit<NewHandoff, 'conversationId' | 'communeId' | 'language' | 'requestedAt' | 'reference'>
  event: SystemEvent
  /** What the citizen is told. */
  notice: (reference: string) => string
  mail?: (reference: string) => NewMail | undefined
  /** Most requests in its half-day. */
  places?: number
  /** The open request of which it takes the place, in the same write. */
  ends?: RequestExtras['ends']
  /** What was masked in it, sealed. */
  masked?: readonly NewMaskedItem[]
}

/** References drawn before giving up: that many in a row already given, among 64 million, is a fault. */
const MAX_DRAWS = 20

/** Stores a request under a reference that no other of the commune has. */
export async function requestWithReference(
  context: HandoffContext,
  conversation: Conversation,
  draft: RequestDraft,
): Promise<Exclude<RequestResult, { outcome: 'reference_taken' }>> {
  const { id, communeId, language } = conversation
  const now = context.now()
  const { fields, event, notice, places, masked, ends } = draft
  const department = fields.department ?? (await context.departmentOf(conversation))
  for (let draws = 0; draws < MAX_DRAWS; draws += 1) {
    const reference = newReference(communeId)
    const handoff: NewHandoff = {
      ...fields,
      conversationId: id,
      communeId,
      language,
      requestedAt: now.toISOString(),
      reference,
      ...(department === undefined ? {} : { department }),
    }
    const mail = draft.mail?.(reference)
    const result = await context.store.requestHandoff(handoff, systemNotice(now, language, event, notice(reference)), {
      ...(mail ? { mail } : {}),
      ...(places === undefined ? {} : { places }),
      ...(ends ? { ends } : {}),
      ...(masked ? { masked } : {}),
    })
    if (result.outcome !== 'reference_taken') return result
  }
  throw new Error('no free reference was drawn')
}

function isSame({ contact, subject }: Handoff, left: LeftMessage): boolean {
  const { name, phone, email } = left.contact
  return subject === left.text && contact?.name === name && contact.phone === phone && contact.email === email
}

/** The handoff of a request that asked for no half-day. */
function requested(result: RequestResult): Handoff {
  if ('handoff' in result) return result.handoff
  if (result.outcome === 'slot_taken' || result.outcome === 'reference_taken')
    throw new Error('no half-day was asked for')
  throw conversationRefusal(result.outcome)
}

/** What is acknowledged. */
interface Received {
  communeId: string
  language: Language
  at: Date
  reference: string
  name: string
  /** Masked. */
  text: string
}

/**
 * The acknowledgement of a message in sentences: when it came, the service that deals with it, its phone and its e-mail,
 * and what the message is not. Source of its content: article R112-11-1 of the Code des relations entre le public et
 * l'administration.
 */
function acknowledgementText(context: HandoffContext, { communeId, language, at }: Received): string {
  const commune = context.communeOf(communeId)
  const service = commune.services[commune.reception]
  const received = DateTime.fromJSDate(at, { zone: commune.timeZone })
  const parts = {
    date: dateInWords(received, language),
    time: hourInWords(received, language),
    service: service?.nom ?? commune.nom,
    phone: service?.telephone ?? '',
    email: service?.courriel ?? '',
  }
  return `${context.say(language, 'acknowledgement.received', parts)} ${context.say(language, 'acknowledgement.scope')}`
}

/** The acknowledgement as a mail, with the message that it acknowledges. */
function acknowledgementMail(context: HandoffContext, received: Received, to: string): NewMail {
  const { communeId, language, at, reference, name, text } = received
  const { nom: commune, services, reception } = context.communeOf(communeId)
  const say = (key: Parameters<typeof context.say>[1]) => context.say(language, key, { name, reference, commune })
  const paragraphs = [
    say('acknowledgement.hello'),
    say('acknowledgement.reference'),
    acknowledgementText(context, received),
    say('acknowledgement.message'),
    text,
    say('acknowledgement.automatic'),
    commune,
  ]
  const replyTo = services[reception]?.courriel
  return {
    kind: 'acknowledgement',
    to,
    ...(replyTo ? { replyTo } : {}),
    subject: say('acknowledgement.subject'),
    text: paragraphs.join('\n\n'),
    createdAt: at.toISOString(),
  }
}
