import type { AuditAction, AuditValue } from '../../platform/model/audit.js'
import type { Commune } from '../../platform/model/commune.js'
import { type Pool, servedBy } from '../accounts/pool.js'
import type { User } from '../accounts/staff.js'

/** What the audit of a commune tells of a change of its pool. */
export interface PoolAct {
  communeId: string
  action: Extract<AuditAction, `pool_${string}`>
  before: AuditValue
  after: AuditValue
}

/** Who and what a pool names. */
export interface PoolNames {
  people: readonly User[]
  communes: ReadonlyMap<string, Commune>
}

/**
 * What a change of a pool is for each commune that it concerns: those that share agents, before or since, and those whose agents answer elsewhere. Each is told
 * what concerns itself, in names. Pure.
 */
export function poolActs(before: Pool | null, after: Pool | null, names: PoolNames): PoolAct[] {
  const homes = names.people.filter((user) => isMember(before, user) || isMember(after, user))
  const shared = [...(before?.communes ?? []), ...(after?.communes ?? [])]
  return [...new Set([...shared, ...homes.map((user) => user.communeId)])].flatMap((communeId) => {
    const [was = null, is = null] = [before, after].map((pool) => pool && seenFrom(pool, communeId, names))
    if (JSON.stringify(was) === JSON.stringify(is)) return []
    return [
      {
        communeId,
        action: was === null ? 'pool_joined' : is === null ? 'pool_left' : 'pool_changed',
        before: was,
        after: is,
      },
    ]
  })
}

function isMember(pool: Pool | null, { id }: Pick<User, 'id'>): boolean {
  return pool?.agents.some(({ userId }) => userId === id) ?? false
}

/** A pool as one commune has to know it: who answers here from elsewhere, and where its own agents do; `null` when it does not concern it. */
function seenFrom(pool: Pool, communeId: string, { people, communes }: PoolNames): AuditValue {
  const own = people.filter((user) => user.communeId === communeId && isMember(pool, user))
  const isShared = pool.communes.includes(communeId)
  if (!isShared && own.length === 0) return null
  const named = (ids: readonly string[]) => ids.map((id) => communes.get(id)?.nom ?? id)
  const others = people.filter((user) => user.communeId !== communeId && servedBy([pool], user).includes(communeId))
  const departmentsOf = ({ id }: User) => {
    const departments = pool.agents.find(({ userId }) => userId === id)?.serves[communeId] ?? []
    return departments.map((one) => communes.get(communeId)?.departments?.[one]?.nom ?? one)
  }
  return {
    name: pool.name,
    ...(isShared && { sharedBy: named(pool.communes), hours: pool.schedule?.hours ?? null }),
    answersHere: others.map((user) => withMore(user.displayName, departmentsOf(user))),
    answersElsewhere: own.map((user) => withMore(user.displayName, named(servedBy([pool], user).slice(1)))),
  }
}

function withMore(name: string, more: readonly string[]): string {
  return more.length === 0 ? name : `${name} (${more.join(', ')})`
}
