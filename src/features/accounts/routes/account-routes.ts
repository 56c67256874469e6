import { randomBytes } from 'node:crypto'
import { type Request, type RequestHandler, Router } from 'express'
import type { HttpContext } from '../../../platform/http/http-context.js'
import { parseBody } from '../../../platform/http/problem.js'
import { communeOf } from '../../../platform/http/views.js'
import { AppError } from '../../../platform/model/app-error.js'
import type { AuditValue } from '../../audit/audit.js'
import { qrCode } from '../../sheets/routes/qr-code.js'
import { verifyPassword } from '../password.js'
import { hashRecoveryCode, newRecoveryCodes } from '../recovery-codes.js'
import type { Session, User } from '../staff.js'
import { matchTotp, toBase32, totpAddress } from '../totp.js'
import {
  type AccountView,
  confirmRequest,
  factorRequest,
  type OwnSessionView,
  type ProposedFactorView,
  passwordRequest,
  type RecoveryCodesView,
} from './account-contract.js'
import { openSecret, sealSecret } from './check-second-factor.js'
import { endOtherSessions, endStaffSession } from './end-sessions.js'
import { beginPasswordTry } from './known-browser.js'
import { hashChosenPassword } from './link-routes.js'
import { type Exchange, openingOf, reopenSession } from './reopen-session.js'
import { sessionView } from './session-routes.js'
import { requireAccount, type Staff, staffFrom } from './staff-access.js'
import { accountRow } from './staff-link.js'
import { requireApplied } from './staff-routes.js'

const SECRET_BYTES = 20

/** One's own account: password, second factor, sessions. */
export function accountRoutes(context: HttpContext): Router {
  const router = Router()
  const isStaff = requireAccount(context)
  router.get('/account', isStaff, async (_request, response) => {
    response.json(await accountView(context, staffFrom(response)))
  })
  router.put('/account/password', isStaff, changePassword(context))
  router.post('/account/second-factor', isStaff, proposeFactor(context))
  router.post('/account/second-factor/confirm', isStaff, confirmFactor(context))
  router.post('/account/second-factor/remove', isStaff, removeFactor(context))
  router.post('/account/recovery-codes', isStaff, renewCodes(context))
  router.delete('/account/sessions', isStaff, async (_request, response) => {
    const staff = staffFrom(response)
    await endOtherSessions(context, staff.user.id, staff.session.idHash)
    response.json(await accountView(context, staff))
  })
  router.delete('/account/sessions/:id', isStaff, async (request, response) => {
    const staff = staffFrom(response)
    const sessions = await sessionsOf(context, staff)
    const found = sessions.find((session) => sessionId(session) === request.params.id)
    if (!found || found.idHash === staff.session.idHash) throw new AppError('unknown_session', 404)
    await endStaffSession(context, staff.user, found.idHash)
    response.json(await accountView(context, staff))
  })
  return router
}

function changePassword(context: HttpContext): RequestHandler {
  return async (request, response) => {
    const { current, password } = parseBody(passwordRequest, request.body)
    const staff = staffFrom(response)
    await requirePassword(context, request, { user: staff.user, password: current, field: 'current' })
    const passwordHash = await hashChosenPassword(context, staff.user, password)
    await change(context, staff.user, { type: 'set_password', passwordHash }, { password: 'chosen' })
    await answerAnew(context, { request, response }, staff)
  }
}

function proposeFactor(context: HttpContext): RequestHandler {
  return async (request, response) => {
    const { password } = parseBody(confirmRequest, request.body)
    const { user } = staffFrom(response)
    await requirePassword(context, request, { user, password, field: 'password' })
    const secret = randomBytes(SECRET_BYTES)
    const sealedSecret = await sealSecret(context, user.id, secret)
    const at = context.assistant.now().toISOString()
    const action = { type: 'propose_factor' as const, sealedSecret, at }
    requireApplied(await context.assistant.store.applyToAccount(user.id, action, null))
    const address = totpAddress(secret, { issuer: 'Guichet', account: user.email })
    response.json({ secret: toBase32(secret), address, qr: qrCode(address) } satisfies ProposedFactorView)
  }
}

