import type { Document, Verb } from '../../platform/store/document.js'
import { isBefore } from '../conversations/conversation-document.js'
import { isStillThrough } from './person-verbs.js'
import type { Session } from './staff.js'
import type { UsersDocument } from './staff-verbs.js'

/** Signed-in browsers. */
export interface SessionsDocument {
  version: 1
  sessions: Session[]
}

/** Browsers that are signed in. */
export interface SessionStore {
  saveSession(session: Session): Promise<void>
  getSession(idHash: string): Promise<Session | undefined>
  /** Moves when a session was last used. Nobody is told. */
  touchSession(idHash: string, at: string): Promise<void>
  /** Sessions of an account that have not expired at an instant and that its account still lets in, latest first. */
  listSessions(userId: string, at: string): Promise<Session[]>
  deleteSession(idHash: string): Promise<void>
  /** Forgets every session of an account, and those that came from it by a link, but one. @returns the hashes of those that were forgotten */
  deleteSessionsOf(userId: string, kept: string | null): Promise<string[]>
  /** Forgets the sessions that came to an account by a link, and those that came from it. @returns those that were forgotten */
  deleteSessionsThrough(userId: string): Promise<Pick<Session, 'idHash' | 'userId'>[]>
}

/** The verbs about sessions. */
export function sessionVerbs(sessions: Document<SessionsDocument>, users: Document<UsersDocument>): SessionStore {
  const all = async () => (await sessions.read())?.sessions ?? []
  return {
    saveSession: (session) => sessions.update(withSession(session)),
    getSession: async (idHash) => structuredClone((await all()).find((session) => session.idHash === idHash)),
    touchSession: (idHash, at) => sessions.update(touched(idHash, at)),
    async listSessions(userId, at) {
      const byId = new Map((await users.read())?.users.map((user) => [user.id, user]))
      const user = byId.get(userId)
      const own = (await all()).filter(
        (session) =>
          session.userId === userId &&
          isBefore(at, session.expiresAt) &&
          (session.generation ?? 0) === (user?.generation ?? 0) &&
          (!user || isStillThrough(session, user, byId.get(session.through?.userId ?? ''))),
      )
      return structuredClone(own.sort((a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt)))
    },
    deleteSession: async (idHash) => {
      await sessions.update(withoutSessions((session) => session.idHash === idHash))
    },
    deleteSessionsOf: async (userId, kept) => {
      const isHers = ({ userId: of, through }: Session) => of === userId || through?.userId === userId
      const gone = await sessions.update(withoutSessions((one) => isHers(one) && one.idHash !== kept))
      return gone.map(({ idHash }) => idHash)
    },
    async deleteSessionsThrough(userId) {
      const isThrough = ({ userId: of, through }: Session) =>
        through !== undefined && [of, through.userId].includes(userId)
      const gone = await sessions.update(withoutSessions(isThrough))
      return gone.map(({ idHash, userId }) => ({ idHash, userId }))
    },
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

function touched(idHash: string, at: string): Verb<SessionsDocument, void> {
  return (document) => {
    if (!document?.sessions.some((session) => session.idHash === idHash))
      return { document, result: undefined, changes: [] }
    const sessions = document.sessions.map((one) => (one.idHash === idHash ? { ...one, lastUsedAt: at } : one))
    return { document: { ...document, sessions }, result: undefined, changes: [] }
  }
}

function withoutSessions(isGone: (session: Session) => boolean): Verb<SessionsDocument, Session[]> {
  return (document) => {
    const gone = (document?.sessions ?? []).filter(isGone)
    if (document === null || gone.length === 0) return { document, result: [], changes: [] }
    return {
      document: { ...document, sessions: document.sessions.filter((one) => !isGone(one)) },
      result: gone,
      changes: [],
      forgets: true,
    }
  }
}
