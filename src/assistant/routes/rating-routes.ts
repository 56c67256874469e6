import { type RequestHandler, Router } from 'express'
import { localMoment } from '../../features/statistics/period.js'
import { ratingRequest } from '../../platform/http/contract.js'
import type { HttpContext } from '../../platform/http/http-context.js'
import { parseBody } from '../../platform/http/problem.js'
import { AppError } from '../../platform/model/app-error.js'
import type { Conversation } from '../../platform/model/conversation.js'
import { type Rating, ratingIncrements } from '../../platform/model/rating.js'
import { cleanText } from '../../platform/text/clean-text.js'
import { conversationOf } from './citizen-access.js'

/** What citizens think of their conversations, said by them. */
export function ratingRoutes(context: HttpContext): Router {
  const router = Router()
  router.post('/conversations/:id/rating', postRating(context))
  return router
}

function postRating(context: HttpContext): RequestHandler {
  return async (request, response) => {
    const conversation = await conversationOf(request, context)
    await context.limits.conversation(conversation.id)
    const { level, comment } = parseBody(ratingRequest, request.body)
    await rateConversation(context, conversation, { level, comment: comment ?? '' })
    response.status(204).end()
  }
}

/** Keeps a rating, whose comment was masked at the border, and counts it once. @throws AppError `unknown_conversation` (404) */
export async function rateConversation(
  { assistant, communes }: HttpContext,
  { id, communeId }: Conversation,
  said: { level: Rating['level']; comment: string },
): Promise<void> {
  const { store, now } = assistant
  const text = cleanText(said.comment)
  const rating: Rating = { level: said.level, ...(text === '' ? {} : { comment: text }), at: now().toISOString() }
  const result = await store.recordRating(id, rating)
  if (result.outcome === 'unknown_conversation') throw new AppError('unknown_conversation', 404)
  const increments = ratingIncrements(result.former, rating.level)
  const { day } = localMoment((result.former ?? rating).at, communes.get(communeId)?.timeZone ?? 'utc')
  if (Object.keys(increments).length > 0) await store.count(communeId, day, increments)
}
