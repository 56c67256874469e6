import type { AuditRow } from '../../platform/model/audit.js'
import type { Change } from '../../platform/model/change.js'
import type { Document, Step, Verb } from '../../platform/store/document.js'
import { type Pool, type Serving, servedBy, standingIn } from './pool.js'
import { NO_USERS, type UsersDocument } from './staff-verbs.js'

/** What came of a change of the pools. `changed`: somebody else changed it first; `commune_pooled`: one of its communes is in another. */
export interface PoolResult {
  outcome: 'saved' | 'changed' | 'unknown' | 'commune_pooled'
}

/** Communes that share agents. */
export interface PoolStore {
  /** Those of the server, in the order in which they were made; never changed in place, and given as they are stored. */
  listPools(): Promise<readonly Pool[]>
  /** Who may sign in and answer for a commune: its own accounts, then those of its pool, each as it stands there. */
  listServing(communeId: string): Promise<Serving[]>
  /** Compare-and-set: makes a pool (`version` 1), or replaces the one of the version before. The audit rows, in every commune concerned, in the same write. */
  savePool(pool: Pool, audit: readonly AuditRow[]): Promise<PoolResult>
  /** Compare-and-set: takes a pool of a version away, the same way. */
  removePool(id: string, version: number, audit: readonly AuditRow[]): Promise<PoolResult>
}

/** The verbs about who serves which communes. Pools lie in the document of the accounts: an account that is erased is in none. */
export function poolVerbs(users: Document<UsersDocument>): PoolStore {
  return {
    listPools: () => readPools(users),
    async listServing(communeId) {
      const { users: all = [], pools = [] } = (await users.read()) ?? {}
      const active = all.filter(({ deactivatedAt }) => deactivatedAt === undefined)
      const serving = active.flatMap((user) => standingIn(pools, user, communeId) ?? [])
      return structuredClone(serving.sort((a, b) => Number(a.home !== undefined) - Number(b.home !== undefined)))
    },
    savePool: (pool, audit) => users.update(saved(structuredClone(pool), audit)),
    removePool: (id, version, audit) => users.update(removed(id, version, audit)),
  }
}

/** The pools that the document of the accounts keeps. */
export async function readPools(users: Document<UsersDocument>): Promise<readonly Pool[]> {
  return (await users.read())?.pools ?? []
}

function saved(pool: Pool, audit: readonly AuditRow[]): Verb<UsersDocument, PoolResult> {
  return (document) => {
    const kept = document ?? NO_USERS
    const pools = kept.pools ?? []
    const former = pools.find(({ id }) => id === pool.id)
    if (pool.version !== (former?.version ?? 0) + 1)
      return refused(document, { outcome: former ? 'changed' : 'unknown' })
    const taken = pools.flatMap((one) => (one.id === pool.id ? [] : one.communes))
    if (pool.communes.some((one) => taken.includes(one))) return refused(document, { outcome: 'commune_pooled' })
    const next = former ? pools.map((one) => (one === former ? pool : one)) : [...pools, pool]
    return applied(kept, next, audit)
  }
}

function removed(id: string, version: number, audit: readonly AuditRow[]): Verb<UsersDocument, PoolResult> {
  return (document) => {
    const pool = document?.pools?.find((one) => one.id === id)
    if (!document || !pool) return refused(document, { outcome: 'unknown' })
    if (pool.version !== version) return refused(document, { outcome: 'changed' })
    const left = document.pools?.filter((one) => one !== pool) ?? []
    return { ...applied(document, left, audit), forgets: true }
  }
}

function refused(document: UsersDocument | null, result: PoolResult): Step<UsersDocument, PoolResult> {
  return { document, result, changes: [] }
}

function applied(
  document: UsersDocument,
  pools: readonly Pool[],
  audit: readonly AuditRow[],
): Step<UsersDocument, PoolResult> {
  return {
    document: { ...document, pools, audit: [...(document.audit ?? []), ...structuredClone(audit)] },
    result: { outcome: 'saved' },
    changes: document.users.flatMap((user) =>
      moved(servedBy(document.pools ?? [], user), servedBy(pools, user), user.id),
    ),
  }
}

/** What is told when an account serves other communes than before: in each of them, and where it is. */
function moved(before: readonly string[], after: readonly string[], userId: string): Change[] {
  const touched = [...before, ...after].filter((one) => before.includes(one) !== after.includes(one))
  const [home = ''] = after
  if (touched.length === 0) return []
  return [
    { type: 'account', communeId: home, userId },
    ...touched.map((communeId): Change => ({ type: 'presence', communeId, userId })),
  ]
}
