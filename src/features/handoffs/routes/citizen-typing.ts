import { type RequestHandler, Router } from 'express'
import { conversationOf } from '../../../assistant/routes/citizen-access.js'
import type { HttpContext } from '../../../platform/http/http-context.js'
import type { Handoff } from '../handoff.js'

/** Whether the agent of a handoff sees that its citizen writes: in a live talk, where the commune has chosen so. */
export function showsCitizenTyping({ communes }: HttpContext, { communeId, kind, status }: Handoff): boolean {
  return kind === 'live' && status === 'assigned' && communes.get(communeId)?.talk?.showCitizenTyping === true
}

/** `POST /conversations/:id/typing`: a citizen writes to her agent. Only the fact is told, and it is stored nowhere; without the commune's choice, not even that. */
export function citizenTypingRoute(context: HttpContext): Router {
  const router = Router()
  router.post('/conversations/:id/typing', tellTyping(context))
  return router
}

function tellTyping(context: HttpContext): RequestHandler {
  return async (request, response) => {
    const conversation = await conversationOf(request, context)
    await context.limits.typing(conversation.id)
    const handoff = await context.assistant.store.findOpenHandoff(conversation.id)
    if (handoff?.agentId && showsCitizenTyping(context, handoff)) {
      context.hub.tellCitizenTyping(handoff.agentId, handoff.id)
    }
    response.status(204).end()
  }
}
