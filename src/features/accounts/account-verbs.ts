import type { AuditRow } from '../../platform/model/audit.js'
import type { Change } from '../../platform/model/change.js'
import type { Document, Step, Verb } from '../../platform/store/document.js'
import { isBefore } from '../conversations/conversation-document.js'
import { type AccountAction, type AccountTransition, accountState, changeAccount } from './account-action.js'
import { withoutMember } from './pool.js'
import type { StaffToken, User } from './staff.js'
import { NO_USERS, putUser, type UsersDocument, withAudit } from './staff-verbs.js'

/** An account that is made with its first link. */
export interface Invitation {
  user: User
  token: StaffToken
  audit: AuditRow
}

/** A link that is used at an instant. */
export interface Redemption {
  hash: string
  at: string
  passwordHash: string
  audit: AuditRow | null
}

/** What came of {@link AccountStore.applyToAccount}. */
export type AccountResult = AccountTransition | { outcome: 'unknown_account' }

/** Changes of accounts, and the links of one use. */
export interface AccountStore {
  /** Makes an account with the link by which she chooses her password. @throws AppError `email_taken` */
  inviteUser(invitation: Invitation): Promise<void>
  /** Changes an account through `features/accounts/account-action`, one change after another; the audit row, if any, in the same write. */
  applyToAccount(userId: string, action: AccountAction, audit: AuditRow | null): Promise<AccountResult>
  /** Erases an account that was deactivated, or never used and to which no link leads at an instant. */
  eraseAccount(userId: string, at: string): Promise<'erased' | 'in_use' | 'unknown'>
  /** Keeps a link, in the place of her former one. */
  saveStaffToken(token: StaffToken, audit: AuditRow | null): Promise<'saved' | 'unknown_account'>
  /** The invitations that nobody has answered and that are good at an instant. */
  listInvitations(at: string): Promise<Pick<StaffToken, 'userId' | 'expiresAt'>[]>
  /** A link that is good at an instant, and whose it is. */
  findStaffToken(hash: string, at: string): Promise<{ token: StaffToken; user: User } | undefined>
  /** Compare-and-set: a link that is good at an instant sets the password once, and is forgotten. */
  redeemStaffToken(redemption: Redemption): Promise<AccountResult | { outcome: 'unknown_token' }>
  /** Takes an account of a demonstration away, with its link; any other stays. The audit row is kept in the same write. */
  removeDemonstrationUser(userId: string, audit: AuditRow): Promise<'removed' | 'unknown_account'>
}

/** Actions after which what was let through must be looked at again. */
const ANNOUNCED: ReadonlySet<AccountAction['type']> = new Set([
  'edit',
  'deactivate',
  'set_password',
  'confirm_factor',
  'remove_factor',
])

/** The verbs that change accounts. Links, and what was done, lie in the document of the accounts. */
export function accountVerbs(users: Document<UsersDocument>): AccountStore {
  return {
    inviteUser: (invitation) => users.update(invited(invitation)),
    applyToAccount: (userId, action, audit) => users.update(changed(userId, action, audit)),
    eraseAccount: (userId, at) => users.update(withoutAccount(userId, at)),
    saveStaffToken: (token, audit) => users.update(withToken(token, audit)),
    async listInvitations(at) {
      const tokens = (await users.read())?.tokens ?? []
      const waiting = tokens.filter((one) => one.purpose === 'invitation' && isGood(one, at))
      return waiting.map(({ userId, expiresAt }) => ({ userId, expiresAt }))
    },
    async findStaffToken(hash, at) {
      const document = await users.read()
      const token = document?.tokens?.find((one) => one.hash === hash)
      const user = document?.users.find(({ id }) => id === token?.userId)
      return token && user && isGood(token, at) ? structuredClone({ token, user }) : undefined
    },
    redeemStaffToken: (redemption) => users.update(redeemed(redemption)),
    removeDemonstrationUser: (userId, audit) => users.update(removed(userId, audit)),
  }
}

function invited({ user, token, audit }: Invitation): Verb<UsersDocument, void> {
  return (document) => {
    const next = putToken(putUser(document ?? NO_USERS, user), token)
    return { document: withAudit(next, audit), result: undefined, changes: [] }
  }
}

