import { parseCookie, stringifySetCookie } from 'cookie'
import type { Request, Response } from 'express'
import { z } from 'zod'
import type { Logger } from '../../../log.js'
import { communesOf, type KnownCommunes } from '../../../platform/http/commune-origins.js'
import { queryOf } from '../../../platform/http/pages/send-page.js'
import { serverAddress } from '../../../platform/http/public-address.js'
import type { RateLimits } from '../../../platform/http/rate-limits.js'
import { API_PREFIX } from '../../../platform/http/route.js'
import type { SecurityEvents } from '../../../platform/http/security-events.js'
import { SENT, type ServedRoute, serve } from '../../../platform/http/serve-routes.js'
import type { Identity, IdentityProvider, PendingSignIn } from '../../../platform/identity/identity-provider.js'
import type { Mailer } from '../../../platform/mail/mail.js'
import { AppError } from '../../../platform/model/app-error.js'
import type { AccountStore } from '../account-verbs.js'
import { sessionRoutes } from '../contract.js'
import type { Session, User } from '../staff.js'
import type { StaffStore } from '../staff-verbs.js'
import type { SealNeeds } from './check-second-factor.js'
import { isDoorOpen } from './demonstration-door.js'
import { type Exchange, reopenSession } from './reopen-session.js'
import type { OpeningNeeds } from './staff-access.js'

/** What waits for somebody who is at the provider's, sealed in her own browser: a restart of the server loses nobody. */
const COOKIE = '__Host-guichet-provider'
const COOKIE_S = 600
const PLACE = 'provider-sign-in'
/** Pages to which one comes back. */
const PAGES = ['console', 'admin', 'compte'] as const
type Page = (typeof PAGES)[number]

/** Why the provider let nobody in; the page of sign-in says it in words. */
type ProviderFault = 'unreached' | 'failed' | 'unknown' | 'elsewhere'

const pendingCookie = z.strictObject({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string().optional(),
  page: z.enum(PAGES),
  commune: z.string().optional(),
  at: z.number(),
})

/** What ends a session that the provider opened. */
export interface ProviderEndNeeds extends SealNeeds {
  /** `null` when staff sign in by passwords alone. */
  identityProvider: IdentityProvider | null
  /** Origin of the server as its users type it. */
  publicOrigin: string | null
}

/** What these routes need. */
export interface ProviderRouteNeeds extends ProviderEndNeeds, OpeningNeeds, Pick<KnownCommunes, 'communes'> {
  store: OpeningNeeds['store'] & Pick<StaffStore, 'findUsersByEmail'> & Pick<AccountStore, 'applyToAccount'>
  limits: Pick<RateLimits, 'address'>
  securityEvents: Pick<SecurityEvents, 'signedIn'>
  mailer: Mailer | null
  logger: Pick<Logger, 'warn'>
}

/** Serves sign-in through the identity provider of the administration. */
export function serveProvider(needs: ProviderRouteNeeds): ServedRoute[] {
  return [
    serve(sessionRoutes.ways, () => ({
      provider: needs.identityProvider?.name ?? null,
      resetByMail: needs.mailer !== null,
    })),
    serve(sessionRoutes.goToProvider, async ({ request, response }) => {
      await goToProvider(needs, { request, response })
      return SENT
    }),
    serve(sessionRoutes.comeBack, async ({ request, response }) => {
      await comeBack(needs, { request, response })
      return SENT
    }),
  ]
}

/** Where a browser ends the provider's own session; `null` when the provider did not open this one. */
export async function providerEndAddress(
  needs: ProviderEndNeeds,
  request: Request,
  { sealedIdToken, userId }: Session,
): Promise<string | null> {
  const { sealer, identityProvider } = needs
  if (sealedIdToken === undefined || !identityProvider) return null
  const idToken = await sealer.open(sealedIdToken, tokenPlace(userId))
  if (idToken === null) return null
  // Signed out here even when the provider cannot be told.
  return identityProvider.endAddress(idToken, `${serverAddress(needs, request)}/compte`).catch(() => null)
}

/** The identity token of a session, sealed for another account of the same person; nothing for a session that the provider did not open. */
export async function tokenFor(
  { sealer }: SealNeeds,
  { sealedIdToken, userId }: Session,
  toUserId: string,
): Promise<{ sealedIdToken?: string }> {
  if (sealedIdToken === undefined) return {}
  const idToken = await sealer.open(sealedIdToken, tokenPlace(userId))
  if (idToken === null) throw new AppError('sign_in_required', 401)
  return { sealedIdToken: await sealer.seal(idToken, tokenPlace(toUserId)) }
}

async function goToProvider(needs: ProviderRouteNeeds, { request, response }: Exchange): Promise<void> {
  const provider = providerOf(needs)
  await needs.limits.address(request)
  const page = pageOf(request.query.page)
  try {
    const { address, pending } = await provider.begin(returnAddress(needs, request))
    const at = needs.now().getTime()
    const kept = JSON.stringify({ ...pending, page, commune: queryOf(request, 'commune'), at })
    setCookie(response, await needs.sealer.seal(kept, PLACE), COOKIE_S)
    response.redirect(302, address)
  } catch (error) {
    logFault(needs, error, 'the identity provider cannot be reached')
    sendBack(response, page, 'unreached')
  }
}

