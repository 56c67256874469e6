import { randomUUID } from 'node:crypto'
import type { Request } from 'express'
import { communeOf } from '../../../platform/http/commune-origins.js'
import { hashSecret } from '../../../platform/http/secrets.js'
import type { SecurityEvents } from '../../../platform/http/security-events.js'
import { type ServedRoute, serve } from '../../../platform/http/serve-routes.js'
import type { SessionView } from '../../../platform/http/shapes.js'
import { AppError } from '../../../platform/model/app-error.js'
import { answersCitizens } from '../../../platform/model/role.js'
import type { AccountStore } from '../account-verbs.js'
import { type LinkedAccountView, type LinkedView, linkedRoutes } from '../linked-contract.js'
import { openedBy } from '../password.js'
import type { PersonStore } from '../person-verbs.js'
import type { User } from '../staff.js'
import type { StaffStore } from '../staff-verbs.js'
import { requirePassword } from './account-routes.js'
import { type FactorNeeds, takesSecondFactor } from './check-second-factor.js'
import { isDoorOpen } from './demonstration-door.js'
import { type EndNeeds, endStaffSession } from './end-sessions.js'
import { type BrowserNeeds, beginPasswordTry } from './known-browser.js'
import { type ChosenNeeds, hashChosenPassword, requireLink, rowOfChoice, type TokenNeeds } from './link-routes.js'
import { type LinkedNeeds, rowOfLink, separateAccount, tellOfLinks } from './linked-accounts.js'
import { type ProviderEndNeeds, tokenFor } from './provider-routes.js'
import { type Exchange, reopenSession, signedInAt, withFactorOf } from './reopen-session.js'
import { type SessionViewNeeds, sessionView } from './session-routes.js'
import { type Opening, type OpeningNeeds, type Staff, staffFrom } from './staff-access.js'
import { requireApplied } from './staff-routes.js'

/** How long after a sign-in somebody without a password need not prove again who she is, ms. */
const FRESH_MS = 10 * 60_000

/** What these routes need. */
export interface LinkedRouteNeeds
  extends LinkedNeeds,
    SessionViewNeeds,
    FactorNeeds,
    BrowserNeeds,
    EndNeeds,
    OpeningNeeds,
    ChosenNeeds,
    TokenNeeds,
    ProviderEndNeeds {
  store: LinkedNeeds['store'] &
    SessionViewNeeds['store'] &
    FactorNeeds['store'] &
    EndNeeds['store'] &
    OpeningNeeds['store'] &
    ChosenNeeds['store'] &
    TokenNeeds['store'] &
    Pick<PersonStore, 'linkAccounts'> &
    Pick<StaffStore, 'listUsers'> &
    Pick<AccountStore, 'redeemStaffToken'>
  securityEvents: Pick<SecurityEvents, 'signedIn'>
  /** Says who suspended a commune; `null` while it is open. */
  liveCommunes: { suspensionOf: (communeId: string) => object | null }
  /** How many requests of a commune anybody there may take now. */
  countToTake: (communeId: string) => Promise<number>
}

