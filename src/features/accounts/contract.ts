import { z } from 'zod'
import { type Route, route } from '../../platform/http/route.js'
import { namedShape, sessionShape } from '../../platform/http/shapes.js'
import { ROLES } from '../../platform/model/role.js'
import { MAX_CAPACITY } from './staff.js'

const role = z.enum(ROLES)
const password = z.string().max(200)
const typedEmail = z.string().max(200)
const token = z.string().max(100)
const name = z.string().trim().min(1).max(80)
const roles = z.array(role).min(1)
const departments = z.array(z.string().max(40)).max(50).default([])

/** What the page of sign-in offers. */
const ways = z.object({
  /** Name of the identity provider; `null` when there is none. */
  provider: z.string().nullable(),
  /** Whether another password can be chosen by e-mail. */
  resetByMail: z.boolean(),
})

/** Whom a link is for. */
const staffLink = z.object({
  purpose: z.enum(['invitation', 'reset']),
  email: z.string(),
  name: z.string(),
  /** Names of the communes that the account serves, its own first. */
  communes: z.array(z.string()),
})

/** A session of one's own; nothing says where its browser is. */
const ownSession = z.object({
  id: z.string(),
  /** "Firefox, Windows"; empty when it is not known. */
  browser: z.string(),
  createdAt: z.string(),
  /** To five minutes. */
  lastUsedAt: z.string(),
  /** Whether it is the one that asks. */
  current: z.boolean(),
})

/** One's own account. */
const account = z.object({
  email: z.string(),
  name: z.string(),
  roles: z.array(role),
  commune: z.string(),
  /** Whether a password was ever chosen: who signs in through the identity provider may have none. */
  hasPassword: z.boolean(),
  secondFactor: z.object({ since: z.string(), recoveryCodesLeft: z.number() }).nullable(),
  secondFactorRequired: z.boolean(),
  /** Latest first. */
  sessions: z.array(ownSession),
})

/** The account, and the session that has taken the place of the former one. */
const renewed = z.object({ session: sessionShape, account })

/** What the phone reads. */
const proposedFactor = z.object({
  /** In base 32, to be typed where no camera reads it. */
  secret: z.string(),
  address: z.string(),
  /** The address as one SVG path of unit squares. */
  qr: z.object({ size: z.number(), path: z.string() }).nullable(),
})

/** Shown this once. */
const codes = z.array(z.string())

/** An account as administrators see it. */
const staffAccount = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  roles: z.array(role),
  departments: z.array(z.string()),
  /** With how many citizens she talks at once; `null`: as many as the commune says. */
  capacity: z.number().nullable(),
  /** Names of the other communes for which she answers. */
  alsoServes: z.array(z.string()),
  /** Whether she goes on from it in accounts that she has in other communes: which ones is hers to know. */
  linked: z.boolean(),
  state: z.enum(['invited', 'active', 'deactivated']),
  /** Until when the link of an invitation that waits is good; `null` when none waits. */
  invitedUntil: z.string().nullable(),
  lastSignInAt: z.string().nullable(),
  secondFactor: z.boolean(),
  /** Whether it is the one that asks. */
  own: z.boolean(),
  /** Whether the one that asks may change it: a super-admin's is a super-admin's to change. */
  editable: z.boolean(),
})

const staffAccounts = z.object({
  accounts: z.array(staffAccount),
  departments: z.array(namedShape),
  /** Roles that the one that asks may give. */
  roles: z.array(role),
  secondFactorRequired: z.boolean(),
  /** Whether links are sent by e-mail; otherwise they are shown to the administrator, once. */
  mail: z.boolean(),
})

/** What came of an invitation, or of a link to choose another password; `link`: to hand over by another way than e-mail, `null` when it was sent. */
const linkSent = z.object({ accounts: staffAccounts, link: z.string().nullable() })

/** Shapes of what these routes answer. */
export type SignInView = z.infer<typeof ways>
export type StaffLinkView = z.infer<typeof staffLink>
export type OwnSessionView = z.infer<typeof ownSession>
export type AccountView = z.infer<typeof account>
export type RenewedView = z.infer<typeof renewed>
export type ProposedFactorView = z.infer<typeof proposedFactor>
export type StaffAccountView = z.infer<typeof staffAccount>
export type StaffAccountsView = z.infer<typeof staffAccounts>
export type StaffLinkSentView = z.infer<typeof linkSent>

