import type { ConversationState } from '../conversation-state.js'

/** Whether a conversation has come to an end worth a question: the citizen closed it, or the agent did and she has not gone on. */
export function hasEnded({
  closed,
  messages,
  outbox,
}: Pick<ConversationState, 'closed' | 'messages' | 'outbox'>): boolean {
  if (closed) return true
  const last = messages.at(-1)
  return outbox.length === 0 && last?.payload.type === 'text' && last.payload.event === 'handoff_resolved'
}
