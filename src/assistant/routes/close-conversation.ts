import type { HttpContext } from '../../platform/http/http-context.js'
import type { Conversation, NewMessage } from '../../platform/model/conversation.js'

/** Ends a conversation and says so in it; ended again, it stays as it is. */
export async function closeConversation(context: HttpContext, { id, language }: Conversation): Promise<void> {
  const { store, now, say } = context.assistant
  const at = now().toISOString()
  const text = say(language, 'conversation.closed')
  const notice: NewMessage = { author: 'system', at, language, payload: { type: 'text', text } }
  await store.closeConversation(id, at, notice)
}
