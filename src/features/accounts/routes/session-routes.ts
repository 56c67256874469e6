import type { Request } from 'express'
import { communeOf, communesOf, type KnownCommunes } from '../../../platform/http/commune-origins.js'
import { ExtendedError } from '../../../platform/http/problem.js'
import type { BodyOf } from '../../../platform/http/route.js'
import type { SecurityEvents } from '../../../platform/http/security-events.js'
import { SENT, type ServedRoute, serve } from '../../../platform/http/serve-routes.js'
import type { SessionView } from '../../../platform/http/shapes.js'
import { AppError } from '../../../platform/model/app-error.js'
import type { AccountStore } from '../account-verbs.js'
import { sessionRoutes } from '../contract.js'
import { openedBy } from '../password.js'
import type { PersonStore } from '../person-verbs.js'
import type { User } from '../staff.js'
import type { StaffStore } from '../staff-verbs.js'
import { type FactorNeeds, requireSecondFactor } from './check-second-factor.js'
import { requireOpenDoor } from './demonstration-door.js'
import { type EndNeeds, endStaffSession } from './end-sessions.js'
import { type BrowserNeeds, beginPasswordTry, rememberBrowser } from './known-browser.js'
import { type ProviderEndNeeds, providerEndAddress } from './provider-routes.js'
import { type Exchange, openingOf, reopenSession } from './reopen-session.js'
import {
  clearCookie,
  type EnrolNeeds,
  mustEnrol,
  type OpeningNeeds,
  requireSameOrigin,
  type Staff,
  staffFrom,
} from './staff-access.js'
import { requireApplied } from './staff-routes.js'

/** What these routes need. */
export interface SessionRouteNeeds
  extends KnownCommunes,
    FactorNeeds,
    BrowserNeeds,
    EndNeeds,
    OpeningNeeds,
    ProviderEndNeeds,
    SessionViewNeeds {
  store: FactorNeeds['store'] &
    EndNeeds['store'] &
    OpeningNeeds['store'] &
    SessionViewNeeds['store'] &
    Pick<StaffStore, 'findUsersByEmail'> &
    Pick<AccountStore, 'applyToAccount'>
  securityEvents: Pick<SecurityEvents, 'signedIn'>
}

/** Serves sign-in, who am I, sign-out. */
export function serveSessions(needs: SessionRouteNeeds): ServedRoute[] {
  return [
    serve(sessionRoutes.signIn, ({ body, request, response }) => signIn(needs, { request, response }, body)),
    serve(sessionRoutes.who, ({ response }) => sessionView(needs, staffFrom(response))),
    serve(sessionRoutes.signOut, async ({ request, response }) => {
      const { user, session } = staffFrom(response)
      await endStaffSession(needs, user, session.idHash)
      clearCookie(response)
      const next = await providerEndAddress(needs, request, session)
      if (next === null) response.status(204).end()
      else response.json({ next })
      return SENT
    }),
    serve(sessionRoutes.lookAt, async ({ body: { communeId }, request, response }) => {
      const staff = staffFrom(response)
      const opening = { ...openingOf(staff), communeId: communeOf(needs, communeId).id }
      return sessionView(needs, await reopenSession(needs, { request, response }, staff.user.id, opening))
    }),
  ]
}

async function signIn(
  needs: SessionRouteNeeds,
  http: Exchange,
  { email, password, code, commune }: BodyOf<typeof sessionRoutes.signIn>,
): Promise<SessionView> {
  const { request } = http
  requireSameOrigin(request, needs)
  // Passwords cost a lot to check: an address may not try many accounts either.
  await needs.limits.address(request)
  await needs.limits.signIn(request, email)
  const users = await usersBehind(needs, request, { email: email.trim(), password })
  const user = chosenAmong(needs, users, commune)
  requireOpenDoor(needs, request, user)
  await requireSecondFactor(needs, user, code)
  return enter(needs, http, user)
}

/**
 * Those whose password it is: one account for each commune in which the address has one with it.
 * @throws AppError `sign_in_failed` (401), which says nothing of what was wrong, or `sign_in_delayed` (429)
 */
async function usersBehind(
  needs: SessionRouteNeeds,
  request: Request,
  { email, password }: { email: string; password: string },
): Promise<User[]> {
  const accounts = await needs.store.findUsersByEmail(email)
  const attempt = await beginPasswordTry(needs, request, { email, accounts })
  // The password first, whatever the accounts: the time that it takes says nothing of them.
  const opened = await openedBy(attempt.accounts, password)
  const users = opened.filter(({ deactivatedAt }) => deactivatedAt === undefined)
  if (users.length === 0) throw new AppError('sign_in_failed', 401)
  await attempt.succeed(users)
  return users
}

/** @throws ExtendedError `commune_needed` (401) with the communes, when the same password opens the accounts of several */
function chosenAmong(needs: SessionRouteNeeds, users: readonly User[], communeId: string | undefined): User {
  const [first] = users
  const user = users.length === 1 ? first : users.find((one) => one.communeId === communeId)
  if (user) return user
  const communes = communesOf(needs, users)
  throw new ExtendedError('commune_needed', 401, { field: 'commune', members: { communes } })
}

/** Opens the session of somebody who has proved who she is, and says so. */
async function enter(needs: SessionRouteNeeds, http: Exchange, user: User): Promise<SessionView> {
  const at = needs.now().toISOString()
  requireApplied(await needs.store.applyToAccount(user.id, { type: 'sign_in', at }, null))
  const staff = await reopenSession(needs, http, user.id, user.secondFactor ? { secondFactorsOf: [user.id] } : {})
  await rememberBrowser(needs, http, user.id)
  needs.securityEvents.signedIn(user.id, user.secondFactor ? 'password and second factor' : 'password')
  return sessionView(needs, staff)
}

/** What says who is signed in. */
export interface SessionViewNeeds extends EnrolNeeds, Pick<KnownCommunes, 'communes'> {
  store: EnrolNeeds['store'] & Pick<PersonStore, 'listLinked'>
}

/** Who is signed in, and what she may do at once. */
export async function sessionView(needs: SessionViewNeeds, { user, session }: Staff): Promise<SessionView> {
  const { id, displayName, email, roles, communeId } = user
  const communes = [...needs.communes.values()].map(({ id: communeId, nom }) => ({ id: communeId, name: nom }))
  const isLinked = (await needs.store.listLinked(id)).length > 0
  return {
    user: { id, displayName, email, roles, communeId },
    csrfToken: session.csrfToken,
    timeZone: needs.communes.get(communeId)?.timeZone ?? 'UTC',
    ...((await mustEnrol(needs, { user, session })) ? { mustEnrol: true as const } : {}),
    ...(isLinked ? { linked: true as const } : {}),
    ...(roles.includes('super-admin') ? { communes: communes.sort((a, b) => a.name.localeCompare(b.name, 'fr')) } : {}),
  }
}
