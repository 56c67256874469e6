import { type Request, type RequestHandler, Router } from 'express'
import { type SessionView, signInRequest } from '../../../platform/http/contract.js'
import type { HttpContext } from '../../../platform/http/http-context.js'
import { ExtendedError, parseBody } from '../../../platform/http/problem.js'
import { communeOf, communesOf } from '../../../platform/http/views.js'
import { AppError } from '../../../platform/model/app-error.js'
import { openedBy } from '../password.js'
import type { User } from '../staff.js'
import { communeRequest } from './account-contract.js'
import { requireSecondFactor } from './check-second-factor.js'
import { requireOpenDoor } from './demonstration-door.js'
import { endStaffSession } from './end-sessions.js'
import { beginPasswordTry, rememberBrowser } from './known-browser.js'
import { providerEndAddress } from './provider-routes.js'
import { type Exchange, openingOf, reopenSession } from './reopen-session.js'
import {
  clearCookie,
  mustEnrol,
  requireRole,
  requireSameOrigin,
  type Staff,
  staffFrom,
  staffOf,
} from './staff-access.js'
import { requireApplied } from './staff-routes.js'

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
    const { email, password, code, commune } = parseBody(signInRequest, request.body)
    // Passwords cost a lot to check: an address may not try many accounts either.
    await context.limits.address(request)
    await context.limits.signIn(request, email)
    const users = await usersBehind(context, request, { email: email.trim(), password })
    const user = chosenAmong(context, users, commune)
    requireOpenDoor(context, request, user)
    await requireSecondFactor(context, user, code)
    await enter(context, { request, response }, user)
  }
}

/**
 * Those whose password it is: one account for each commune in which the address has one with it.
 * @throws AppError `sign_in_failed` (401), which says nothing of what was wrong, or `sign_in_delayed` (429)
 */
async function usersBehind(
  context: HttpContext,
  request: Request,
  { email, password }: { email: string; password: string },
): Promise<User[]> {
  const accounts = await context.assistant.store.findUsersByEmail(email)
  const attempt = await beginPasswordTry(context, request, { email, accounts })
  // The password first, whatever the accounts: the time that it takes says nothing of them.
  const opened = await openedBy(attempt.accounts, password)
  const users = opened.filter(({ deactivatedAt }) => deactivatedAt === undefined)
  if (users.length === 0) throw new AppError('sign_in_failed', 401)
  await attempt.succeed(users)
  return users
}

/** @throws ExtendedError `commune_needed` (401) with the communes, when the same password opens the accounts of several */
function chosenAmong(context: HttpContext, users: readonly User[], communeId: string | undefined): User {
  const [first] = users
  const user = users.length === 1 ? first : users.find((one) => one.communeId === communeId)
  if (user) return user
  const communes = communesOf(context, users)
  throw new ExtendedError('commune_needed', 401, { field: 'commune', members: { communes } })
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

/** Who is signed in, and what she may do at once. */
export async function sessionView(context: HttpContext, { user, session }: Staff): Promise<SessionView> {
  const { id, displayName, email, roles, communeId } = user
  const communes = [...context.communes.values()].map(({ id: communeId, nom }) => ({ id: communeId, name: nom }))
  return {
    user: { id, displayName, email, roles, communeId },
    csrfToken: session.csrfToken,
    timeZone: context.communes.get(communeId)?.timeZone ?? 'UTC',
    ...((await mustEnrol(context, { user, session })) ? { mustEnrol: true as const } : {}),
    ...(roles.includes('super-admin') ? { communes: communes.sort((a, b) => a.name.localeCompare(b.name, 'fr')) } : {}),
  }
}
