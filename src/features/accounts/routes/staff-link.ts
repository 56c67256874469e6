import { randomUUID } from 'node:crypto'
import type { Request } from 'express'
import { communeOf, type KnownCommunes } from '../../../platform/http/commune-origins.js'
import { serverAddress } from '../../../platform/http/public-address.js'
import { hashSecret, newSecret } from '../../../platform/http/secrets.js'
import type { Mailer, NewCommuneMail } from '../../../platform/mail/mail.js'
import type { AuditRow } from '../../../platform/model/audit.js'
import { type Language, localeOf } from '../../../platform/model/language.js'
import type { Say } from '../../../platform/model/say.js'
import { type StaffToken, TOKEN_LIFE_MS, type TokenPurpose, type User } from '../staff.js'
import { communeNamesOf, type ServingNeeds } from './serving.js'

/** What mails links. */
export interface LinkNeeds extends KnownCommunes, Pick<ServingNeeds, 'communes'> {
  store: ServingNeeds['store'] & { queueCommuneMail: (mail: NewCommuneMail) => Promise<unknown> }
  say: Say
  now: () => Date
  /** `null` where no mail server is set. */
  mailer: Mailer | null
  /** Origin of the server as its users type it. */
  publicOrigin: string | null
}

/** A link that was drawn: its secret is in the link alone. */
export interface DrawnLink {
  token: StaffToken
  secret: string
}

/** Draws a link of one use. */
export function drawLink(clock: Pick<LinkNeeds, 'now'>, userId: string, purpose: TokenPurpose): DrawnLink {
  const secret = newSecret()
  const now = clock.now()
  const expiresAt = new Date(now.getTime() + TOKEN_LIFE_MS[purpose]).toISOString()
  return { secret, token: { hash: hashSecret(secret), userId, purpose, createdAt: now.toISOString(), expiresAt } }
}

/** The address of a link. Its secret is in the fragment, which browsers send to no server and no log has. */
export function linkAddress(needs: Pick<LinkNeeds, 'publicOrigin'>, request: Request, { secret }: DrawnLink): string {
  return `${serverAddress(needs, request)}/compte#lien=${secret}`
}

/**
 * Whether a link that anyone asks for may be mailed: without `GUICHET_PUBLIC_URL`, its address would be the one that the caller says is this server's, and
 * its secret would be read there. On a machine of one's own there is nobody else.
 */
export function mayMailLink({ publicOrigin }: Pick<LinkNeeds, 'publicOrigin'>, request: Request): boolean {
  return publicOrigin !== null || /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i.test(request.get('host') ?? '')
}

/** Sends a link by e-mail. @returns whether it will leave: there may be no mail server */
export async function mailLink(
  needs: LinkNeeds,
  { user, purpose, address, language }: { user: User; purpose: TokenPurpose; address: string; language: Language },
): Promise<boolean> {
  const { store, say, now, mailer } = needs
  if (!mailer) return false
  const commune = communeOf(needs, user.communeId).nom
  const communes = new Intl.ListFormat(localeOf(language)).format(await communeNamesOf(needs, user))
  const keys = purpose === 'invitation' ? INVITATION : RESET
  const words = (key: (typeof keys)[keyof typeof keys]) =>
    say(language, key, { name: user.displayName, commune, communes, link: address })
  await store.queueCommuneMail({
    communeId: user.communeId,
    kind: purpose === 'invitation' ? 'invitation' : 'password_reset',
    to: user.email,
    subject: words(keys.subject),
    text: [words(keys.hello), words(keys.what), address, words(keys.until), words(keys.otherwise), commune].join(
      '\n\n',
    ),
    createdAt: now().toISOString(),
  })
  return true
}

const INVITATION = {
  subject: 'invitation.subject',
  hello: 'staff_link.hello',
  what: 'invitation.what',
  until: 'invitation.until',
  otherwise: 'staff_link.otherwise',
} as const
const RESET = {
  subject: 'password_reset.subject',
  hello: 'staff_link.hello',
  what: 'password_reset.what',
  until: 'password_reset.until',
  otherwise: 'staff_link.otherwise',
} as const

/** A row of what somebody did to an account, or to the settings of sign-in. */
export function accountRow(
  { now }: Pick<LinkNeeds, 'now'>,
  by: User,
  act: Pick<AuditRow, 'action' | 'target' | 'before' | 'after'> & { communeId?: string },
): AuditRow {
  return {
    id: randomUUID(),
    communeId: by.communeId,
    at: now().toISOString(),
    userId: by.id,
    userName: by.displayName,
    why: '',
    ...act,
  }
}
