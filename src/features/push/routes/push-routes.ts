import { type RequestHandler, Router } from 'express'
import type { HttpContext } from '../../../platform/http/http-context.js'
import { parseBody } from '../../../platform/http/problem.js'
import { communeOf } from '../../../platform/http/views.js'
import { AppError } from '../../../platform/model/app-error.js'
import { staffFrom } from '../../accounts/routes/staff-access.js'
import { type AlertSettingsView, pushRequest } from './push-contract.js'

/** Routes of the alerts of an agent's console; mounted where her role has been checked. */
export function pushRoutes(context: HttpContext): Router {
  const router = Router()
  router.get('/alerts', (_request, response) => {
    const { timeZone } = communeOf(context, staffFrom(response).user.communeId)
    const now = context.assistant.now().toISOString()
    response.json({ now, timeZone, pushKey: context.pusher?.publicKey ?? null } satisfies AlertSettingsView)
  })
  router.put('/push', subscribe(context))
  router.delete('/push', async (_request, response) => {
    await context.assistant.store.dropPushOfSession(staffFrom(response).session.idHash)
    response.status(204).end()
  })
  return router
}

/** @throws AppError `push_off` (409), `invalid_request` (422) for an address of no push service */
function subscribe({ pusher, assistant: { store, now } }: HttpContext): RequestHandler {
  return async (request, response) => {
    if (!pusher) throw new AppError('push_off', 409)
    const asked = parseBody(pushRequest, request.body)
    if (!pusher.accepts(asked.endpoint)) throw new AppError('invalid_request', 422, { field: 'endpoint' })
    const { user, session } = staffFrom(response)
    await store.savePushSubscription({
      ...asked,
      userId: user.id,
      communeId: user.communeId,
      sessionHash: session.idHash,
      createdAt: now().toISOString(),
      pushedAt: null,
    })
    response.status(204).end()
  }
}
