import { randomBytes } from 'node:crypto'
import type { Request } from 'express'
import { communeOf, type KnownCommunes } from '../../../platform/http/commune-origins.js'
import { type ServedRoute, serve } from '../../../platform/http/serve-routes.js'
import { AppError } from '../../../platform/model/app-error.js'
import type { AuditValue } from '../../../platform/model/audit.js'
import { qrCode } from '../../sheets/server-pages/qr-code.js'
import type { AccountAction } from '../account-action.js'
import { type AccountView, accountRoutes, type OwnSessionView, type RenewedView } from '../contract.js'
import { verifyPassword } from '../password.js'
import { hashRecoveryCode, newRecoveryCodes } from '../recovery-codes.js'
import type { SessionStore } from '../session-verbs.js'
import type { Session, User } from '../staff.js'
import { matchTotp, toBase32, totpAddress } from '../totp.js'
import { type FactorNeeds, openSecret, sealSecret } from './check-second-factor.js'
import { type EndNeeds, endOtherSessions, endStaffSession } from './end-sessions.js'
import { type BrowserNeeds, beginPasswordTry } from './known-browser.js'
import { type ChosenNeeds, hashChosenPassword } from './link-routes.js'
import { type Exchange, openingOf, reopenSession, withFactorOf } from './reopen-session.js'
import { type SessionViewNeeds, sessionView } from './session-routes.js'
import { type Opening, type OpeningNeeds, type Staff, staffFrom } from './staff-access.js'
import { accountRow } from './staff-link.js'
import { requireApplied } from './staff-routes.js'

const SECRET_BYTES = 20

/** What these routes need. */
export interface AccountRouteNeeds
  extends KnownCommunes,
    FactorNeeds,
    BrowserNeeds,
    EndNeeds,
    OpeningNeeds,
    SessionViewNeeds,
    ChosenNeeds {
  store: FactorNeeds['store'] &
    EndNeeds['store'] &
    OpeningNeeds['store'] &
    SessionViewNeeds['store'] &
    ChosenNeeds['store'] &
    Pick<SessionStore, 'listSessions'>
}

/** Serves {@link accountRoutes}. */
export function serveAccount(needs: AccountRouteNeeds): ServedRoute[] {
  return [
    serve(accountRoutes.read, ({ response }) => accountView(needs, staffFrom(response))),
    serve(accountRoutes.changePassword, async ({ body: { current, password }, request, response }) => {
      const staff = staffFrom(response)
      await requirePassword(needs, request, { user: staff.user, password: current, field: 'current' })
      const passwordHash = await hashChosenPassword(needs, staff.user, password)
      await change(needs, staff.user, { type: 'set_password', passwordHash }, { password: 'chosen' })
      return answerAnew(needs, { request, response }, staff)
    }),
    ...serveFactor(needs),
    serve(accountRoutes.endSessions, async ({ response }) => {
      const staff = staffFrom(response)
      await endOtherSessions(needs, staff.user.id, staff.session.idHash)
      return accountView(needs, staff)
    }),
    serve(accountRoutes.endSession, async ({ params, response }) => {
      const staff = staffFrom(response)
      const sessions = await sessionsOf(needs, staff)
      const found = sessions.find((session) => sessionId(session) === params.id)
      if (!found || found.idHash === staff.session.idHash) throw new AppError('unknown_session', 404)
      await endStaffSession(needs, staff.user, found.idHash)
      return accountView(needs, staff)
    }),
  ]
}