function confirmFactor(context: HttpContext): RequestHandler {
  return async (request, response) => {
    const { code } = parseBody(factorRequest, request.body)
    const staff = staffFrom(response)
    const { id, proposedFactor } = staff.user
    if (!proposedFactor) throw new AppError('no_second_factor', 409)
    const now = context.assistant.now()
    const secret = await openSecret(context, id, proposedFactor.sealedSecret)
    const step = secret ? matchTotp(secret, code, now, 0) : null
    if (step === null) throw new AppError('second_factor_code', 422, { field: 'code' })
    const codes = newRecoveryCodes()
    const recoveryHashes = codes.map(hashRecoveryCode)
    const action = { type: 'confirm_factor' as const, step, at: now.toISOString(), recoveryHashes }
    await change(context, staff.user, action, { secondFactor: true })
    await answerAnew(context, { request, response }, staff, { codes })
  }
}

function removeFactor(context: HttpContext): RequestHandler {
  return async (request, response) => {
    const { password } = parseBody(confirmRequest, request.body)
    const staff = staffFrom(response)
    await requirePassword(context, request, { user: staff.user, password, field: 'password' })
    const { secondFactorRequired } = await context.assistant.store.readSignInPolicy(staff.user.communeId)
    if (secondFactorRequired) throw new AppError('second_factor_kept', 409)
    await change(context, staff.user, { type: 'remove_factor' }, { secondFactor: false })
    await answerAnew(context, { request, response }, staff)
  }
}

function renewCodes(context: HttpContext): RequestHandler {
  return async (request, response) => {
    const { password } = parseBody(confirmRequest, request.body)
    const { user } = staffFrom(response)
    await requirePassword(context, request, { user, password, field: 'password' })
    const codes = newRecoveryCodes()
    const action = { type: 'renew_recovery' as const, recoveryHashes: codes.map(hashRecoveryCode) }
    await change(context, user, action, { recoveryCodes: 'renewed' })
    response.json({ codes } satisfies RecoveryCodesView)
  }
}

type Action = Parameters<HttpContext['assistant']['store']['applyToAccount']>[1]

async function change(context: HttpContext, user: User, action: Action, after: AuditValue): Promise<void> {
  const target = { kind: 'user' as const, id: user.id }
  const audit = accountRow(context, user, { action: 'user_changed', target, before: null, after })
  requireApplied(await context.assistant.store.applyToAccount(user.id, action, audit))
}

/** What raises or lowers what a session is worth ends the others, and gives this browser another identifier. */
async function answerAnew(context: HttpContext, http: Exchange, staff: Staff, more: object = {}): Promise<void> {
  await endOtherSessions(context, staff.user.id, staff.session.idHash)
  const renewed = await reopenSession(context, http, staff.user.id, openingOf(staff))
  http.response.json({
    session: await sessionView(context, renewed),
    account: await accountView(context, renewed),
    ...more,
  })
}

interface Claimed {
  user: User
  password: string
  field: string
}

/** Who found an open console does not know the password. @throws AppError `password_wrong` (422), `sign_in_delayed` (429) */
async function requirePassword(
  context: HttpContext,
  request: Request,
  { user, password, field }: Claimed,
): Promise<void> {
  const attempt = await beginPasswordTry(context, request, { email: user.email, accounts: [user] })
  if (await verifyPassword(user.passwordHash, password)) return attempt.succeed([user])
  throw new AppError('password_wrong', 422, { field })
}

async function accountView(context: HttpContext, staff: Staff): Promise<AccountView> {
  const { store } = context.assistant
  const { id, email, displayName: name, roles, communeId } = staff.user
  const user = (await store.getUser(id)) ?? staff.user
  const { secondFactor: factor, passwordHash } = user
  return {
    email,
    name,
    roles,
    commune: communeOf(context, communeId).nom,
    hasPassword: passwordHash !== null,
    secondFactor: factor ? { since: factor.confirmedAt, recoveryCodesLeft: factor.recoveryHashes.length } : null,
    secondFactorRequired: (await store.readSignInPolicy(communeId)).secondFactorRequired,
    sessions: (await sessionsOf(context, staff)).map((one) => ownSession(one, staff.session)),
  }
}

function sessionsOf({ assistant: { store, now } }: HttpContext, { user }: Staff): Promise<Session[]> {
  return store.listSessions(user.id, now().toISOString())
}

function ownSession(session: Session, current: Session): OwnSessionView {
  const { browser = '', createdAt, lastUsedAt = createdAt, idHash } = session
  return { id: sessionId(session), browser, createdAt, lastUsedAt, current: idHash === current.idHash }
}

/** A name for a session that opens nothing: a part of the hash of its secret's hash. */
function sessionId({ idHash }: Session): string {
  return idHash.slice(0, 16)
}