/** Serves {@link linkedRoutes}. */
export function serveLinked(needs: LinkedRouteNeeds): ServedRoute[] {
  const { store, limits } = needs
  return [
    serve(linkedRoutes.linked, ({ request, response }) => linkedView(needs, request, staffFrom(response))),
    serve(linkedRoutes.link, async ({ body: { present, ...other }, request, response }) => {
      const staff = staffFrom(response)
      await limits.address(request)
      await limits.signIn(request, other.email)
      await requireHolder(needs, request, { staff, present })
      return link(needs, request, { staff, others: await othersBehind(needs, request, { staff, ...other }) })
    }),
    serve(linkedRoutes.linkByProvider, async ({ request, response }) => {
      const staff = staffFrom(response)
      const { id, subject } = staff.user
      await limits.address(request)
      requireFreshProvider(needs, staff)
      const others = (await store.listUsers()).filter((one) => one.id !== id && one.subject === subject)
      const usable = others.filter((one) => isOpen(needs, request, one))
      if (usable.length === 0) throw new AppError('link_failed', 422)
      return link(needs, request, { staff, others: usable })
    }),
    serve(linkedRoutes.joinInvited, async ({ body: { token, password }, request, response }) => {
      const staff = staffFrom(response)
      await limits.address(request)
      const { token: found, user } = await requireLink(needs, request, token)
      // Whoever holds a link to an account that somebody has used, or linked, gets neither it nor what it is linked to.
      const isUsed = user.passwordHash !== null || user.subject !== undefined || user.personId !== undefined
      if (found.purpose !== 'invitation' || isUsed) throw new AppError('unknown_link', 404)
      await requirePassword(needs, request, { user: staff.user, password, field: 'password' })
      const passwordHash = await hashChosenPassword(needs, user, password)
      const at = needs.now().toISOString()
      const audit = rowOfChoice(needs, user)
      const redeemed = await store.redeemStaffToken({ hash: hashSecret(token), at, passwordHash, audit })
      if (redeemed.outcome === 'unknown_token') throw new AppError('unknown_link', 404)
      return link(needs, request, { staff, others: [requireApplied(redeemed)] })
    }),
    serve(linkedRoutes.openLinked, async ({ params, body: { code }, request, response }) => {
      const staff = staffFrom(response)
      await limits.address(request)
      return sessionIn(needs, { request, response }, { staff, code, to: await linkedOf(needs, staff, params.id) })
    }),
    serve(linkedRoutes.unlink, async ({ params, request, response }) => {
      const staff = staffFrom(response)
      await limits.address(request)
      await separateAccount(needs, request, (await linkedOf(needs, staff, params.id)).id)
      return linkedView(needs, request, staff)
    }),
  ]
}

/**
 * Who found an open console does not make an account of her own one of its holder's.
 * @throws AppError `password_wrong` (422), `provider_off` (404), `sign_in_again` (403), `sign_in_delayed` (429)
 */
async function requireHolder(
  needs: LinkedRouteNeeds,
  request: Request,
  { staff, present }: { staff: Staff; present: string | undefined },
): Promise<void> {
  if (staff.user.passwordHash === null) return requireFreshProvider(needs, staff)
  await requirePassword(needs, request, { user: staff.user, password: present ?? '', field: 'present' })
}

/** Of a session that the identity provider opened just now. @throws AppError `provider_off` (404), `sign_in_again` (403) */
function requireFreshProvider({ now }: LinkedRouteNeeds, { session, user }: Staff): void {
  if (session.sealedIdToken === undefined || user.subject === undefined) throw new AppError('provider_off', 404)
  if (now().getTime() - Date.parse(signedInAt(session)) >= FRESH_MS) throw new AppError('sign_in_again', 403)
}

/**
 * The other accounts that somebody proves to hold. Nothing says of an address which accounts it has: what is refused is refused in the same words and time.
 * @throws AppError `link_failed`, `link_code_needed`, `second_factor_code` (422), `sign_in_delayed` (429)
 */
async function othersBehind(
  needs: LinkedRouteNeeds,
  request: Request,
  { staff, email, password, code }: { staff: Staff; email: string; password: string; code?: string | undefined },
): Promise<User[]> {
  const accounts = await needs.store.findUsersByEmail(email.trim())
  const attempt = await beginPasswordTry(needs, request, { email, accounts })
  const opened = await openedBy(attempt.accounts, password)
  const { id, personId } = staff.user
  const isHers = (one: User) => one.id === id || (personId !== undefined && one.personId === personId)
  const others = opened.filter((one) => !isHers(one) && isOpen(needs, request, one))
  if (others.length === 0) throw new AppError('link_failed', 422, { field: 'password' })
  await attempt.succeed(others)
  const proven = others.filter(({ secondFactor }) => secondFactor === undefined)
  const guarded = others.filter(({ secondFactor }) => secondFactor !== undefined)
  if (guarded.length === 0) return proven
  if (code === undefined) throw new AppError('link_code_needed', 422, { field: 'code' })
  for (const one of guarded) if (await takesSecondFactor(needs, one, code)) return [...proven, one]
  throw new AppError('second_factor_code', 422, { field: 'code' })
}

async function link(
  needs: LinkedRouteNeeds,
  request: Request,
  { staff, others }: { staff: Staff; others: readonly User[] },
): Promise<LinkedView> {
  const ids = [staff.user.id, ...others.map(({ id }) => id)]
  const changed = await needs.store.linkAccounts(ids, randomUUID(), rowOfLink(needs))
  await tellOfLinks(needs, request, { changed, what: 'linked' })
  return linkedView(needs, request, staff)
}