function changed(userId: string, action: AccountAction, audit: AuditRow | null): Verb<UsersDocument, AccountResult> {
  return (document) => {
    const user = document?.users.find(({ id }) => id === userId)
    if (!document || !user) return { document, result: { outcome: 'unknown_account' }, changes: [] }
    return apply(document, user, { action, audit })
  }
}

function apply(
  document: UsersDocument,
  user: User,
  { action, audit }: { action: AccountAction; audit: AuditRow | null },
): Step<UsersDocument, AccountResult> {
  const others = document.users.filter(({ id }) => id !== user.id)
  const result = changeAccount(user, action, others)
  if (result.outcome === 'refused') return { document, result, changes: [] }
  // A link sent to somebody who may not come in any more is worth nothing when she may again.
  const next = putUser(action.type === 'deactivate' ? withoutTokenOf(document, user.id) : document, result.user)
  const change: Change = { type: 'account', communeId: user.communeId, userId: user.id }
  return {
    document: withAudit(next, audit),
    result: structuredClone(result),
    changes: ANNOUNCED.has(action.type) ? [change] : [],
  }
}

/** Of who was sent away, or was invited and never came; a link that is still good may bring her. */
function withoutAccount(userId: string, at: string): Verb<UsersDocument, 'erased' | 'in_use' | 'unknown'> {
  return (document) => {
    const user = document?.users.find(({ id }) => id === userId)
    if (!document || !user) return { document, result: 'unknown', changes: [] }
    const isInvited = document.tokens?.some((token) => token.userId === userId && isGood(token, at))
    if (accountState(user) === 'active' || isInvited) return { document, result: 'in_use', changes: [] }
    const users = document.users.filter((one) => one !== user)
    return { document: { ...withoutLinksOf(document, userId), users }, result: 'erased', changes: [], forgets: true }
  }
}

function withToken(token: StaffToken, audit: AuditRow | null): Verb<UsersDocument, 'saved' | 'unknown_account'> {
  return (document) => {
    const user = document?.users.find(({ id }) => id === token.userId)
    if (!document || !user) return { document, result: 'unknown_account', changes: [] }
    return { document: withAudit(putToken(document, token), audit), result: 'saved', changes: [] }
  }
}

/** An account of the town's own is never taken away, whatever was asked: its name stays beside what it did. */
function removed(userId: string, audit: AuditRow): Verb<UsersDocument, 'removed' | 'unknown_account'> {
  return (document) => {
    const isGone = ({ id, demonstration }: User) => id === userId && demonstration
    if (!document?.users.some(isGone)) return { document, result: 'unknown_account', changes: [] }
    const left = { ...withoutLinksOf(document, userId), users: document.users.filter((user) => !isGone(user)) }
    return { document: withAudit(left, audit), result: 'removed', changes: [], forgets: true }
  }
}

type RedeemResult = Awaited<ReturnType<AccountStore['redeemStaffToken']>>

function redeemed({ hash, at, passwordHash, audit }: Redemption): Verb<UsersDocument, RedeemResult> {
  return (document) => {
    const token = document?.tokens?.find((one) => one.hash === hash)
    const user = document?.users.find(({ id }) => id === token?.userId)
    if (!document || !token || !user || !isGood(token, at)) {
      return { document, result: { outcome: 'unknown_token' }, changes: [] }
    }
    return apply(withoutTokenOf(document, user.id), user, { action: { type: 'set_password', passwordHash }, audit })
  }
}

/** Each new link also drops those that had expired when it was made. */
function putToken(document: UsersDocument, token: StaffToken): UsersDocument {
  const others = (document.tokens ?? []).filter((one) => one.userId !== token.userId && isGood(one, token.createdAt))
  return { ...document, tokens: [...others, structuredClone(token)] }
}

function withoutTokenOf(document: UsersDocument, userId: string): UsersDocument {
  if (!document.tokens?.some((one) => one.userId === userId)) return document
  return { ...document, tokens: document.tokens.filter((one) => one.userId !== userId) }
}

/** Of an account that is no more: neither a link nor a pool knows it. */
function withoutLinksOf(document: UsersDocument, userId: string): UsersDocument {
  const { pools, ...left } = withoutTokenOf(document, userId)
  return pools ? { ...left, pools: withoutMember(pools, userId) } : left
}

function isGood({ expiresAt }: StaffToken, at: string): boolean {
  return isBefore(at, expiresAt)
}
