import { type RequestHandler, Router } from 'express'
import { cleanText } from '../../../assistant/screen.js'
import { agentMessageRequest, type HandoffDetailView, resolveRequest } from '../../../platform/http/contract.js'
import type { HttpContext } from '../../../platform/http/http-context.js'
import { DescribedError, parseBody } from '../../../platform/http/problem.js'
import { AppError } from '../../../platform/model/app-error.js'
import { requireRole, staffFrom } from '../../accounts/routes/staff-access.js'
import { trustRoutes } from '../../entries/routes/trust-routes.js'
import { practiceRoutes } from '../../practice/routes/practice-routes.js'
import { pushRoutes } from '../../push/routes/push-routes.js'
import { claim, close, noteMissedCall, release } from '../talk/act.js'
import { requireHeldBy, sayAsAgent } from '../talk/say-in-handoff.js'
import { copilotRoutes } from './copilot-routes.js'
import { deskRoutes } from './desk-routes.js'
import { handoffOf } from './handoff-of.js'
import { lifecycleRoutes } from './lifecycle-routes.js'
import { lifecycleView } from './lifecycle-view.js'
import { queueQuery } from './queue-contract.js'
import { queueViewAfter } from './queue-view.js'
import { hearConsole, routingRoutes } from './routing-routes.js'
import { searchRoutes } from './search-routes.js'
import { toClosing } from './to-closing.js'
import { typesetTurn } from './typeset-turn.js'
import { viewsRoutes } from './views-routes.js'

/** Routes of agents. Each concerns the agent's own commune only: another's handoff does not exist for her. */
export function agentRoutes(context: HttpContext): Router {
  const router = Router()
  router.use(requireRole(context, ['agent', 'admin']))
  router.use(hearConsole(context))
  router.use(pushRoutes(context))
  router.use(routingRoutes(context))
  router.use(trustRoutes(context))
  router.get('/queue', async (request, response) => {
    const { after } = parseBody(queueQuery, request.query)
    response.json(await queueViewAfter(context, staffFrom(response).user, after))
  })
  router.use(practiceRoutes(context))
  router.get('/handoffs/:id', readHandoff(context))
  router.post('/handoffs/:id/claim', claimHandoff(context))
  router.post('/handoffs/:id/messages', speak(context))
  router.post('/handoffs/:id/typing', showTyping(context))
  router.post('/handoffs/:id/release', async (request, response) => {
    const handoff = await handoffOf(context, request, response)
    response.json(await release(context.assistant.handover, handoff, staffFrom(response).user))
  })
  router.post('/handoffs/:id/missed-call', async (request, response) => {
    const handoff = await handoffOf(context, request, response)
    response.json(await noteMissedCall(context.assistant.handover, handoff, staffFrom(response).user))
  })
  router.post('/handoffs/:id/resolve', async (request, response) => {
    const handoff = await handoffOf(context, request, response)
    const closing = toClosing(context, handoff, parseBody(resolveRequest, request.body))
    response.json(await close(context.assistant.handover, handoff, staffFrom(response).user, closing))
  })
  router.use(searchRoutes(context), viewsRoutes(context), deskRoutes(context))
  router.use(copilotRoutes(context))
  router.use(lifecycleRoutes(context))
  return router
}

function readHandoff(context: HttpContext): RequestHandler {
  return async (request, response) => {
    const handoff = await handoffOf(context, request, response)
    const transcript = await context.assistant.store.getTranscript(handoff.conversationId)
    if (!transcript) throw new AppError('unknown_handoff', 404)
    const { messages, turns, conversation } = transcript
    const notes = await context.assistant.store.listNotes(handoff.conversationId)
    const lifecycle = await lifecycleView(context, handoff)
    response.json({
      handoff,
      transcript: { messages, turns: turns.map(typesetTurn) },
      page: conversation.page,
      channel: conversation.channel ?? 'web',
      notes,
      lifecycle,
    } satisfies HandoffDetailView)
  }
}

function claimHandoff(context: HttpContext): RequestHandler {
  return async (request, response) => {
    const handoff = await handoffOf(context, request, response)
    const result = await claim(context.assistant.handover, handoff, staffFrom(response).user)
    if (result.outcome === 'taken')
      throw new DescribedError('handoff_taken', 409, { agent: result.handoff.agentName ?? '' })
    response.json(result.handoff)
  }
}

function showTyping(context: HttpContext): RequestHandler {
  return async (request, response) => {
    const handoff = await handoffOf(context, request, response)
    await context.limits.typing(handoff.id)
    const { user } = staffFrom(response)
    requireHeldBy(handoff, user)
    context.hub.tellTyping(handoff.conversationId, user.id)
    context.lookers.note(handoff, user, 'writing')
    response.status(204).end()
  }
}

function speak(context: HttpContext): RequestHandler {
  return async (request, response) => {
    const handoff = await handoffOf(context, request, response)
    const { clientId, text } = parseBody(agentMessageRequest, request.body)
    const clean = cleanText(text)
    if (clean === '') throw new AppError('text_empty', 422, { field: 'text' })
    response.json(
      await sayAsAgent(context.assistant.handover, handoff, staffFrom(response).user, { clientId, text: clean }),
    )
  }
}
