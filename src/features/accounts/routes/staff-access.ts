import { parseCookie, stringifySetCookie } from 'cookie'
import type { Request, RequestHandler, Response } from 'express'
import { type Logger, stackOf } from '../../../log.js'
import type { MaskNeeds } from '../../../platform/http/mask-typed.js'
import { serverAddress } from '../../../platform/http/public-address.js'
import { hashSecret, newSecret, sameSecret } from '../../../platform/http/secrets.js'
import { AppError } from '../../../platform/model/app-error.js'
import type { Commune } from '../../../platform/model/commune.js'
import type { Role } from '../../../platform/model/role.js'
import { noteInTrace } from '../../../trace.js'
import { isStillThrough } from '../person-verbs.js'
import type { SessionStore } from '../session-verbs.js'
import type { Session, SignedInTo, User } from '../staff.js'
import type { StaffStore } from '../staff-verbs.js'
import { type DoorNeeds, isDoorOpen, requireOpenDoor } from './demonstration-door.js'

/** Browsers by what their description has and, for those that copy each other's, in the order in which they are looked for. */
const BROWSERS: [pattern: RegExp, name: string][] = [
  [/\bEdgA?\/|\bEdgiOS\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bFirefox\/|\bFxiOS\//, 'Firefox'],
  [/\bChrome\/|\bCriOS\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
]
const SYSTEMS: [pattern: RegExp, name: string][] = [
  [/\bAndroid\b/, 'Android'],
  [/\biPhone\b|\biPad\b/, 'iOS'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux'],
]

/** The name of a browser and of its system, all that is kept of its description: "Firefox, Windows"; empty when neither is known. */
export function browserName(userAgent: string): string {
  const named = (list: [RegExp, string][]) => list.find(([pattern]) => pattern.test(userAgent))?.[1]
  return [named(BROWSERS), named(SYSTEMS)].filter((name) => name !== undefined).join(', ')
}

/** `__Host-` binds the cookie to this host, to the whole path and to secure transport; browsers count loopback as secure. */
const COOKIE = '__Host-guichet'
/** A working day. */
const SESSION_HOURS = 12
const NOTE_USE_MS = 5 * 60_000
const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS'])

/** What tells whose a session is. */
export interface SessionNeeds extends DoorNeeds {
  store: Pick<SessionStore, 'getSession'> & Pick<StaffStore, 'getUser'>
  now: () => Date
  communes: ReadonlyMap<string, Commune>
}

/** What opens one. */
export interface OpeningNeeds extends SessionNeeds {
  store: SessionNeeds['store'] & Pick<SessionStore, 'saveSession' | 'deleteSession'>
}

/** What tells whether a second factor is missing. */
export interface EnrolNeeds {
  store: Pick<StaffStore, 'readSignInPolicy'>
}

/** What tells other sites' pages. */
export interface OriginNeeds {
  /** Origin of the server as its users type it. */
  publicOrigin: string | null
}

/** What lets staff in. */
export interface StaffNeeds extends SessionNeeds, EnrolNeeds, OriginNeeds, MaskNeeds {
  store: SessionNeeds['store'] & EnrolNeeds['store'] & Pick<SessionStore, 'touchSession'>
  logger: Pick<Logger, 'warn'>
}

/** Who makes a staff request. */
export interface Staff {
  user: User
  session: Session
}

/** How a session is opened, besides for whom. */
export interface Opening {
  /** The commune that a super-admin looked at before. */
  communeId?: string
  /** Sealed, when the identity provider let her in. */
  sealedIdToken?: string
  /** The accounts whose second factor she gave. */
  secondFactorsOf?: string[]
  /** When she proved who she is, where it takes the place of another; default: now. */
  signedInAt?: string
  /** When it ends, where it takes the place of another; default: after a working day. */
  expiresAt?: string
  /** The account that was signed in to, where it is not this one. */
  through?: SignedInTo
}

/**
 * Opens a session in the place of the one that the browser had, and sets its cookie: an identifier known before is worth nothing afterwards.
 * Only the hash of the cookie's value is stored.
 * @throws AppError `demonstration_elsewhere` (403), whatever way somebody came
 */
export async function openSession(
  needs: OpeningNeeds,
  { request, response }: { request: Request; response: Response },
  user: User,
  opening: Opening = {},
): Promise<Session> {
  requireOpenDoor(needs, request, user)
  const former = secretOf(request)
  if (former) await needs.store.deleteSession(hashSecret(former))
  const secret = newSecret()
  const now = needs.now()
  const browser = browserName(request.get('user-agent') ?? '')
  const expiresAt = opening.expiresAt ?? new Date(now.getTime() + SESSION_HOURS * 3_600_000).toISOString()
  const session: Session = {
    idHash: hashSecret(secret),
    userId: user.id,
    csrfToken: newSecret(),
    createdAt: now.toISOString(),
    generation: user.generation ?? 0,
    ...(browser === '' ? {} : { browser }),
    ...opening,
    expiresAt,
  }
  await needs.store.saveSession(session)
  setCookie(response, secret, Math.ceil((Date.parse(expiresAt) - now.getTime()) / 1000))
  return session
}

/** Makes the browser forget its session. */
export function clearCookie(response: Response): void {
  setCookie(response, '', 0)
}

/** The staff member of a request. @throws AppError `sign_in_required` (401) */
export async function staffOf(request: Request, needs: SessionNeeds): Promise<Staff> {
  const secret = secretOf(request)
  const staff = secret ? await readStaff(needs, hashSecret(secret)) : null
  if (!staff || !isDoorOpen(needs, request, staff.user)) throw new AppError('sign_in_required', 401)
  return staff
}

/** Whether someone who was let through still would be: she may have signed out since, or lost her role. */
export async function isStillStaff(needs: SessionNeeds, { session }: Staff, roles: readonly Role[]): Promise<boolean> {
  const staff = await readStaff(needs, session.idHash)
  return staff !== null && hasRole(staff.user, roles)
}

async function readStaff(needs: SessionNeeds, idHash: string): Promise<Staff | null> {
  const { store, now } = needs
  const session = await store.getSession(idHash)
  if (!session || session.expiresAt <= now().toISOString()) return null
  const user = await store.getUser(session.userId)
  if (!user || user.deactivatedAt !== undefined) return null
  if ((user.generation ?? 0) !== (session.generation ?? 0)) return null
  const from = session.through && (await store.getUser(session.through.userId))
  if (!isStillThrough(session, user, from)) return null
  return staffInSession(needs, user, session)
}

/** An account in a session of its own: a super-admin is an admin of the commune that she looks at. */
export function staffInSession({ communes }: Pick<SessionNeeds, 'communes'>, user: User, session: Session): Staff {
  if (!user.roles.includes('super-admin')) return { user, session }
  const { communeId = user.communeId } = session
  const lookedAt = communes.has(communeId) ? communeId : user.communeId
  return { user: { ...user, communeId: lookedAt, roles: [...new Set<Role>([...user.roles, 'admin'])] }, session }
}

/** Whether a commune asks a member of staff for a second factor that she does not have; the identity provider answers for those whom it lets in. */
export async function mustEnrol({ store }: EnrolNeeds, { user, session }: Staff): Promise<boolean> {
  if (user.secondFactor || session.secondFactorsOf?.length || session.sealedIdToken !== undefined) return false
  return (await store.readSignInPolicy(user.communeId)).secondFactorRequired
}

/** Whether an account has one of some roles. */
export function hasRole(user: Pick<User, 'roles'>, roles: readonly Role[]): boolean {
  return user.roles.some((role) => roles.includes(role))
}

/**
 * Lets a request through when it is signed in with one of the roles. Requests that change something must come from the
 * server's own pages and repeat the session's token in `X-CSRF-Token`.
 */
export function requireRole(needs: StaffNeeds, roles: readonly Role[]): RequestHandler {
  return async (request, response, next) => {
    const staff = await staffOf(request, needs)
    if (!hasRole(staff.user, roles)) throw new AppError('forbidden', 403)
    if (await mustEnrol(needs, staff)) throw new AppError('second_factor_required', 403)
    await letIn(needs, staff, { request, response })
    next()
  }
}

/**
 * Whether somebody may do what touches every commune of the server: a super-admin, and the administrator of a server's only commune, for whom the two are
 * one (docs/decisions/050).
 */
export function isServerAdmin({ communes }: Pick<SessionNeeds, 'communes'>, { roles }: User): boolean {
  return roles.includes('super-admin') || (communes.size === 1 && roles.includes('admin'))
}

/** Lets a request of an administrator through when she is the server's too. @throws AppError `server_admin_needed` (403) besides what {@link requireRole} refuses */
export function requireServerAdmin(needs: StaffNeeds): RequestHandler {
  const isAdmin = requireRole(needs, ['admin'])
  return (request, response, next) =>
    isAdmin(request, response, () => {
      if (!isServerAdmin(needs, staffFrom(response).user)) throw new AppError('server_admin_needed', 403)
      next()
    })
}

/** The same for what every member of staff may do with her own account, even before she has the second factor that is asked for. */
export function requireAccount(needs: StaffNeeds): RequestHandler {
  return async (request, response, next) => {
    await letIn(needs, await staffOf(request, needs), { request, response })
    next()
  }
}

/** The same for what she may do from a page that is older than her session, whose token it does not know: be told who she is, and sign out. */
export function requireSession(needs: SessionNeeds & OriginNeeds): RequestHandler {
  return async (request, response, next) => {
    if (!SAFE_METHODS.has(request.method)) requireSameOrigin(request, needs)
    response.locals.staff = await staffOf(request, needs)
    next()
  }
}

async function letIn(
  needs: StaffNeeds,
  staff: Staff,
  { request, response }: { request: Request; response: Response },
): Promise<void> {
  if (!SAFE_METHODS.has(request.method)) {
    requireSameOrigin(request, needs)
    if (!sameSecret(request.get('x-csrf-token') ?? '', staff.session.csrfToken)) throw new AppError('csrf', 403)
  }
  response.locals.staff = staff
  noteInTrace({ 'guichet.commune': staff.user.communeId })
  await noteUse(needs, staff.session)
}

/** When a session was last used is kept to five minutes: a console asks something every few seconds. */
async function noteUse({ store, now, logger }: StaffNeeds, session: Session): Promise<void> {
  const at = now()
  if (at.getTime() - Date.parse(session.lastUsedAt ?? session.createdAt) < NOTE_USE_MS) return
  // A storage that cannot note it refuses no reading for that.
  await store.touchSession(session.idHash, at.toISOString()).catch((error: unknown) => {
    logger.warn({ stack: stackOf(error) }, 'the use of a session could not be noted')
  })
}

/** The staff member that {@link requireRole} let through. */
export function staffFrom(response: Response): Staff {
  return response.locals.staff as Staff
}

/** Refuses a request that another site's page made a browser send. @throws AppError `csrf` (403) */
export function requireSameOrigin(request: Request, needs: OriginNeeds): void {
  const origin = request.get('origin')
  if (origin !== undefined && origin !== serverAddress(needs, request)) throw new AppError('csrf', 403)
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
