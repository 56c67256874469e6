import { type Request, type RequestHandler, Router } from 'express'
import { AppError } from '../domain/app-error.js'
import { verifyPassword } from '../domain/password.js'
import type { User } from '../domain/staff.js'
import { communeRequest } from './account/account-contract.js'
import { requireApplied } from './account/account-refusal.js'
import { requireSecondFactor } from './account/check-second-factor.js'
import { requireOpenDoor } from './account/demonstration-door.js'
import { endStaffSession } from './account/end-sessions.js'
import { beginPasswordTry, rememberBrowser } from './account/known-browser.js'
import { providerEndAddress } from './account/provider-routes.js'
import { type Exchange, openingOf, reopenSession } from './account/reopen-session.js'
import { sessionView } from './account/session-view.js'
import { communeOf } from './commune-of.js'
import { signInRequest } from './contract.js'
import type { HttpContext } from './http-context.js'
import { parseBody } from './problem.js'
import { clearCookie, requireRole, requireSameOrigin, staffFrom, staffOf } from './staff-access.js'

/** Sign-in, who am I, sign-out. */
export function sessionRoutes(context: HttpContext): Router {
  const router = Router()
  router.post('/session', signIn(context))
  router.get('/session', async (request, response) => {
    response.json(await sessionView(context, await staffOf(request, context)))
  })
  router.delete('/session', async (request, response) => {
    requireSameOrigin(request, context)
    const { user, session } = await staffOf(request, context)
    await endStaffSession(context, user, session.idHash)
    clearCookie(response)
    const next = await providerEndAddress(context, request, session)
    if (next === null) response.status(204).end()
    else response.json({ next })
  })
  router.put('/session/commune', requireRole(context, ['super-admin']), async (request, response) => {
    const { communeId } = parseBody(communeRequest, request.body)
    const staff = staffFrom(response)
    const opening = { ...openingOf(staff), communeId: communeOf(context, communeId).id }
    response.json(
      await sessionView(context, await reopenSession(context, { request, response }, staff.user.id, opening)),
    )
  })
  return router
}

function signIn(context: HttpContext): RequestHandler {
  return async (request, response) => {
    requireSameOrigin(request, context)
    const { email, password, code } = parseBody(signInRequest, request.body)
    // Passwords cost a lot to check: an address may not try many accounts either.
    await context.limits.address(request)
    await context.limits.signIn(request, email)
    const user = await userBehind(context, request, { email: email.trim(), password })
    requireOpenDoor(context, request, user)
    await requireSecondFactor(context, user, code)
    await enter(context, { request, response }, user)
  }
}

/** @throws AppError `sign_in_failed` (401), which says nothing of what was wrong, or `sign_in_delayed` (429) */
async function userBehind(
  context: HttpContext,
  request: Request,
  { email, password }: { email: string; password: string },
): Promise<User> {
  const user = await context.assistant.store.findUserByEmail(email)
  const attempt = await beginPasswordTry(context, request, { email, userId: user?.id })
  // The password first, whatever the account: the time that it takes says nothing of the account.
  const matches = await verifyPassword(user?.passwordHash, password)
  if (matches && user && user.deactivatedAt === undefined) {
    await attempt.succeed()
    return user
  }
  throw new AppError('sign_in_failed', 401)
}

/** Opens the session of somebody who has proved who she is, and says so. */
async function enter(context: HttpContext, http: Exchange, user: User): Promise<void> {
  const at = context.assistant.now().toISOString()
  requireApplied(await context.assistant.store.applyToAccount(user.id, { type: 'sign_in', at }, null))
  const staff = await reopenSession(context, http, user.id)
  await rememberBrowser(context, http, user.id)
  context.securityEvents.signedIn(user.id, user.secondFactor ? 'password and second factor' : 'password')
  http.response.json(await sessionView(context, staff))
}
