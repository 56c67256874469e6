import type { Message } from '../../platform/model/conversation.js'
import type { ConversationState } from './conversation-state.js'

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
