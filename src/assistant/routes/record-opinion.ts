import { opinionIncrements } from '../../features/statistics/turn-facts.js'
import type { HttpContext } from '../../platform/http/http-context.js'
import { AppError } from '../../platform/model/app-error.js'
import type { Conversation, Feedback, Message } from '../../platform/model/conversation.js'

/**
 * Keeps what a citizen thinks of an answer, and counts it once, however she says it.
 * @returns the message as it was before
 * @throws AppError `unknown_message` (404)
 */
export async function recordOpinion(
  { assistant: { store, counters } }: HttpContext,
  { id, communeId }: Pick<Conversation, 'id' | 'communeId'>,
  { messageId, feedback }: { messageId: string; feedback: Feedback },
): Promise<Message> {
  const result = await store.recordFeedback(id, messageId, feedback)
  if (result.outcome === 'unknown') throw new AppError('unknown_message', 404)
  const { rated } = result
  if (rated.payload.type === 'card') {
    const { entryId } = rated.payload.answer
    counters.add(communeId, opinionIncrements(entryId, { former: rated.feedback, given: feedback }))
  }
  return rated
}
