import { type RequestHandler, Router } from 'express'
import type { HttpContext } from '../../../platform/http/http-context.js'
import { parseBody } from '../../../platform/http/problem.js'
import { AppError } from '../../../platform/model/app-error.js'
import { staffFrom } from '../../accounts/routes/staff-access.js'
import type { User } from '../../accounts/staff.js'
import { passOffer } from '../queue/pass-offer.js'
import { declarePresence, hearPresence } from '../queue/sweep-presences.js'
import { hearAgent } from '../talk/watch.js'
import { queueView } from './queue-view.js'
import { availabilityRequest, beatRequest } from './routing-contract.js'
import { teamView } from './team-view.js'

/** Routes about who is there and who gets what. The guard of the agents' routes stands before them. */
export function routingRoutes(context: HttpContext): Router {
  const router = Router()
  router.post('/availability', async (request, response) => {
    const { word, ...declared } = parseBody(availabilityRequest, request.body)
    const { user } = staffFrom(response)
    const declaration = { ...declared, ...(word ? { word } : {}) }
    await declarePresence(context.assistant.handover, user, declaration, context.consoles.isOpen(user.id))
    response.json(await queueView(context, user))
  })
  router.post('/beat', async (request, response) => {
    const { touched } = parseBody(beatRequest, request.body)
    await hear(context, staffFrom(response).user, touched)
    response.status(204).end()
  })
  router.get('/team', async (_request, response) => {
    response.json(await teamView(context, staffFrom(response).user))
  })
  router.post('/handoffs/:id/pass', async (request, response) => {
    const { user } = staffFrom(response)
    const handoff = await context.assistant.store.getHandoff(request.params.id)
    if (handoff?.communeId !== user.communeId) throw new AppError('unknown_handoff', 404)
    response.json(await passOffer(context.assistant.handover, handoff, user))
  })
  return router
}

/** Whatever a console asks proves that it is there; what it changes, that its agent is. A storage that cannot note it refuses no reading for that. */
export function hearConsole(context: HttpContext): RequestHandler {
  return async (request, response, next) => {
    // A beat says itself whether somebody is there, and a console says by itself what it shows.
    const touched = request.method !== 'GET' && request.path !== '/beat' && !request.path.endsWith('/look')
    await hear(context, staffFrom(response).user, touched).catch((error: unknown) => {
      const stack = error instanceof Error ? error.stack : undefined
      context.logger.warn({ stack }, 'a console could not be noted as alive')
    })
    next()
  }
}

async function hear({ assistant: { handover }, consoles }: HttpContext, user: User, touched: boolean): Promise<void> {
  await hearAgent(handover, user)
  await hearPresence(handover, user, { streaming: consoles.isOpen(user.id), touched })
}
