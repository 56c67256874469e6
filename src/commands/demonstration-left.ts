import { randomUUID } from 'node:crypto'
import type { User } from '../features/accounts/staff.js'
import { type AuditRow, MOST_AUDIT_ROWS } from '../platform/model/audit.js'
import type { Store } from '../store/store.js'

/** What an account of a demonstration has left, in numbers. */
export interface AccountLeft {
  user: User
  /** Browsers that are signed in, and those that are told when their console is closed. */
  sessions: number
  pushes: number
  isPresent: boolean
  /** Exercises that were tried, and replies of its own. */
  practice: number
  replies: number
  /** Talks and requests that it holds. */
  held: number
  /** What it did to settings, entries, accounts and webhooks, as far as the audit still tells; these acts stay. */
  acts: number
  /** Accounts of the town's own that it made: somebody who knew the public password may be behind them. They stay. */
  made: string[]
}

/** What the accounts of a demonstration have left in a store. @param at ISO instant at which sessions are looked at */
export async function listDemonstrationLeft(store: Store, at: string): Promise<AccountLeft[]> {
  const users = await store.listUsers()
  const left: AccountLeft[] = []
  for (const user of users.filter(({ demonstration }) => demonstration)) {
    const isHers = ({ userId }: { userId: string }) => userId === user.id
    const { communeId } = user
    const acts = await actsOf(store, user)
    const made = acts.filter(({ action }) => action === 'user_created').map(({ target }) => target.id)
    left.push({
      user,
      sessions: (await store.listSessions(user.id, at)).length,
      pushes: (await store.listPushSubscriptions(communeId)).filter(isHers).length,
      isPresent: (await store.listPresences(communeId)).some(isHers),
      practice: (await store.listPractice(communeId)).filter(isHers).length,
      replies: (await store.listReplies(user.id)).length,
      held: (await store.listHandoffs(communeId, ['assigned'])).filter(({ agentId }) => agentId === user.id).length,
      acts: acts.length,
      made: users.filter(({ id, demonstration }) => made.includes(id) && !demonstration).map(({ email }) => email),
    })
  }
  return left
}

async function actsOf(store: Store, { id, communeId }: User): Promise<AuditRow[]> {
  const rows: AuditRow[] = []
  let after: string | null | undefined
  do {
    const filter = { userId: id, limit: MOST_AUDIT_ROWS, ...(after ? { after } : {}) }
    const page = await store.listAudit(communeId, filter)
    rows.push(...page.rows)
    after = page.next
  } while (after)
  return rows
}

/**
 * Takes an account of a demonstration away with all that is its own; what it held was given back before. The account goes last: stopped at any instant, the
 * same call goes on. @param by who takes it away, as the audit tells it
 */
export async function removeDemonstrationAccount(
  store: Store,
  user: User,
  by: Pick<AuditRow, 'userId' | 'userName' | 'at' | 'why'>,
): Promise<void> {
  for (const idHash of await store.deleteSessionsOf(user.id, null)) await store.dropPushOfSession(idHash)
  for (const push of await store.listPushSubscriptions(user.communeId))
    if (push.userId === user.id) await store.dropPushSubscription(push.endpoint)
  await store.erasePresence(user.id)
  await store.erasePractice(user.id)
  for (const { id } of await store.listReplies(user.id)) await store.deleteReply(user.id, id)
  const { id, communeId, email, displayName, roles } = user
  await store.removeDemonstrationUser(id, {
    id: randomUUID(),
    communeId,
    action: 'user_removed',
    target: { kind: 'user', id },
    before: { email, name: displayName, roles, demonstration: true },
    after: null,
    ...by,
  })
}
