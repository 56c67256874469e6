import { parseCookie, stringifySetCookie } from 'cookie'
import { type Request, type RequestHandler, type Response, Router } from 'express'
import { z } from 'zod'
import type { HttpContext } from '../../../platform/http/http-context.js'
import { queryOf } from '../../../platform/http/pages/send-page.js'
import { communesOf } from '../../../platform/http/views.js'
import type { Identity, IdentityProvider, PendingSignIn } from '../../../platform/identity/identity-provider.js'
import { AppError } from '../../../platform/model/app-error.js'
import type { Session, User } from '../staff.js'
import type { SignInView } from './account-contract.js'
import { sealerOf } from './check-second-factor.js'
import { isDoorOpen } from './demonstration-door.js'
import { reopenSession } from './reopen-session.js'

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

/** Sign-in through the identity provider of the administration. */
export function providerRoutes(context: HttpContext): Router {
  const router = Router()
  router.get('/sign-in', (_request, response) => {
    response.json({
      provider: context.identityProvider?.name ?? null,
      resetByMail: context.assistant.handover.mailer !== null,
    } satisfies SignInView)
  })
  router.get('/session/provider', goToProvider(context))
  router.get('/session/provider/return', comeBack(context))
  return router
}

/** Where a browser ends the provider's own session; `null` when the provider did not open this one. */
export async function providerEndAddress(
  context: HttpContext,
  request: Request,
  { sealedIdToken, userId }: Session,
): Promise<string | null> {
  if (sealedIdToken === undefined || !context.identityProvider) return null
  const idToken = await sealerOf(context).open(sealedIdToken, tokenPlace(userId))
  if (idToken === null) return null
  // Signed out here even when the provider cannot be told.
  return context.identityProvider.endAddress(idToken, `${originOf(context, request)}/compte`).catch(() => null)
}

function goToProvider(context: HttpContext): RequestHandler {
  return async (request, response) => {
    const provider = providerOf(context)
    await context.limits.address(request)
    const page = pageOf(request.query.page)
    try {
      const { address, pending } = await provider.begin(returnAddress(context, request))
      const at = context.assistant.now().getTime()
      const kept = JSON.stringify({ ...pending, page, commune: queryOf(request, 'commune'), at })
      setCookie(response, await sealerOf(context).seal(kept, PLACE), COOKIE_S)
      response.redirect(302, address)
    } catch (error) {
      logFault(context, error, 'the identity provider cannot be reached')
      sendBack(response, page, 'unreached')
    }
  }
}

function comeBack(context: HttpContext): RequestHandler {
  return async (request, response) => {
    const provider = providerOf(context)
    const pending = await readPending(context, request)
    setCookie(response, '', 0)
    if (!pending) return sendBack(response, 'compte', 'failed')
    const { page } = pending
    const identity = await finish(context, provider, { request, pending })
    if (!identity) return sendBack(response, page, 'failed')
    const users = await usersBehind(context, identity)
    const chosen = users.length === 1 ? users[0] : users.find(({ communeId }) => communeId === pending.commune)
    if (!chosen && users.length > 1) return sendToChoose(context, response, { page, users })
    if (chosen && !isDoorOpen(context, request, chosen)) return sendBack(response, page, 'elsewhere')
    const user = chosen && (await entering(context, identity, chosen))
    if (!user) return sendBack(response, page, 'unknown')
    const sealedIdToken = await sealerOf(context).seal(identity.idToken, tokenPlace(user.id))
    await reopenSession(context, { request, response }, user.id, { sealedIdToken })
    context.securityEvents.signedIn(user.id, 'identity provider')
    response.redirect(302, `/${page}#connexion=ok`)
  }
}

interface Returned {
  request: Request
  pending: PendingSignIn
}

async function finish(
  context: HttpContext,
  provider: IdentityProvider,
  { request, pending }: Returned,
): Promise<Identity | null> {
  const callback = new URL(returnAddress(context, request))
  callback.search = new URL(request.originalUrl, callback).search
  try {
    return await provider.finish(callback, pending)
  } catch (error) {
    logFault(context, error, 'what came back from the identity provider was refused')
    return null
  }
}

/** The invited accounts, one a commune, whose address the provider vouches for; from her first sign-in on, the provider's own name for her counts too. */
async function usersBehind({ assistant: { store } }: HttpContext, identity: Identity): Promise<User[]> {
  if (!identity.emailVerified) return []
  const users = await store.findUsersByEmail(identity.email)
  const isHers = ({ subject }: User) => subject === undefined || subject === identity.subject
  return users.filter((user) => user.deactivatedAt === undefined && isHers(user))
}

async function entering(
  { assistant: { store, now } }: HttpContext,
  identity: Identity,
  user: User,
): Promise<User | null> {
  const action = { type: 'sign_in' as const, at: now().toISOString(), subject: identity.subject }
  const result = await store.applyToAccount(user.id, action, null)
  return result.outcome === 'applied' ? result.user : null
}

async function readPending(context: HttpContext, request: Request) {
  const sealed = parseCookie(request.get('cookie') ?? '')[COOKIE]
  const opened = sealed ? await sealerOf(context).open(sealed, PLACE) : null
  if (opened === null) return null
  const { page, commune, at, state, nonce, verifier } = pendingCookie.parse(JSON.parse(opened))
  if (context.assistant.now().getTime() - at > COOKIE_S * 1000) return null
  return { page, commune, state, nonce, ...(verifier === undefined ? {} : { verifier }) }
}

function providerOf({ identityProvider }: HttpContext): IdentityProvider {
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
  context: HttpContext,
  response: Response,
  { page, users }: { page: Page; users: readonly User[] },
): void {
  const communes = communesOf(context, users).map(({ id, name }): [string, string] => [id, name])
  response.redirect(302, `/${page}#connexion=commune&${new URLSearchParams(communes)}`)
}

function returnAddress(context: HttpContext, request: Request): string {
  return `${originOf(context, request)}/api/v1/session/provider/return`
}

function originOf({ publicOrigin }: HttpContext, request: Request): string {
  return publicOrigin ?? `${request.protocol}://${request.get('host')}`
}

function tokenPlace(userId: string): string {
  return `id-token:${userId}`
}

/** The provider's own words may repeat an address: only their kind is logged. */
function logFault({ logger }: HttpContext, error: unknown, what: string): void {
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
