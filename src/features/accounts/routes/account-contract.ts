import { z } from 'zod'
import { ROLES, type Role } from '../../../platform/model/role.js'
import type { AccountState } from '../account-action.js'
import type { TokenPurpose } from '../staff-token.js'

const password = z.string().max(200)
const email = z.email().max(200)
const name = z.string().trim().min(1).max(80)
const roles = z.array(z.enum(ROLES)).min(1)
const departments = z.array(z.string().max(40)).max(50)
const code = z.string().trim().min(1).max(40)

/** `POST /password-resets` */
export const resetRequest = z.strictObject({ email: z.string().max(200) })
/** `POST /staff-links/read` */
export const readLinkRequest = z.strictObject({ token: z.string().max(100) })
/** `POST /staff-links/use` */
export const useLinkRequest = z.strictObject({ token: z.string().max(100), password })
/** `PUT /account/password` */
export const passwordRequest = z.strictObject({ current: password, password })
/** `POST /account/second-factor`, `…/remove`, `POST /account/recovery-codes` */
export const confirmRequest = z.strictObject({ password })
/** `POST /account/second-factor/confirm` */
export const factorRequest = z.strictObject({ code })
/** `PUT /session/commune` */
export const communeRequest = z.strictObject({ communeId: z.string().max(80) })
/** `POST /admin/accounts` */
export const inviteRequest = z.strictObject({ email, name, roles, departments: departments.default([]) })
/** `PUT /admin/accounts/:id` */
export const accountRequest = z.strictObject({ name, roles, departments: departments.default([]) })
/** `PUT /admin/sign-in-policy` */
export const policyRequest = z.strictObject({ secondFactorRequired: z.boolean() })

/** `GET /sign-in`: what the page of sign-in offers. */
export interface SignInView {
  /** Name of the identity provider; `null` when there is none. */
  provider: string | null
  /** Whether another password can be chosen by e-mail. */
  resetByMail: boolean
}

/** `POST /staff-links/read`: whom a link is for. */
export interface StaffLinkView {
  purpose: TokenPurpose
  email: string
  name: string
}

/** A session of one's own; nothing says where its browser is. */
export interface OwnSessionView {
  id: string
  /** "Firefox, Windows"; empty when it is not known. */
  browser: string
  createdAt: string
  /** To five minutes. */
  lastUsedAt: string
  /** Whether it is the one that asks. */
  current: boolean
}

/** `GET /account`: one's own account. */
export interface AccountView {
  email: string
  name: string
  roles: Role[]
  commune: string
  /** Whether a password was ever chosen: who signs in through the identity provider may have none. */
  hasPassword: boolean
  secondFactor: { since: string; recoveryCodesLeft: number } | null
  secondFactorRequired: boolean
  /** Latest first. */
  sessions: OwnSessionView[]
}

/** `POST /account/second-factor`: what the phone reads. */
export interface ProposedFactorView {
  /** In base 32, to be typed where no camera reads it. */
  secret: string
  address: string
  /** The address as one SVG path of unit squares. */
  qr: { size: number; path: string } | null
}

/** Recovery codes, shown this once. */
export interface RecoveryCodesView {
  codes: string[]
}

/** An account as administrators see it. */
export interface StaffAccountView {
  id: string
  email: string
  name: string
  roles: Role[]
  departments: string[]
  state: AccountState
  lastSignInAt: string | null
  secondFactor: boolean
  /** Whether it is the one that asks. */
  own: boolean
  /** Whether the one that asks may change it: a super-admin's is a super-admin's to change. */
  editable: boolean
}

/** `GET /admin/accounts` */
export interface StaffAccountsView {
  accounts: StaffAccountView[]
  departments: { id: string; name: string }[]
  /** Roles that the one that asks may give. */
  roles: Role[]
  secondFactorRequired: boolean
  /** Whether links are sent by e-mail; otherwise they are shown to the administrator, once. */
  mail: boolean
}

/** What came of an invitation, or of a link to choose another password. */
export interface StaffLinkSentView {
  accounts: StaffAccountsView
  /** To hand over by another way than e-mail; `null` when it was sent. */
  link: string | null
}
