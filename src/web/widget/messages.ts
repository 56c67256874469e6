import type { Message } from '../../domain/conversation.js'
import type { ConversationState } from './conversation-state.js'

/** Joins messages known and received: each sequence number once, in order. A repeated message keeps the opinion given here. */
export function mergeMessages(known: readonly Message[], incoming: readonly Message[]): Message[] {
  const bySeq = new Map(known.map((message) => [message.seq, message]))
  for (const message of incoming) {
    const feedback = message.feedback ?? bySeq.get(message.seq)?.feedback
    bySeq.set(message.seq, feedback ? { ...message, feedback } : message)
  }
  return [...bySeq.values()].sort((a, b) => a.seq - b.seq)
}

/** The last sequence number below which nothing is missing; 0 for an empty conversation. */
export function lastWholeSeq(messages: readonly Message[]): number {
  let last = 0
  for (const { seq } of messages) if (seq === last + 1) last = seq
  return last
}

/** What a screen reader says of a message that has just come. */
export function spokenText({ payload }: Message): string {
  if (payload.type === 'card') return `${payload.title}. ${payload.subtitle}`
  if (payload.type === 'choice') return `${payload.text} ${payload.options.map((option) => option.label).join(' ; ')}`
  return payload.text
}

/** Messages of others that the citizen has not seen yet. */
export function unreadCount({ messages, seenSeq }: ConversationState): number {
  return messages.filter((message) => message.author !== 'citizen' && message.seq > seenSeq).length
}

/** Whether the assistant is looking for an answer: a message is on its way and no agent holds the conversation. */
export function isThinking({ outbox, handoff }: ConversationState): boolean {
  return handoff?.status !== 'assigned' && outbox.some((outgoing) => outgoing.status === 'sending')
}

/** Whether an agent is awaited or present. */
export function isLive(handoff: ConversationState['handoff']): boolean {
  return handoff?.kind === 'live' && (handoff.status === 'pending' || handoff.status === 'assigned')
}

/** Whether the citizen has gone on after a message: its buttons no longer serve. */
export function isAnswered({ seq }: Message, { messages, outbox, closed }: ConversationState): boolean {
  return closed || outbox.length > 0 || messages.some((other) => other.author === 'citizen' && other.seq > seq)
}
