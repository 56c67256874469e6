import { AppError } from '../domain/app-error.js'
import type { StaffLanguage } from '../domain/language.js'
import type { SavedView } from '../domain/saved-view.js'
import type { Session, User } from '../domain/staff.js'
import type { Store } from '../domain/store.js'
import type { Document, Verb } from './document.js'

/** Accounts of every commune: a few hundred at most. */
export interface UsersDocument {
  version: 1
  users: User[]
}

/** Signed-in browsers. */
export interface SessionsDocument {
  version: 1
  sessions: Session[]
}

/** Where accounts and sessions are kept. */
export interface StaffShelf {
  users: Document<UsersDocument>
  sessions: Document<SessionsDocument>
}

type StaffVerbs = Pick<
  Store,
  | 'saveUser'
  | 'getUser'
  | 'findUserByEmail'
  | 'listUsers'
  | 'saveViews'
  | 'saveDigestWish'
  | 'saveSession'
  | 'getSession'
  | 'deleteSession'
>

/** The verbs of {@link Store} about accounts and sessions. */
export function staffVerbs({ users, sessions }: StaffShelf): StaffVerbs {
  const allUsers = async () => (await users.read())?.users ?? []
  const allSessions = async () => (await sessions.read())?.sessions ?? []
  return {
    saveUser: (user) => users.update(withUser(user)),
    getUser: async (id) => structuredClone((await allUsers()).find((user) => user.id === id)),
    findUserByEmail: async (email) => structuredClone((await allUsers()).find((user) => sameEmail(user.email, email))),
    listUsers: async () => structuredClone(await allUsers()),
    saveViews: (userId, views) => users.update(withViews(userId, views)),
    saveDigestWish: (userId, language) => users.update(withDigestWish(userId, language)),
    saveSession: (session) => sessions.update(withSession(session)),
    getSession: async (idHash) => structuredClone((await allSessions()).find((session) => session.idHash === idHash)),
    deleteSession: (idHash) => sessions.update(withoutSession(idHash)),
  }
}

function withUser(user: User): Verb<UsersDocument, void> {
  return (document) => {
    const users = document?.users ?? []
    if (users.some(({ id, email }) => id !== user.id && sameEmail(email, user.email))) {
      throw new AppError('email_taken', 409, { field: 'email' })
    }
    const isKnown = users.some(({ id }) => id === user.id)
    const saved = structuredClone(user)
    const next = isKnown ? users.map((one) => (one.id === user.id ? saved : one)) : [...users, saved]
    return { document: { version: 1, users: next }, result: undefined, changes: [] }
  }
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

function withDigestWish(userId: string, language: StaffLanguage | null): Verb<UsersDocument, 'saved' | 'unknown'> {
  return (document) => {
    const isKnown = document?.users.some(({ id }) => id === userId) ?? false
    if (document === null || !isKnown) return { document, result: 'unknown', changes: [] }
    const users = document.users.map((one) => {
      if (one.id !== userId) return one
      const { digestLanguage: _, ...user } = one
      return language ? { ...user, digestLanguage: language } : user
    })
    return { document: { ...document, users }, result: 'saved', changes: [] }
  }
}

/** Each sign-in also drops the sessions that had expired when it was made, so that the document does not grow for ever. */
function withSession(session: Session): Verb<SessionsDocument, void> {
  return (document) => {
    const now = Date.parse(session.createdAt)
    const others = (document?.sessions ?? []).filter(
      ({ idHash, expiresAt }) => idHash !== session.idHash && Date.parse(expiresAt) > now,
    )
    return { document: { version: 1, sessions: [...others, structuredClone(session)] }, result: undefined, changes: [] }
  }
}

function withoutSession(idHash: string): Verb<SessionsDocument, void> {
  return (document) => {
    const isKnown = document?.sessions.some((session) => session.idHash === idHash) ?? false
    if (document === null || !isKnown) return { document, result: undefined, changes: [] }
    const sessions = document.sessions.filter((session) => session.idHash !== idHash)
    return { document: { ...document, sessions }, result: undefined, changes: [] }
  }
}

function sameEmail(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase()
}