const link = { access: 'anyone', errors: [403, 404, 422, 429] } as const satisfies Partial<Route>

/** Sign-in and sign-out, and what somebody who cannot sign in may do. */
export const sessionRoutes = {
  ways: route({ method: 'get', path: '/sign-in', summary: 'How one may sign in', access: 'anyone', answer: ways }),
  signIn: route({
    method: 'post',
    path: '/session',
    summary: 'Sign in',
    access: 'anyone',
    body: z.strictObject({
      email: typedEmail,
      password,
      /** Of the phone, or a recovery code, when the account has a second factor. */
      code: z.string().max(40).optional(),
      /** Of the account, when the password opens those of several communes (`commune_needed`). */
      commune: z.string().max(80).optional(),
    }),
    typed: { email: 'never_stored', password: 'never_stored', code: 'never_stored', commune: 'checked' },
    answer: sessionShape,
    errors: [401, 403, 422, 429],
  }),
  who: route({
    method: 'get',
    path: '/session',
    summary: 'Who is signed in',
    access: 'session',
    answer: sessionShape,
    errors: [401],
  }),
  signOut: route({
    method: 'delete',
    path: '/session',
    summary:
      'Sign out; a session that the identity provider opened is answered 200, with the address at which to end its own in `next`',
    access: 'session',
    answer: z.object({ next: z.string() }).nullable(),
    status: 204,
    errors: [401, 403],
  }),
  goToProvider: route({
    method: 'get',
    path: '/session/provider',
    summary: 'Go to the identity provider to sign in, and come back to the page given as `page`',
    access: 'anyone',
    answer: null,
    status: 302,
    errors: [404, 429],
  }),
  comeBack: route({
    method: 'get',
    path: '/session/provider/return',
    summary: 'Come back from the identity provider, signed in or with the reason why not',
    access: 'anyone',
    answer: null,
    status: 302,
    errors: [404],
  }),
  lookAt: route({
    method: 'put',
    path: '/session/commune',
    summary: 'Look at another commune; the session gets another identifier',
    access: ['super-admin'],
    body: z.strictObject({ communeId: z.string().max(80) }),
    typed: { communeId: 'checked' },
    answer: sessionShape,
    errors: [401, 403, 404, 422],
  }),
  askReset: route({
    method: 'post',
    path: '/password-resets',
    summary:
      'Ask for a link by which to choose another password; says the same whether there is such an account or not',
    access: 'anyone',
    body: z.strictObject({ email: typedEmail }),
    typed: { email: 'never_stored' },
    answer: null,
    errors: [403, 422, 429],
  }),
  readLink: route({
    ...link,
    method: 'post',
    path: '/staff-links/read',
    summary: 'Whom a link is for',
    body: z.strictObject({ token }),
    typed: { token: 'never_stored' },
    answer: staffLink,
  }),
  useLink: route({
    ...link,
    method: 'post',
    path: '/staff-links/use',
    summary: 'Choose a password by a link, once; ends every session of the account',
    body: z.strictObject({ token, password }),
    typed: { token: 'never_stored', password: 'never_stored' },
    answer: null,
  }),
}

const own = { access: 'account', errors: [401, 403] } as const satisfies Partial<Route>
/** Done again with the password: who found an open console does not know it. */
const byPassword = {
  access: 'account',
  body: z.strictObject({ password }),
  typed: { password: 'never_stored' },
} as const satisfies Partial<Route>

