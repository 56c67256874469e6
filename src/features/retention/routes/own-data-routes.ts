import { type RequestHandler, Router } from 'express'
import { conversationOf } from '../../../assistant/routes/citizen-access.js'
import type { HttpContext } from '../../../platform/http/http-context.js'
import { AppError } from '../../../platform/model/app-error.js'
import type { OwnData } from '../own-data.js'

/** The route by which a citizen gets everything that is kept of her; she erases it by `DELETE /conversations/:id`. */
export function ownDataRoutes(context: HttpContext): Router {
  const router = Router()
  router.get('/conversations/:id/data', readOwnData(context))
  return router
}

function readOwnData(context: HttpContext): RequestHandler {
  return async (request, response) => {
    const { id } = await conversationOf(request, context)
    await context.limits.conversation(id)
    response.json(await ownDataOf(context, id))
  }
}

/** Everything that is kept of a conversation. @throws AppError `unknown_conversation` (404) when it was erased meanwhile */
export async function ownDataOf({ assistant: { store } }: HttpContext, id: string): Promise<OwnData> {
  const data = await store.readOwnData(id)
  if (!data) throw new AppError('unknown_conversation', 404)
  return data
}
