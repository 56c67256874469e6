import type { NewMessage } from '../../../platform/model/conversation.js'
import type { Handoff } from '../handoff.js'
import type { HandoverContext } from '../handover-context.js'

/** What is told in a conversation, where the person reads it; `null` when she came to the counter or phoned: an agent tells her. */
export async function ifRead(
  { store }: HandoverContext,
  { kind, conversationId }: Handoff,
  notice: NewMessage | null,
): Promise<NewMessage | null> {
  if (notice === null || kind === 'live') return notice
  const { channel = 'web' } = (await store.getConversation(conversationId)) ?? {}
  return channel === 'web' ? notice : null
}
