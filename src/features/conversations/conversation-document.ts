import { randomUUID } from 'node:crypto'
import type { Mail } from '../../platform/mail/mail.js'
import { AppError } from '../../platform/model/app-error.js'
import type { Change } from '../../platform/model/change.js'
import {
  afterAgent,
  type Conversation,
  type Feedback,
  type Message,
  type NewMessage,
  type Transcript,
} from '../../platform/model/conversation.js'
import { type Handoff, type HandoffStep, isOpen, transition, wokenByCitizen } from '../../platform/model/handoff.js'
import type { Language } from '../../platform/model/language.js'
import { type MaskedItem, MOST_KEPT, type NewMaskedItem } from '../../platform/model/masked-data.js'
import type { Note } from '../../platform/model/note.js'
import type { Rating } from '../../platform/model/rating.js'
import type { Remark } from '../../platform/model/remark.js'
import type { Turn } from '../../platform/model/turn.js'
import type { NewValidation, Validation } from '../../platform/model/validation.js'
import type { WebhookEvent } from '../../platform/model/webhook-event.js'
import type { Step, Verb } from '../../platform/store/document.js'
import type {
  FeedbackResult,
  Holder,
  MessageExtras,
  MessageResult,
  RatingResult,
  TurnInput,
  TurnResult,
} from './conversation-results.js'

/** Everything of one conversation, written together: each verb is one write, and erasing is deleting one file. */
export interface ConversationDocument {
  /** Version of this shape. */
  version: 1
  conversation: Conversation
  /** In order of `seq`: the message of `seq` n is at index n - 1. */
  messages: Message[]
  turns: StoredTurn[]
  /** Oldest first; at most one is open. */
  handoffs: Handoff[]
  /** What was done to the handoffs, oldest first; absent from what an earlier version stored. */
  steps?: HandoffStep[]
  /** The outbox of the conversation, oldest first; absent from what an earlier version stored. */
  mails?: Mail[]
  /** Answers that wait for an agent. */
  validations?: Validation[]
  /** What agents noticed in it. */
  remarks?: Remark[]
  /** What was masked in what she wrote to a person, sealed. */
  masked?: MaskedItem[]
  /** What agents wrote for each other, oldest first; absent while there is none. */
  notes?: Note[]
  /** What the commune's webhooks are to be told of and is not queued yet. */
  events?: WebhookEvent[]
}

/** A turn, and how many messages after the citizen's are its replies. */
export interface StoredTurn {
  turn: Turn
  replyCount: number
}

/** A verb on a conversation. */
export type ConversationVerb<R> = Verb<ConversationDocument, R>

/** A step that leaves the document as it is. */
export function unchanged<R>(document: ConversationDocument | null, result: R): Step<ConversationDocument, R> {
  return { document, result, changes: [] }
}

/** The transcript of a conversation, as `platform/model/conversation` has it. */
export function toTranscript({ conversation, messages, turns }: ConversationDocument): Transcript {
  return { conversation, messages, turns: turns.map(({ turn }) => turn) }
}

/** Appends messages: gives them ids and sequence numbers, and moves `updatedAt` forward. */
export function withMessages(
  document: ConversationDocument,
  added: readonly NewMessage[],
): { document: ConversationDocument; messages: Message[]; changes: Change[] } {
  const { id: conversationId, communeId } = document.conversation
  const first = document.messages.length + 1
  const messages = added.map((message, index) => ({
    ...structuredClone(message),
    id: randomUUID(),
    seq: first + index,
  }))
  const updatedAt = messages.reduce((at, message) => laterOf(at, message.at), document.conversation.updatedAt)
  return {
    document: {
      ...document,
      conversation: { ...document.conversation, updatedAt },
      messages: [...document.messages, ...messages],
    },
    messages,
    changes: messages.map(({ seq }) => ({ type: 'message', communeId, conversationId, seq })),
  }
}

/** Begins a conversation. @throws AppError `conversation_exists` */
export function create(conversation: Conversation, added: readonly NewMessage[]): ConversationVerb<Transcript> {
  return (existing) => {
    if (existing !== null) throw new AppError('conversation_exists', 409)
    const empty = {
      version: 1 as const,
      conversation: structuredClone(conversation),
      messages: [],
      turns: [],
      handoffs: [],
    }
    const { document, changes } = withMessages(empty, added)
    return { document, result: toTranscript(document), changes }
  }
}