/** Another account of hers. @throws AppError `unknown_account` (404) */
async function linkedOf({ store }: LinkedRouteNeeds, { user }: Staff, id: string): Promise<User> {
  const found = (await store.listLinked(user.id)).find((one) => one.id === id)
  if (!found) throw new AppError('unknown_account', 404)
  return found
}

/** Whether an account and its commune take anybody in. */
function isOpen(needs: LinkedRouteNeeds, request: Request, user: User): boolean {
  const { communeId, deactivatedAt } = user
  return (
    deactivatedAt === undefined &&
    needs.communes.has(communeId) &&
    needs.liveCommunes.suspensionOf(communeId) === null &&
    isDoorOpen(needs, request, user)
  )
}

/** How a session may go on in another account: never by a weaker way in than that account has. */
function stateOf(
  needs: LinkedRouteNeeds,
  request: Request,
  { staff: { user, session }, to }: { staff: Staff; to: User },
): LinkedAccountView['state'] {
  if (!isOpen(needs, request, to)) return 'closed'
  if (session.sealedIdToken !== undefined) {
    const sameAddress = to.email.toLowerCase() === user.email.toLowerCase()
    return (to.subject === undefined ? sameAddress : to.subject === user.subject) ? 'open' : 'elsewhere'
  }
  if (to.passwordHash === null) return 'elsewhere'
  return to.secondFactor && !session.secondFactorsOf?.includes(to.id) ? 'code' : 'open'
}

interface Going {
  staff: Staff
  to: User
  code: string | undefined
}

/** A session for another account in the place of this one, which ends here; it ends no later than this one would have. */
async function sessionIn(needs: LinkedRouteNeeds, http: Exchange, { staff, to, code }: Going): Promise<SessionView> {
  const { user, session } = staff
  const state = stateOf(needs, http.request, { staff, to })
  if (state === 'closed' || state === 'elsewhere') throw new AppError('link_closed', 409)
  if (state === 'code' && code === undefined) throw new AppError('link_code_needed', 422, { field: 'code' })
  if (state === 'code' && !(await takesSecondFactor(needs, to, code ?? '')))
    throw new AppError('second_factor_code', 422, { field: 'code' })
  const opening: Opening = {
    signedInAt: signedInAt(session),
    ...(session.secondFactorsOf ? { secondFactorsOf: session.secondFactorsOf } : {}),
    expiresAt: session.expiresAt,
    ...throughOf(staff, to),
    ...(state === 'code' ? { secondFactorsOf: withFactorOf(session, to.id) } : {}),
    ...(await tokenFor(needs, session, to.id)),
  }
  const subject = session.sealedIdToken === undefined || user.subject === undefined ? {} : { subject: user.subject }
  const at = needs.now().toISOString()
  requireApplied(await needs.store.applyToAccount(to.id, { type: 'sign_in', at, ...subject }, null))
  const next = await reopenSession(needs, http, to.id, opening)
  await endStaffSession(needs, user, session.idHash)
  needs.securityEvents.signedIn(to.id, 'linked account')
  return sessionView(needs, next)
}

/** What a session comes from that goes on in another account; nothing once she is back in the account that she signed in to. */
function throughOf({ user, session }: Staff, to: User): Pick<Opening, 'through'> {
  const through = session.through ?? { userId: user.id, generation: user.generation ?? 0 }
  return through.userId === to.id ? {} : { through }
}

async function linkedView(needs: LinkedRouteNeeds, request: Request, staff: Staff): Promise<LinkedView> {
  const others = (await needs.store.listLinked(staff.user.id)).filter(({ communeId }) => needs.communes.has(communeId))
  const accounts = await Promise.all(
    others.map(async (to): Promise<LinkedAccountView> => {
      const { id, email, roles, communeId } = to
      const state = stateOf(needs, request, { staff, to })
      const waiting = state === 'open' && answersCitizens(roles) ? await needs.countToTake(communeId) : null
      const way = staff.session.through?.userId === id ? { signedInTo: true as const } : {}
      return { id, email, roles, state, waiting, commune: communeOf(needs, communeId).nom, ...way }
    }),
  )
  accounts.sort((a, b) => a.commune.localeCompare(b.commune, 'fr'))
  return { accounts, isPossible: needs.communes.size > 1 }
}
