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

/** Ends the session of a request, if any. */
export async function endSession(context: HttpContext, request: Request): Promise<void> {
  const secret = secretOf(request)
  if (secret) await context.assistant.store.deleteSession(hashSecret(secret))
}

/** Makes the browser forget its session. */
export function clearCookie(response: Response): void {
  setCookie(response, '', 0)
}

/** The staff member of a request. @throws AppError `sign_in_required` (401) */
export async function staffOf(request: Request, context: HttpContext): Promise<Staff> {
  const secret = secretOf(request)
  const staff = secret ? await readStaff(context, hashSecret(secret)) : null
  if (!staff) throw new AppError('sign_in_required', 401)
  return staff
}

/** Whether someone who was let through still would be: she may have signed out since, or lost her role. */
export async function isStillStaff(context: HttpContext, { session }: Staff, roles: readonly Role[]): Promise<boolean> {
  const staff = await readStaff(context, session.idHash)
  return staff !== null && hasRole(staff.user, roles)
}

async function readStaff({ assistant: { store, now } }: HttpContext, idHash: string): Promise<Staff | null> {
  const session = await store.getSession(idHash)
  if (!session || session.expiresAt <= now().toISOString()) return null
  const user = await store.getUser(session.userId)
  return user ? { user, session } : null
}

function hasRole(user: User, roles: readonly Role[]): boolean {
  return user.roles.some((role) => roles.includes(role))
}

/**
 * Lets a request through when it is signed in with one of the roles. Requests that change something must come from the
 * server's own pages and repeat the session's token in `X-CSRF-Token`.
 */
export function requireRole(context: HttpContext, roles: readonly Role[]): RequestHandler {
  return async (request, response, next) => {
    const staff = await staffOf(request, context)
    if (!hasRole(staff.user, roles)) throw new AppError('forbidden', 403)
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
  const cookie = stringifySetCookie({
    name: COOKIE,
    value,
    httpOnly: true,
    secure: true,
    sameSite: 'lax',
    path: '/',
    maxAge,
  })
  response.append('Set-Cookie', cookie)
}
