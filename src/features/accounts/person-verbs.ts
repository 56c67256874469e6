import type { AuditRow } from '../../platform/model/audit.js'
import type { Change } from '../../platform/model/change.js'
import type { Document, Verb } from '../../platform/store/document.js'
import type { Session, User } from './staff.js'
import { type UsersDocument, withAudit } from './staff-verbs.js'

/** What the journal of an account's commune is told of its links. @param isLinked whether it is linked to any account now */
export type ToldOfLink = (user: User, isLinked: boolean) => AuditRow

/** What is stored of accounts that one person holds, in one commune each, and how it changes (docs/decisions/093). */
export interface PersonStore {
  /** The other accounts of whoever holds one; none when it is linked to none. */
  listLinked(userId: string): Promise<User[]>
  /** Makes accounts one person’s, with all that were linked to them. @returns all of hers as they have become; none when nothing changes */
  linkAccounts(userIds: readonly string[], personId: string, told: ToldOfLink): Promise<User[]>
  /** Takes an account away from those of its person. @returns it and the others as they have become; none when it was linked to none */
  unlinkAccount(userId: string, told: ToldOfLink): Promise<User[]>
}

/** The verbs about accounts that one person holds. */
export function personVerbs(users: Document<UsersDocument>): PersonStore {
  return {
    listLinked: async (userId) => structuredClone(linkedTo((await users.read())?.users ?? [], userId)),
    linkAccounts: (userIds, personId, told) => users.update(linked(userIds, { personId, told })),
    unlinkAccount: (userId, told) => users.update(unlinked(userId, told)),
  }
}

/** The other accounts of whoever holds one. Pure. */
export function linkedTo(users: readonly User[], userId: string): User[] {
  const personId = users.find(({ id }) => id === userId)?.personId
  return personId === undefined ? [] : users.filter((one) => one.personId === personId && one.id !== userId)
}

/**
 * Whether what a session came from by a link still lets it last. Pure.
 * @param user whose it is
 * @param from the account that was signed in to, where there still is one
 */
export function isStillThrough({ through }: Pick<Session, 'through'>, user: User, from: User | undefined): boolean {
  if (!through) return true
  const areLinked = user.personId !== undefined && from?.personId === user.personId
  return areLinked && (from.generation ?? 0) === through.generation
}

function linked(
  userIds: readonly string[],
  { personId, told }: { personId: string; told: ToldOfLink },
): Verb<UsersDocument, User[]> {
  return (document) => {
    const known = document?.users.filter(({ id }) => userIds.includes(id)) ?? []
    const ids = new Set(known.flatMap(({ id }) => [id, ...linkedTo(document?.users ?? [], id).map((one) => one.id)]))
    const isDone = known.every((one) => one.personId !== undefined && one.personId === known[0]?.personId)
    if (!document || known.length < userIds.length || isDone) return { document, result: [], changes: [] }
    return become(
      document,
      document.users.filter(({ id }) => ids.has(id)).map((user) => ({ ...user, personId })),
      told,
    )
  }
}

function unlinked(userId: string, told: ToldOfLink): Verb<UsersDocument, User[]> {
  return (document) => {
    const user = document?.users.find(({ id }) => id === userId)
    const others = linkedTo(document?.users ?? [], userId)
    if (!document || !user || others.length === 0) return { document, result: [], changes: [] }
    // Nobody is linked to herself alone.
    return become(document, [alone(user), ...(others.length === 1 ? others.map(alone) : others)], told)
  }
}

function alone({ personId: _, ...user }: User): User {
  return user
}

/** The journal of each commune is told in the same write. */
function become(document: UsersDocument, changed: readonly User[], told: ToldOfLink) {
  const byId = new Map(changed.map((user) => [user.id, user]))
  const next = { ...document, users: document.users.map((user) => byId.get(user.id) ?? user) }
  return {
    document: changed.reduce((rest, user) => withAudit(rest, told(user, user.personId !== undefined)), next),
    result: structuredClone([...changed]),
    // Sessions that came from one of them are looked at again.
    changes: changed.map(({ id, communeId }): Change => ({ type: 'account', communeId, userId: id })),
  }
}