/** Appends a citizen's message with what the assistant decided and said. */
export function appendTurn(input: TurnInput): ConversationVerb<TurnResult> {
  return (document) => {
    if (document === null) return unchanged(document, { outcome: 'unknown_conversation' })
    const former = findRepeated(document, input.message)
    if (former)
      return unchanged(document, { outcome: 'repeated', message: former, replies: repliesTo(document, former) })
    if (document.conversation.status === 'closed') return unchanged(document, { outcome: 'closed' })
    const appended = withMessages(document, [input.message, ...input.replies])
    const [message, ...replies] = appended.messages
    if (message === undefined) throw new Error('a turn has a message')
    const turn = { ...structuredClone(input.turn), messageSeq: message.seq }
    const memory = structuredClone(input.memory)
    const held = input.validation ? [waitingValidation(document.conversation, message.seq, input.validation)] : []
    const next = {
      ...appended.document,
      conversation: { ...appended.document.conversation, memory },
      turns: [...document.turns, { turn, replyCount: replies.length }],
      ...(held.length > 0 ? { validations: [...(document.validations ?? []), ...held] } : {}),
    }
    const changes = [...appended.changes, ...held.map(validationChange)]
    return { document: next, result: { outcome: 'appended', message, replies }, changes }
  }
}

/**
 * Appends a message without a turn; what was masked in it is kept with the open request, if there is one. An agent's own is refused as
 * `not_held` unless she holds the handoff at that very moment, and comes after what the assistant had asked; a citizen's makes what her agent had put aside due at once.
 */
export function appendMessage(
  added: NewMessage,
  { masked = [], heldBy }: MessageExtras = {},
): ConversationVerb<MessageResult> {
  return (document) => {
    if (document === null) return unchanged(document, { outcome: 'unknown_conversation' })
    const former = findRepeated(document, added)
    if (former) return unchanged(document, { outcome: 'repeated', message: former })
    if (document.conversation.status === 'closed') return unchanged(document, { outcome: 'closed' })
    if (heldBy && !document.handoffs.some((handoff) => isHeldBy(handoff, heldBy)))
      return unchanged(document, { outcome: 'not_held' })
    const { document: appended, messages, changes } = withMessages(document, [added])
    const [message] = messages
    if (message === undefined) throw new Error('one message was appended')
    const handoff = document.handoffs.find(isOpen)
    const place = handoff && masked.length > 0 ? { handoffId: handoff.id, messageSeq: message.seq } : null
    const kept = place ? { masked: keptMasked(document.masked ?? [], masked, place) } : {}
    const isHers = added.author === 'citizen'
    const handoffs = isHers ? document.handoffs.map((one) => wokenByCitizen(one, added.at)) : document.handoffs
    const { conversation } = appended
    const heard = added.author === 'agent' ? { ...conversation, memory: afterAgent(conversation.memory) } : conversation
    return {
      document: { ...appended, conversation: heard, handoffs, ...kept },
      result: { outcome: 'appended', message },
      changes,
    }
  }
}

function isHeldBy({ id, status, agentId }: Handoff, holder: Holder): boolean {
  return id === holder.handoffId && status === 'assigned' && agentId === holder.agentId
}

/** Keeps a citizen's opinion of an assistant's message; the last one counts. */
export function recordFeedback(messageId: string, feedback: Feedback): ConversationVerb<FeedbackResult> {
  return (document) => {
    const rated = document?.messages.find(({ id, author }) => id === messageId && author === 'assistant')
    if (document === null || rated === undefined) return unchanged(document, { outcome: 'unknown' })
    const result = { outcome: 'recorded' as const, rated }
    if (rated.feedback === feedback) return unchanged(document, result)
    const messages = document.messages.map((message) => (message === rated ? { ...message, feedback } : message))
    const { id: conversationId, communeId } = document.conversation
    const changes: Change[] = [{ type: 'feedback', communeId, conversationId, seq: rated.seq }]
    return { document: { ...document, messages }, result, changes }
  }
}

/** Keeps a rating in the place of the former one, whose day it keeps. A conversation that has ended can be rated; it is not prolonged by it. */
export function recordRating(rating: Rating): ConversationVerb<RatingResult> {
  return (document) => {
    if (document === null) return unchanged(document, { outcome: 'unknown_conversation' })
    const former = document.conversation.rating ?? null
    const kept = { ...structuredClone(rating), at: former?.at ?? rating.at }
    return {
      document: { ...document, conversation: { ...document.conversation, rating: kept } },
      result: { outcome: 'recorded', former },
      changes: [],
    }
  }
}

