import { AppError } from '../../platform/model/app-error.js'
import type { AuditRow } from '../../platform/model/audit.js'
import type { StaffLanguage } from '../../platform/model/language.js'
import type { SavedView } from '../../platform/model/saved-view.js'
import type { Document, Verb } from '../../platform/store/document.js'
import type { Pool } from './pool.js'
import type { StaffToken, User } from './staff.js'

/** Accounts of every commune: a few hundred at most. */
export interface UsersDocument {
  version: 1
  users: User[]
  /** Links that wait for whom they were sent to. */
  tokens?: StaffToken[]
  /** Of the communes that ask for more than a password. */
  policies?: SignInPolicy[]
  /** Who answers for communes beside her own. */
  pools?: readonly Pool[]
  /** What was done to accounts, latest first: in the document of what it tells, so in one write. */
  audit?: AuditRow[]
}

/** The accounts of the staff. */
export interface StaffStore {
  /** @throws AppError `email_taken` when another account of the commune has this address */
  saveUser(user: User): Promise<void>
  getUser(id: string): Promise<User | undefined>
  /** The accounts of an address, one for each commune that gave it one, oldest first. Addresses are compared without case. */
  findUsersByEmail(email: string): Promise<User[]>
  /** Every account of the server, those that may not sign in any more included. */
  listUsers(): Promise<User[]>
  /** The accounts of a commune that may sign in: an agent's colleagues. */
  listStaff(communeId: string): Promise<User[]>
  /** Replaces an account's own views of the queue. */
  saveViews(userId: string, views: readonly SavedView[]): Promise<'saved' | 'unknown'>
  /** Keeps in which language an account wants the weekly digest; `null`: it does not. */
  saveDigestWish(userId: string, language: StaffLanguage | null): Promise<'saved' | 'unknown'>
  /** Keeps whether an account wants the weekly letter about entries that expire. */
  saveReminderWish(userId: string, wanted: boolean): Promise<'saved' | 'unknown'>
  /** What a commune asks of its accounts, in the place of what it asked. */
  saveSignInPolicy(policy: SignInPolicy, audit: AuditRow | null): Promise<void>
  readSignInPolicy(communeId: string): Promise<SignInPolicy>
}

/** The verbs about who the staff are. */
export function staffVerbs(users: Document<UsersDocument>): StaffStore {
  const all = async () => (await users.read())?.users ?? []
  return {
    saveUser: (user) => users.update(withUser(user)),
    getUser: async (id) => structuredClone((await all()).find((user) => user.id === id)),
    findUsersByEmail: async (email) => structuredClone((await all()).filter((user) => sameEmail(user.email, email))),
    listUsers: async () => structuredClone(await all()),
    listStaff: async (communeId) =>
      structuredClone((await all()).filter((user) => user.communeId === communeId && user.deactivatedAt === undefined)),
    saveViews: (userId, views) => users.update(withViews(userId, views)),
    saveDigestWish: (userId, language) => users.update(withWish(userId, withDigest(language))),
    saveReminderWish: (userId, wanted) => users.update(withWish(userId, withReminders(wanted))),
    saveSignInPolicy: (policy, audit) => users.update(withPolicy(policy, audit)),
    async readSignInPolicy(communeId) {
      const kept = (await users.read())?.policies?.find((one) => one.communeId === communeId)
      return kept ? structuredClone(kept) : { communeId, secondFactorRequired: false }
    },
  }
}

/** An empty collection of accounts. */
export const NO_USERS: UsersDocument = { version: 1, users: [] }

/** A document with one row more about what was done, if any. */
export function withAudit(document: UsersDocument, audit: AuditRow | null): UsersDocument {
  return audit ? { ...document, audit: [...(document.audit ?? []), structuredClone(audit)] } : document
}

/** A document with an account in the place of the one of the same id. @throws AppError `email_taken` */
export function putUser(document: UsersDocument, user: User): UsersDocument {
  const { users } = document
  const { communeId } = user
  if (users.some((one) => one.id !== user.id && one.communeId === communeId && sameEmail(one.email, user.email))) {
    throw new AppError('email_taken', 409, { field: 'email' })
  }
  const isKnown = users.some(({ id }) => id === user.id)
  const saved = structuredClone(user)
  const next = isKnown ? users.map((one) => (one.id === user.id ? saved : one)) : [...users, saved]
  return { ...document, users: next }
}

function withUser(user: User): Verb<UsersDocument, void> {
  return (document) => ({ document: putUser(document ?? NO_USERS, user), result: undefined, changes: [] })
}

function withViews(userId: string, views: readonly SavedView[]): Verb<UsersDocument, 'saved' | 'unknown'> {
  return (document) => {
    const isKnown = document?.users.some(({ id }) => id === userId) ?? false
    if (document === null || !isKnown) return { document, result: 'unknown', changes: [] }
    const users = document.users.map((one) =>
      one.id === userId ? { ...one, views: structuredClone([...views]) } : one,
    )
    return { document: { ...document, users }, result: 'saved', changes: [] }
  }
}

/** Changes what one account wants to be sent. */
function withWish(userId: string, wish: (user: User) => User): Verb<UsersDocument, 'saved' | 'unknown'> {
  return (document) => {
    const isKnown = document?.users.some(({ id }) => id === userId) ?? false
    if (document === null || !isKnown) return { document, result: 'unknown', changes: [] }
    const users = document.users.map((one) => (one.id === userId ? wish(one) : one))
    return { document: { ...document, users }, result: 'saved', changes: [] }
  }
}

function withDigest(language: StaffLanguage | null): (user: User) => User {
  return ({ digestLanguage: _, ...user }) => (language ? { ...user, digestLanguage: language } : user)
}

function withReminders(wanted: boolean): (user: User) => User {
  return ({ declinesReminders: _, ...user }) => (wanted ? user : { ...user, declinesReminders: true })
}

function withPolicy(policy: SignInPolicy, audit: AuditRow | null): Verb<UsersDocument, void> {
  return (document) => {
    const kept = document ?? NO_USERS
    const others = (kept.policies ?? []).filter(({ communeId }) => communeId !== policy.communeId)
    const next = { ...kept, policies: [...others, structuredClone(policy)] }
    return { document: withAudit(next, audit), result: undefined, changes: [] }
  }
}

function sameEmail(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase()
}

/** What a commune asks of its accounts. */
export interface SignInPolicy {
  communeId: string
  /** Whether who signs in by a password also needs a second factor. Default: no. */
  secondFactorRequired: boolean
}
