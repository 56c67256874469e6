import { Router } from 'express'
import { AppError } from '../domain/app-error.js'
import { verifyPassword } from '../domain/password.js'
import type { Session, User } from '../domain/staff.js'
import { leaveTalks } from '../handover/leave-talks.js'
import { type SessionView, signInRequest } from './contract.js'
import type { HttpContext } from './http-context.js'
import { parseBody } from './problem.js'
import { clearCookie, endSession, openSession, requireSameOrigin, staffOf } from './staff-access.js'

/** Sign-in, who am I, sign-out. */
export function sessionRoutes(context: HttpContext): Router {
  const router = Router()
  router.post('/session', async (request, response) => {
    requireSameOrigin(request, context)
    const { email, password } = parseBody(signInRequest, request.body)
    // Passwords cost a lot to check: an address may not try many accounts either.
    await context.limits.address(request)
    await context.limits.signIn(request, email)
    const user = await context.assistant.store.findUserByEmail(email.trim())
    if (!(await verifyPassword(user?.passwordHash, password)) || !user) throw new AppError('sign_in_failed', 401)
    // A new session each time: an identifier known before signing in is worth nothing afterwards.
    await endSession(context, request)
    response.json(toView(user, await openSession(context, response, user)))
  })
  router.get('/session', async (request, response) => {
    const { user, session } = await staffOf(request, context)
    response.json(toView(user, session))
  })
  router.delete('/session', async (request, response) => {
    requireSameOrigin(request, context)
    const { user, session } = await staffOf(request, context)
    // The session first: what is announced afterwards ends its streams.
    await endSession(context, request)
    await context.assistant.store.dropPushOfSession(session.idHash)
    const at = context.assistant.now().toISOString()
    await context.assistant.store.savePresence({
      userId: user.id,
      communeId: user.communeId,
      state: 'away',
      seenAt: at,
    })
    if (!context.consoles.hasOther(user.id, session.idHash)) await leaveTalks(context.assistant.handover, user)
    clearCookie(response)
    response.status(204).end()
  })
  return router
}

function toView({ id, displayName, email, roles, communeId }: User, { csrfToken }: Session): SessionView {
  return { user: { id, displayName, email, roles, communeId }, csrfToken }
}