async function comeBack(needs: ProviderRouteNeeds, { request, response }: Exchange): Promise<void> {
  const provider = providerOf(needs)
  const pending = await readPending(needs, request)
  setCookie(response, '', 0)
  if (!pending) return sendBack(response, 'compte', 'failed')
  const { page } = pending
  const identity = await finish(needs, provider, { request, pending })
  if (!identity) return sendBack(response, page, 'failed')
  const users = await usersBehind(needs, identity)
  const chosen = users.length === 1 ? users[0] : users.find(({ communeId }) => communeId === pending.commune)
  if (!chosen && users.length > 1) return sendToChoose(needs, response, { page, users })
  if (chosen && !isDoorOpen(needs, request, chosen)) return sendBack(response, page, 'elsewhere')
  const user = chosen && (await entering(needs, identity, chosen))
  if (!user) return sendBack(response, page, 'unknown')
  const sealedIdToken = await needs.sealer.seal(identity.idToken, tokenPlace(user.id))
  await reopenSession(needs, { request, response }, user.id, { sealedIdToken })
  needs.securityEvents.signedIn(user.id, 'identity provider')
  response.redirect(302, `/${page}#connexion=ok`)
}

interface Returned {
  request: Request
  pending: PendingSignIn
}

async function finish(
  needs: ProviderRouteNeeds,
  provider: IdentityProvider,
  { request, pending }: Returned,
): Promise<Identity | null> {
  const callback = new URL(returnAddress(needs, request))
  callback.search = new URL(request.originalUrl, callback).search
  try {
    return await provider.finish(callback, pending)
  } catch (error) {
    logFault(needs, error, 'what came back from the identity provider was refused')
    return null
  }
}

/** The invited accounts, one a commune, whose address the provider vouches for; from her first sign-in on, the provider's own name for her counts too. */
async function usersBehind({ store }: ProviderRouteNeeds, identity: Identity): Promise<User[]> {
  if (!identity.emailVerified) return []
  const users = await store.findUsersByEmail(identity.email)
  const isHers = ({ subject }: User) => subject === undefined || subject === identity.subject
  return users.filter((user) => user.deactivatedAt === undefined && isHers(user))
}

async function entering({ store, now }: ProviderRouteNeeds, identity: Identity, user: User): Promise<User | null> {
  const action = { type: 'sign_in' as const, at: now().toISOString(), subject: identity.subject }
  const result = await store.applyToAccount(user.id, action, null)
  return result.outcome === 'applied' ? result.user : null
}

async function readPending(needs: ProviderRouteNeeds, request: Request) {
  const sealed = parseCookie(request.get('cookie') ?? '')[COOKIE]
  const opened = sealed ? await needs.sealer.open(sealed, PLACE) : null
  if (opened === null) return null
  const { page, commune, at, state, nonce, verifier } = pendingCookie.parse(JSON.parse(opened))
  if (needs.now().getTime() - at > COOKIE_S * 1000) return null
  return { page, commune, state, nonce, ...(verifier === undefined ? {} : { verifier }) }
}

function providerOf({ identityProvider }: ProviderEndNeeds): IdentityProvider {
  if (!identityProvider) throw new AppError('provider_off', 404)
  return identityProvider
}

function pageOf(wanted: unknown): Page {
  return PAGES.find((page) => page === wanted) ?? 'console'
}

function sendBack(response: Response, page: Page, fault: ProviderFault): void {
  response.redirect(302, `/${page}#connexion=${fault}`)
}

/** Back to the page of sign-in, which proposes her communes: the provider, where she is signed in already, lets her through again. */
function sendToChoose(
  needs: ProviderRouteNeeds,
  response: Response,
  { page, users }: { page: Page; users: readonly User[] },
): void {
  const communes = communesOf(needs, users).map(({ id, name }): [string, string] => [id, name])
  response.redirect(302, `/${page}#connexion=commune&${new URLSearchParams(communes)}`)
}

function returnAddress(needs: ProviderEndNeeds, request: Request): string {
  return `${serverAddress(needs, request)}${API_PREFIX}${sessionRoutes.comeBack.path}`
}

function tokenPlace(userId: string): string {
  return `id-token:${userId}`
}

/** The provider's own words may repeat an address: only their kind is logged. */
function logFault({ logger }: ProviderRouteNeeds, error: unknown, what: string): void {
  const { name, code } = (error ?? {}) as { name?: unknown; code?: unknown }
  logger.warn({ name: String(name ?? 'unknown'), code: typeof code === 'string' ? code : undefined }, what)
}

function setCookie(response: Response, value: string, maxAge: number): void {
  // Lax: the provider's page leads here from elsewhere.
  response.append(
    'Set-Cookie',
    stringifySetCookie({ name: COOKIE, value, httpOnly: true, secure: true, sameSite: 'lax', path: '/', maxAge }),
  )
}
