import { type Request, Router } from 'express'
import type { HttpContext } from '../../../platform/http/http-context.js'
import { languageOf, parseBody } from '../../../platform/http/problem.js'
import { hashSecret } from '../../../platform/http/secrets.js'
import { AppError } from '../../../platform/model/app-error.js'
import { hashPassword } from '../password.js'
import { passwordFault } from '../password-fault.js'
import type { User } from '../staff.js'
import { readLinkRequest, resetRequest, type StaffLinkView, useLinkRequest } from './account-contract.js'
import { requireOpenDoor } from './demonstration-door.js'
import { endOtherSessions } from './end-sessions.js'
import { rememberBrowser } from './known-browser.js'
import { requireSameOrigin } from './staff-access.js'
import { accountRow, drawLink, linkAddress, mailLink, mayMailLink } from './staff-link.js'
import { requireApplied } from './staff-routes.js'

/** What somebody who cannot sign in may do: ask for a link, and choose a password by it. */
export function linkRoutes(context: HttpContext): Router {
  const router = Router()
  const { store, now } = context.assistant
  router.post('/password-resets', async (request, response) => {
    requireSameOrigin(request, context)
    const { email } = parseBody(resetRequest, request.body)
    await context.limits.address(request)
    await context.limits.signIn(request, `reset ${email}`)
    await context.limits.mailTo(email)
    // Answered before the account is looked for: neither the answer nor its time says whether there is one.
    response.status(204).end()
    try {
      const users = (await store.findUsersByEmail(email.trim())).filter(
        ({ deactivatedAt }) => deactivatedAt === undefined,
      )
      if (users.length === 0 || !context.assistant.handover.mailer) return
      if (!mayMailLink(context, request)) {
        context.logger.error({ setting: 'GUICHET_PUBLIC_URL' }, 'without the address of this server no link is mailed')
        return
      }
      // One for each commune in which she has an account: each mail names its own.
      for (const user of users) {
        const link = drawLink(context, user.id, user.passwordHash === null ? 'invitation' : 'reset')
        await store.saveStaffToken(link.token, null)
        const address = linkAddress(context, request, link)
        await mailLink(context, { user, purpose: link.token.purpose, address, language: languageOf(request) })
      }
    } catch (error) {
      context.logger.error({ stack: error instanceof Error ? error.stack : undefined }, 'a link could not be sent')
    }
  })
  router.post('/staff-links/read', async (request, response) => {
    requireSameOrigin(request, context)
    await context.limits.address(request)
    const { token: secret } = parseBody(readLinkRequest, request.body)
    const { token, user } = await requireLink(context, request, secret)
    response.json({ purpose: token.purpose, email: user.email, name: user.displayName } satisfies StaffLinkView)
  })
  router.post('/staff-links/use', async (request, response) => {
    requireSameOrigin(request, context)
    await context.limits.address(request)
    const { token: secret, password } = parseBody(useLinkRequest, request.body)
    const { user } = await requireLink(context, request, secret)
    const passwordHash = await hashChosenPassword(context, user, password)
    const audit = accountRow(context, user, {
      action: 'user_changed',
      target: { kind: 'user', id: user.id },
      before: null,
      after: { password: 'chosen' },
    })
    const redemption = { hash: hashSecret(secret), at: now().toISOString(), passwordHash, audit }
    const result = await store.redeemStaffToken(redemption)
    if (result.outcome === 'unknown_token') throw new AppError('unknown_link', 404)
    requireApplied(result)
    await endOtherSessions(context, user.id, null)
    // Whoever reads her mail is she: strangers who try her account elsewhere do not make her wait here.
    await rememberBrowser(context, { response }, user.id)
    response.status(204).end()
  })
  return router
}

async function requireLink(context: HttpContext, request: Request, secret: string) {
  const { store, now } = context.assistant
  const found = await store.findStaffToken(hashSecret(secret), now().toISOString())
  if (!found || found.user.deactivatedAt !== undefined) throw new AppError('unknown_link', 404)
  requireOpenDoor(context, request, found.user)
  return found
}

/** The hash of a password that its owner may choose. @throws AppError `password_too_short`, `password_too_common`, `password_personal` (422) */
export async function hashChosenPassword(
  { commonestPasswords, communes, assistant }: HttpContext,
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
      const others = await assistant.store.findUsersByEmail(email)
      const beside = others.find((one) => one.id !== id && one.passwordHash !== null)
      return hashPassword(password, beside?.passwordHash)
    }
  }
}