/** One's own account: password, second factor, sessions. */
export const accountRoutes = {
  read: route({
    ...own,
    method: 'get',
    path: '/account',
    summary: 'One’s own account and its sessions',
    answer: account,
  }),
  changePassword: route({
    ...own,
    method: 'put',
    path: '/account/password',
    summary: 'Choose another password; ends the other sessions',
    body: z.strictObject({ current: password, password }),
    typed: { current: 'never_stored', password: 'never_stored' },
    answer: renewed,
    errors: [401, 403, 422, 429],
  }),
  proposeFactor: route({
    ...byPassword,
    method: 'post',
    path: '/account/second-factor',
    summary: 'Draw a secret for an application on a phone',
    answer: proposedFactor,
    errors: [401, 403, 422, 429],
  }),
  confirmFactor: route({
    ...own,
    method: 'post',
    path: '/account/second-factor/confirm',
    summary: 'Take the secret into use with a first code; ends the other sessions',
    body: z.strictObject({ code: z.string().trim().min(1).max(40) }),
    typed: { code: 'never_stored' },
    answer: renewed.extend({ codes }),
    errors: [401, 403, 409, 422],
  }),
  removeFactor: route({
    ...byPassword,
    method: 'post',
    path: '/account/second-factor/remove',
    summary: 'Sign in by the password alone again; ends the other sessions',
    answer: renewed,
    errors: [401, 403, 409, 422, 429],
  }),
  renewCodes: route({
    ...byPassword,
    method: 'post',
    path: '/account/recovery-codes',
    summary: 'Draw other recovery codes',
    answer: z.object({ codes }),
    errors: [401, 403, 409, 422, 429],
  }),
  endSessions: route({
    ...own,
    method: 'delete',
    path: '/account/sessions',
    summary: 'End the other sessions',
    answer: account,
  }),
  endSession: route({
    ...own,
    method: 'delete',
    path: '/account/sessions/{id}',
    summary: 'End another session',
    answer: account,
    errors: [401, 403, 404],
  }),
}

const admin = { access: ['admin'], errors: [401, 403, 404, 409] } as const satisfies Partial<Route>

/** The accounts of the commune that an administrator manages. */
export const staffAccountRoutes = {
  list: route({
    ...admin,
    method: 'get',
    path: '/admin/accounts',
    summary: 'The accounts of the commune',
    answer: staffAccounts,
    errors: [401, 403],
  }),
  invite: route({
    ...admin,
    method: 'post',
    path: '/admin/accounts',
    summary: 'Invite somebody; without a mail server, the link is in the answer, once',
    body: z.strictObject({ email: z.email().max(200), name, roles, departments }),
    typed: { email: 'contact', name: 'masked', 'departments.*': 'checked' },
    answer: linkSent,
    status: 201,
    errors: [401, 403, 409, 422],
  }),
  change: route({
    ...admin,
    method: 'put',
    path: '/admin/accounts/{id}',
    summary: 'Change the name, the roles, the departments and the capacity of an account',
    /** `capacity`: `null` for the commune's own number; without it, as before. */
    body: z.strictObject({
      name,
      roles,
      departments,
      capacity: z.number().int().min(1).max(MAX_CAPACITY).nullable().optional(),
    }),
    typed: { name: 'masked', 'departments.*': 'checked' },
    answer: staffAccounts,
    errors: [401, 403, 404, 409, 422],
  }),
  sendLink: route({
    ...admin,
    method: 'post',
    path: '/admin/accounts/{id}/link',
    summary: 'Invite again, or send a link by which to choose another password',
    answer: linkSent,
  }),
  deactivate: route({
    ...admin,
    method: 'post',
    path: '/admin/accounts/{id}/deactivate',
    summary: 'Let an account in no more: its sessions end at once',
    answer: staffAccounts,
  }),
  reactivate: route({
    ...admin,
    method: 'post',
    path: '/admin/accounts/{id}/reactivate',
    summary: 'Let an account in again',
    answer: staffAccounts,
    errors: [401, 403, 404],
  }),
  resetFactor: route({
    ...admin,
    method: 'post',
    path: '/admin/accounts/{id}/reset-second-factor',
    summary: 'Forget the second factor of an account',
    answer: staffAccounts,
  }),
  changePolicy: route({
    ...admin,
    method: 'put',
    path: '/admin/sign-in-policy',
    summary: 'Ask for a second factor of everybody, or not',
    body: z.strictObject({ secondFactorRequired: z.boolean() }),
    answer: staffAccounts,
    errors: [401, 403, 422],
  }),
}
