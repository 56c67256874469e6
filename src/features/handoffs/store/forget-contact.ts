import type { Message } from '../../../platform/model/conversation.js'
import { type Contact, isOpen } from '../../../platform/model/handoff.js'
import {
  type ConversationDocument,
  type ConversationVerb,
  unchanged,
} from '../../conversations/conversation-document.js'

/** Stands where a name, a phone or an address was. */
const FORGOTTEN = '…'

/** Forgets how to reach who made a request that has ended: in the request, in the notices and private notes that repeat it, in mails that did not leave. */
export function forgetContact(handoffId: string): ConversationVerb<'forgotten' | 'open' | 'unknown'> {
  return (document) => {
    const handoff = document?.handoffs.find(({ id }) => id === handoffId)
    if (document === null || handoff === undefined) return unchanged(document, 'unknown')
    if (isOpen(handoff)) return unchanged(document, 'open')
    if (handoff.contact === null) return unchanged(document, 'forgotten')
    return {
      document: withoutContactOf(document, handoff.id),
      result: 'forgotten',
      changes: [],
      forgets: true,
    }
  }
}

/** A conversation without how to reach who made a request, whether it has ended or not. */
export function withoutContactOf(document: ConversationDocument, handoffId: string): ConversationDocument {
  const contact = document.handoffs.find(({ id }) => id === handoffId)?.contact
  if (!contact) return document
  const handoffs = document.handoffs.map((one) => (one.id === handoffId ? { ...one, contact: null } : one))
  const messages = document.messages.map((message) => withoutContact(message, contact))
  const notes = document.notes?.map((note) => ({ ...note, text: withoutValues(note.text, contact) }))
  return {
    ...withoutUnsent(document),
    handoffs,
    messages,
    ...(notes ? { notes } : {}),
    ...withoutContactInSteps(document, contact),
  }
}

/** What the citizen and the agents wrote was masked when it was stored; the system's own notices repeat the name. */
function withoutContact(message: Message, contact: Contact): Message {
  if (message.author !== 'system' || message.payload.type !== 'text') return message
  const text = withoutValues(message.payload.text, contact)
  return text === message.payload.text ? message : { ...message, payload: { ...message.payload, text } }
}

/** Phones and addresses of agents' notes were masked when they were stored; a name was not. */
function withoutContactInSteps({ steps }: ConversationDocument, contact: Contact): Pick<ConversationDocument, 'steps'> {
  if (!steps) return {}
  return { steps: steps.map((step) => (step.note ? { ...step, note: withoutValues(step.note, contact) } : step)) }
}

function withoutValues(text: string, contact: Contact): string {
  const values = [contact.name, contact.phone, contact.email].filter((value) => value !== undefined && value !== '')
  return values.reduce<string>((rest, value = '') => rest.replace(wholeWord(value), FORGOTTEN), text)
}

/** Mails that left have kept neither address nor text; those that failed have, and nobody waits for them any more. */
function withoutUnsent(document: ConversationDocument): ConversationDocument {
  return document.mails ? { ...document, mails: document.mails.filter(({ status }) => status === 'sent') } : document
}

function wholeWord(value: string): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{N}])${value.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\p{L}\\p{N}])`, 'gu')
}