/** Speaks another language from now on, in the handoff that is open too. What was said stays as it was. */
export function setLanguage(language: Language): ConversationVerb<'recorded' | 'unknown'> {
  return (document) => {
    if (document === null) return unchanged(document, 'unknown')
    const handoffs = document.handoffs.map((handoff) => (isOpen(handoff) ? { ...handoff, language } : handoff))
    const changed = handoffs.filter((handoff) => isOpen(handoff))
    const conversation = { ...document.conversation, language }
    return {
      document: { ...document, conversation, handoffs },
      result: 'recorded',
      changes: changed.map(handoffChange),
    }
  }
}

/** Ends a conversation and the live wait or talk that it may hold. A message left for an agent still waits for its agent. */
export function close(at: string, notice: NewMessage): ConversationVerb<'closed' | 'unknown'> {
  return (document) => {
    if (document === null) return unchanged(document, 'unknown')
    if (document.conversation.status === 'closed') return unchanged(document, 'closed')
    const noticed = withMessages(document, [notice])
    const { conversation } = noticed.document
    const handoffs = document.handoffs.map((handoff) => (handoff.kind === 'live' ? cancelled(handoff, at) : handoff))
    const ended = handoffs.filter((handoff, index) => handoff !== document.handoffs[index])
    const steps = ended.map(({ id }) => ({ handoffId: id, at, type: 'cancel' as const, by: null }))
    return {
      document: {
        ...noticed.document,
        conversation: { ...conversation, status: 'closed', updatedAt: laterOf(conversation.updatedAt, at) },
        handoffs,
        ...(steps.length > 0 ? { steps: [...(document.steps ?? []), ...steps] } : {}),
      },
      result: 'closed',
      changes: [...noticed.changes, ...ended.map(handoffChange)],
    }
  }
}

/** Erases a conversation and everything in it. */
export const erase: ConversationVerb<'erased' | 'unknown'> = (document) => {
  if (document === null) return unchanged(document, 'unknown')
  const { id: conversationId, communeId } = document.conversation
  return { document: null, result: 'erased', changes: [{ type: 'erased', communeId, conversationId }] }
}

/** What is announced of a handoff that changed. */
export function handoffChange({ id, communeId, conversationId, status }: Handoff): Change {
  return { type: 'handoff', communeId, conversationId, handoffId: id, status }
}

function cancelled(handoff: Handoff, at: string): Handoff {
  const result = transition(handoff, { type: 'cancel', at })
  return result.ok ? result.handoff : handoff
}

/** The same sender's message of the same `clientId`: a citizen and an agent may use the same value by chance. */
function findRepeated(document: ConversationDocument, { author, clientId }: NewMessage): Message | undefined {
  if (clientId === undefined) return undefined
  return document.messages.find((message) => message.clientId === clientId && message.author === author)
}

function repliesTo(document: ConversationDocument, message: Message): Message[] {
  const stored = document.turns.find(({ turn }) => turn.messageSeq === message.seq)
  return document.messages.slice(message.seq, message.seq + (stored?.replyCount ?? 0))
}

/** The later of two ISO instants, which need not be written with the same precision or offset. */
export function laterOf(a: string, b: string): string {
  return Date.parse(b) > Date.parse(a) ? b : a
}

/** Whether an instant comes before another. */
export function isBefore(at: string, other: string): boolean {
  return Date.parse(at) < Date.parse(other)
}

/** What is kept with more of it, for the request that it was written for, up to {@link MOST_KEPT} values each. */
export function keptMasked(
  masked: readonly MaskedItem[],
  added: readonly NewMaskedItem[],
  { handoffId, messageSeq }: Pick<MaskedItem, 'handoffId' | 'messageSeq'>,
): MaskedItem[] {
  const room = MOST_KEPT - masked.filter((one) => one.handoffId === handoffId).length
  const kept = added.slice(0, Math.max(0, room)).map((one) => ({ ...one, id: randomUUID(), handoffId, messageSeq }))
  return [...masked, ...kept]
}

/** A validation as it enters the document of its conversation, with its turn. */
function waitingValidation(
  { id: conversationId, communeId }: Conversation,
  messageSeq: number,
  validation: NewValidation,
): Validation {
  return { ...structuredClone(validation), id: randomUUID(), conversationId, communeId, messageSeq }
}

/** What is announced of a validation that waits, or no longer does. */
export function validationChange({ id, communeId, conversationId }: Validation): Change {
  return { type: 'validation', communeId, conversationId, validationId: id }
}
