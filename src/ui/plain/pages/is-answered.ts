import type { Message } from '../../../platform/model/conversation.js'
import type { Talk } from './talk.js'

/** Whether the citizen has gone on after a message: its buttons no longer serve. */
export function isAnswered({ seq }: Message, { view: { messages, status } }: Talk): boolean {
  return status === 'closed' || messages.some((other) => other.author === 'citizen' && other.seq > seq)
}
