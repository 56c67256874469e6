import { randomUUID } from 'node:crypto'
import { type RequestHandler, Router } from 'express'
import { cleanText } from '../../../assistant/screen.js'
import type { HttpContext } from '../../../platform/http/http-context.js'
import { DescribedError, parseBody } from '../../../platform/http/problem.js'
import { AppError } from '../../../platform/model/app-error.js'
import { staffFrom } from '../../accounts/routes/staff-access.js'
import type { User } from '../../accounts/staff.js'
import { type OwnRepliesView, replyRequest } from '../../handoffs/routes/copilot-contract.js'
import { MAX_PERSONAL_REPLIES } from '../reply.js'
import { REPLY_VARIABLES, unknownVariables } from '../reply-variables.js'

/** An agent's own ready replies. Another agent's do not exist for her. */
export function ownReplyRoutes(context: HttpContext): Router {
  const router = Router()
  router.get('/replies', async (_request, response) => {
    response.json(await ownRepliesView(context, staffFrom(response).user))
  })
  router.post('/replies', saveReply(context))
  router.put('/replies/:replyId', saveReply(context))
  router.delete('/replies/:replyId', async (request, response) => {
    const outcome = await context.assistant.store.deleteReply(
      staffFrom(response).user.id,
      String(request.params.replyId),
    )
    if (outcome === 'unknown') throw new AppError('unknown_reply', 404)
    response.status(204).end()
  })
  return router
}

async function ownRepliesView(context: HttpContext, { id, communeId }: User): Promise<OwnRepliesView> {
  const own = await context.assistant.store.listReplies(id)
  return {
    replies: own.map(({ id: replyId, title, text, language }) => ({ id: replyId, title, text, language })),
    variables: REPLY_VARIABLES,
    shared: context.repliesOf(communeId).map(({ id: replyId, title, text }) => ({ id: replyId, title, text })),
  }
}

/**
 * Adds a reply, or changes the one that the address names.
 * @throws AppError `text_empty`, `invalid_request` (422), `unknown_reply` (404), DescribedError `reply_variable` (422), `reply_limit` (409)
 */
function saveReply(context: HttpContext): RequestHandler {
  return async (request, response) => {
    const { user } = staffFrom(response)
    const { store, now } = context.assistant
    const { title, text, language } = parseBody(replyRequest, request.body)
    const written = { title: cleanText(title), text: cleanText(text) }
    if (written.title === '' || written.text === '') throw new AppError('text_empty', 422, { field: 'text' })
    const [unknown] = unknownVariables(written.text)
    if (unknown !== undefined) throw new DescribedError('reply_variable', 422, { variable: unknown })
    const { replyId } = request.params
    const known = (await store.listReplies(user.id)).some(({ id }) => id === replyId)
    if (replyId !== undefined && !known) throw new AppError('unknown_reply', 404)
    const saved = await store.saveReply({
      id: replyId === undefined ? randomUUID() : String(replyId),
      userId: user.id,
      communeId: user.communeId,
      ...written,
      language,
      updatedAt: now().toISOString(),
    })
    if (saved === 'too_many') throw new DescribedError('reply_limit', 409, { most: String(MAX_PERSONAL_REPLIES) })
    response.status(replyId === undefined ? 201 : 200).json(await ownRepliesView(context, user))
  }
}
