import type { Request } from 'express'
import { type Logger, stackOf } from '../../../log.js'
import { languageOf } from '../../../platform/http/problem.js'
import type { RateLimits } from '../../../platform/http/rate-limits.js'
import { hashSecret } from '../../../platform/http/secrets.js'
import { SENT, type ServedRoute, serve } from '../../../platform/http/serve-routes.js'
import { AppError } from '../../../platform/model/app-error.js'
import type { AuditRow } from '../../../platform/model/audit.js'
import type { Commune } from '../../../platform/model/commune.js'
import type { AccountStore } from '../account-verbs.js'
import { sessionRoutes } from '../contract.js'
import { hashPassword } from '../password.js'
import { passwordFault } from '../password-fault.js'
import type { SessionStore } from '../session-verbs.js'
import type { User } from '../staff.js'
import type { StaffStore } from '../staff-verbs.js'
import { type DoorNeeds, requireOpenDoor } from './demonstration-door.js'
import { endOtherSessions, type PushedSessions } from './end-sessions.js'
import { type BrowserNeeds, rememberBrowser } from './known-browser.js'
import { type LinkedNeeds, separateAccount } from './linked-accounts.js'
import { communeNamesOf } from './serving.js'
import { type OriginNeeds, requireSameOrigin } from './staff-access.js'
import { accountRow, drawLink, type LinkNeeds, linkAddress, mailLink, mayMailLink } from './staff-link.js'
import { requireApplied } from './staff-routes.js'

/** What these routes need. */
export interface LinkRouteNeeds extends LinkedNeeds, OriginNeeds, TokenNeeds, ChosenNeeds, BrowserNeeds {
  store: LinkedNeeds['store'] &
    ChosenNeeds['store'] &
    TokenNeeds['store'] &
    Pick<AccountStore, 'saveStaffToken' | 'redeemStaffToken'> &
    Pick<SessionStore, 'deleteSessionsOf'> &
    PushedSessions
  limits: BrowserNeeds['limits'] & Pick<RateLimits, 'mailTo'>
  logger: Pick<Logger, 'error'>
}

/** Serves what somebody who cannot sign in may do: ask for a link, and choose a password by it. */
export function serveLinks(needs: LinkRouteNeeds): ServedRoute[] {
  return [
    serve(sessionRoutes.askReset, async ({ body: { email }, request, response }) => {
      requireSameOrigin(request, needs)
      await needs.limits.address(request)
      await needs.limits.signIn(request, `reset ${email}`)
      await needs.limits.mailTo(email)
      // Answered before the account is looked for: neither the answer nor its time says whether there is one.
      response.status(204).end()
      await mailLinks(needs, request, email.trim()).catch((error: unknown) => {
        needs.logger.error({ stack: stackOf(error) }, 'a link could not be sent')
      })
      return SENT
    }),
    serve(sessionRoutes.readLink, async ({ body, request }) => {
      requireSameOrigin(request, needs)
      await needs.limits.address(request)
      const { token, user } = await requireLink(needs, request, body.token)
      const { email, displayName: name } = user
      return { purpose: token.purpose, email, name, communes: await communeNamesOf(needs, user) }
    }),
    serve(sessionRoutes.useLink, async ({ body: { token, password }, request, response }) => {
      requireSameOrigin(request, needs)
      await needs.limits.address(request)
      const { user } = await requireLink(needs, request, token)
      const passwordHash = await hashChosenPassword(needs, user, password)
      const audit = rowOfChoice(needs, user)
      // An administrator may have been handed the link: it opens nothing of another commune.
      await separateAccount(needs, request, user.id)
      const redemption = { hash: hashSecret(token), at: needs.now().toISOString(), passwordHash, audit }
      const result = await needs.store.redeemStaffToken(redemption)
      if (result.outcome === 'unknown_token') throw new AppError('unknown_link', 404)
      requireApplied(result)
      await endOtherSessions(needs, user.id, null)
      // Whoever reads her mail is she: strangers who try her account elsewhere do not make her wait here.
      await rememberBrowser(needs, { response }, user.id)
      return null
    }),
  ]
}

/** Mails a link for each account of an address, one for each commune: each mail names its own. */
async function mailLinks(needs: LinkRouteNeeds, request: Request, email: string): Promise<void> {
  const { store, mailer, logger } = needs
  const users = (await store.findUsersByEmail(email)).filter(({ deactivatedAt }) => deactivatedAt === undefined)
  if (users.length === 0 || !mailer) return
  if (!mayMailLink(needs, request)) {
    logger.error({ setting: 'GUICHET_PUBLIC_URL' }, 'without the address of this server no link is mailed')
    return
  }
  for (const user of users) {
    const link = drawLink(needs, user.id, user.passwordHash === null ? 'invitation' : 'reset')
    await store.saveStaffToken(link.token, null)
    const address = linkAddress(needs, request, link)
    await mailLink(needs, { user, purpose: link.token.purpose, address, language: languageOf(request) })
  }
}

/** A row of what is told when somebody chooses her password by a link. */
export function rowOfChoice(clock: Pick<LinkNeeds, 'now'>, user: User): AuditRow {
  const target = { kind: 'user' as const, id: user.id }
  return accountRow(clock, user, { action: 'user_changed', target, before: null, after: { password: 'chosen' } })
}

/** What reads links of one use. */
export interface TokenNeeds extends DoorNeeds {
  store: Pick<AccountStore, 'findStaffToken'>
  now: () => Date
}

/** A link that is good, and whose it is. @throws AppError `unknown_link` (404), `demonstration_elsewhere` (403) */
export async function requireLink(needs: TokenNeeds, request: Request, secret: string) {
  const { store, now } = needs
  const found = await store.findStaffToken(hashSecret(secret), now().toISOString())
  if (!found || found.user.deactivatedAt !== undefined) throw new AppError('unknown_link', 404)
  requireOpenDoor(needs, request, found.user)
  return found
}

/** What chooses a password. */
export interface ChosenNeeds {
  store: Pick<StaffStore, 'findUsersByEmail'>
  communes: ReadonlyMap<string, Commune>
  /** The commonest passwords, which are refused. */
  commonestPasswords: ReadonlySet<string>
}

/** The hash of a password that its owner may choose. @throws AppError `password_too_short`, `password_too_common`, `password_personal` (422) */
export async function hashChosenPassword(
  { commonestPasswords, communes, store }: ChosenNeeds,
  { id, email, displayName, communeId }: User,
  password: string,
): Promise<string> {
  const owner = { email, displayName, commune: communes.get(communeId)?.nom ?? '' }
  const field = 'password'
  switch (passwordFault(password, owner, commonestPasswords)) {
    case 'password_too_short':
      throw new AppError('password_too_short', 422, { field })
    case 'password_too_common':
      throw new AppError('password_too_common', 422, { field })
    case 'password_personal':
      throw new AppError('password_personal', 422, { field })
    case null: {
      const others = await store.findUsersByEmail(email)
      const beside = others.find((one) => one.id !== id && one.passwordHash !== null)
      return hashPassword(password, beside?.passwordHash)
    }
  }
}