function serveFactor(needs: AccountRouteNeeds): ServedRoute[] {
  return [
    serve(accountRoutes.proposeFactor, async ({ body: { password }, request, response }) => {
      const { user } = staffFrom(response)
      await requirePassword(needs, request, { user, password, field: 'password' })
      const secret = randomBytes(SECRET_BYTES)
      const sealedSecret = await sealSecret(needs, user.id, secret)
      const action = { type: 'propose_factor' as const, sealedSecret, at: needs.now().toISOString() }
      requireApplied(await needs.store.applyToAccount(user.id, action, null))
      const address = totpAddress(secret, { issuer: 'Guichet', account: user.email })
      return { secret: toBase32(secret), address, qr: qrCode(address) }
    }),
    serve(accountRoutes.confirmFactor, async ({ body: { code }, request, response }) => {
      const staff = staffFrom(response)
      const { id, proposedFactor } = staff.user
      if (!proposedFactor) throw new AppError('no_second_factor', 409)
      const now = needs.now()
      const secret = await openSecret(needs, id, proposedFactor.sealedSecret)
      const step = secret ? matchTotp(secret, code, now, 0) : null
      if (step === null) throw new AppError('second_factor_code', 422, { field: 'code' })
      const codes = newRecoveryCodes()
      const recoveryHashes = codes.map(hashRecoveryCode)
      const action = { type: 'confirm_factor' as const, step, at: now.toISOString(), recoveryHashes }
      await change(needs, staff.user, action, { secondFactor: true })
      const opening = { ...openingOf(staff), secondFactorsOf: withFactorOf(staff.session, id) }
      return { ...(await answerAnew(needs, { request, response }, staff, opening)), codes }
    }),
    serve(accountRoutes.removeFactor, async ({ body: { password }, request, response }) => {
      const staff = staffFrom(response)
      await requirePassword(needs, request, { user: staff.user, password, field: 'password' })
      const { secondFactorRequired } = await needs.store.readSignInPolicy(staff.user.communeId)
      if (secondFactorRequired) throw new AppError('second_factor_kept', 409)
      await change(needs, staff.user, { type: 'remove_factor' }, { secondFactor: false })
      const { secondFactorsOf = [], ...rest } = openingOf(staff)
      const opening = { ...rest, secondFactorsOf: secondFactorsOf.filter((id) => id !== staff.user.id) }
      return answerAnew(needs, { request, response }, staff, opening)
    }),
    serve(accountRoutes.renewCodes, async ({ body: { password }, request, response }) => {
      const { user } = staffFrom(response)
      await requirePassword(needs, request, { user, password, field: 'password' })
      const codes = newRecoveryCodes()
      const action = { type: 'renew_recovery' as const, recoveryHashes: codes.map(hashRecoveryCode) }
      await change(needs, user, action, { recoveryCodes: 'renewed' })
      return { codes }
    }),
  ]
}

async function change(needs: AccountRouteNeeds, user: User, action: AccountAction, after: AuditValue): Promise<void> {
  const target = { kind: 'user' as const, id: user.id }
  const audit = accountRow(needs, user, { action: 'user_changed', target, before: null, after })
  requireApplied(await needs.store.applyToAccount(user.id, action, audit))
}

/** What raises or lowers what a session is worth ends the others, and gives this browser another identifier. */
async function answerAnew(
  needs: AccountRouteNeeds,
  http: Exchange,
  staff: Staff,
  opening: Opening = openingOf(staff),
): Promise<RenewedView> {
  await endOtherSessions(needs, staff.user.id, staff.session.idHash)
  const renewed = await reopenSession(needs, http, staff.user.id, opening)
  return { session: await sessionView(needs, renewed), account: await accountView(needs, renewed) }
}

interface Claimed {
  user: User
  password: string
  field: string
}

/** Who found an open console does not know the password. @throws AppError `password_wrong` (422), `sign_in_delayed` (429) */
export async function requirePassword(
  needs: BrowserNeeds,
  request: Request,
  { user, password, field }: Claimed,
): Promise<void> {
  const attempt = await beginPasswordTry(needs, request, { email: user.email, accounts: [user] })
  if (await verifyPassword(user.passwordHash, password)) return attempt.succeed([user])
  throw new AppError('password_wrong', 422, { field })
}

async function accountView(needs: AccountRouteNeeds, staff: Staff): Promise<AccountView> {
  const { store } = needs
  const { id, email, displayName: name, roles, communeId } = staff.user
  const user = (await store.getUser(id)) ?? staff.user
  const { secondFactor: factor, passwordHash } = user
  return {
    email,
    name,
    roles,
    commune: communeOf(needs, communeId).nom,
    hasPassword: passwordHash !== null,
    secondFactor: factor ? { since: factor.confirmedAt, recoveryCodesLeft: factor.recoveryHashes.length } : null,
    secondFactorRequired: (await store.readSignInPolicy(communeId)).secondFactorRequired,
    sessions: (await sessionsOf(needs, staff)).map((one) => ownSession(one, staff.session)),
  }
}

function sessionsOf({ store, now }: AccountRouteNeeds, { user }: Staff): Promise<Session[]> {
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
