import { parseCookie, stringifySetCookie } from 'cookie'
import type { Request, RequestHandler, Response } from 'express'
import { AppError } from '../domain/app-error.js'
import type { Role, Session, User } from '../domain/staff.js'
import type { HttpContext } from './http-context.js'
import { hashSecret, newSecret, sameSecret } from './secrets.js'

/** `__Host-` binds the cookie to this host, to the whole path and to secure transport; browsers count loopback as secure. */
const COOKIE = '__Host-guichet'
/** A working day. */
const SESSION_HOURS = 12
const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS'])

/** Who makes a staff request. */
export interface Staff {
  user: User
  session: Session
}

/** Opens a session and sets its cookie. Only the hash of the cookie's value is stored. */
export async function openSession(context: HttpContext, response: Response, user: User): Promise<Session> {
  const secret = newSecret()
  const now = context.assistant.now()
  const session: Session = {
    idHash: hashSecret(secret),
    userId: user.id,
    csrfToken: newSecret(),
    createdAt: now.toISOString(),
    expiresAt: new Date(now.getTime() + SESSION_HOURS * 3_600_000).toISOString(),
  }
  await context.assistant.store.saveSession(session)
  setCookie(response, secret, SESSION_HOURS * 3_600)
  return session
}

/** Ends the session of a request, if any, and clears its cookie. */
export async function endSession(context: HttpContext, request: Request, response: Response): Promise<void> {
  const secret = secretOf(request)
  if (secret) await context.assistant.store.deleteSession(hashSecret(secret))
  setCookie(response, '', 0)
}

/** The staff member of a request. @throws AppError `sign_in_required` (401) */
export async function staffOf(request: Request, context: HttpContext): Promise<Staff> {
  const { store, now } = context.assistant
  const secret = secretOf(request)
  const session = secret ? await store.getSession(hashSecret(secret)) : undefined
  if (!session || session.expiresAt <= now().toISOString()) throw new AppError('sign_in_required', 401)
  const user = await store.getUser(session.userId)
  if (!user) throw new AppError('sign_in_required', 401)
  return { user, session }
}

/**
 * Lets a request through when it is signed in with one of the roles. Requests that change something must come from the
 * server's own pages and repeat the session's token in `X-CSRF-Token`.
 */
export function requireRole(context: HttpContext, roles: readonly Role[]): RequestHandler {
  return async (request, response, next) => {
    const staff = await staffOf(request, context)
    if (!staff.user.roles.some((role) => roles.includes(role))) throw new AppError('forbidden', 403)
    if (!SAFE_METHODS.has(request.method)) {
      requireSameOrigin(request, context)
      if (!sameSecret(request.get('x-csrf-token') ?? '', staff.session.csrfToken)) throw new AppError('csrf', 403)
    }
    response.locals.staff = staff
    next()
  }
}

/** The staff member that {@link requireRole} let through. */
export function staffFrom(response: Response): Staff {
  return response.locals.staff as Staff
}

/** Refuses a request that another site's page made a browser send. @throws AppError `csrf` (403) */
export function requireSameOrigin(request: Request, context: HttpContext): void {
  const origin = request.get('origin')
  const own = context.publicOrigin ?? `${request.protocol}://${request.get('host')}`
  if (origin !== undefined && origin !== own) throw new AppError('csrf', 403)
  if (request.get('sec-fetch-site') === 'cross-site') throw new AppError('csrf', 403)
}

function secretOf(request: Request): string | undefined {
  return parseCookie(request.get('cookie') ?? '')[COOKIE]
}

function setCookie(response: Response, value: string, maxAge: number): void {
  const cookie = stringifySetCookie({ name: COOKIE, value, httpOnly: true, secure: true, sameSite: 'lax', path: '/', maxAge })
  response.append('Set-Cookie', cookie)
}
