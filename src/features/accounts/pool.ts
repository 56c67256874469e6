import type { WeeklyHours } from '../../platform/model/commune.js'
import type { User } from './staff.js'

/** Communes that share agents: one queue, in which each request names its commune. */
export interface Pool {
  id: string
  name: string
  /** Raised by each change. */
  version: number
  /** Ids of those that share; a commune is in one pool at most. */
  communes: string[]
  /** When somebody is there for its communes, in the place of the hours of each reception; `null`: the hours of each. */
  schedule: { hours: WeeklyHours } | null
  agents: PoolMember[]
}

/** An account that answers for communes of a pool, beside its own. */
export interface PoolMember {
  userId: string
  /** By commune that it serves, the ids of the departments there; none of them: all. */
  serves: Record<string, string[]>
}

/** An account as it stands in a commune that it serves. */
export interface Serving extends User {
  /** The commune of the account, where this is another. */
  home?: string
}

/** Whose accounts serve what: an account, and the commune that it is in. */
export type Served = Pick<User, 'id' | 'communeId'>

/** The communes that an account serves: the one that it is in, then those of its pools. Pure. */
export function servedBy(pools: readonly Pool[], { id, communeId }: Served): string[] {
  const others = pools.flatMap(({ communes, agents }) => {
    const serves = agents.find(({ userId }) => userId === id)?.serves ?? {}
    return communes.filter((one) => Object.hasOwn(serves, one))
  })
  return [...new Set([communeId, ...others])]
}

/**
 * An account as it stands in a commune; `null` when it does not serve it. In its own commune it is what it is; in another one it is an agent and nothing
 * else, with the departments that it has there. Pure.
 */
export function standingIn(pools: readonly Pool[], user: User, communeId: string): Serving | null {
  if (user.communeId === communeId) return user
  if (!servedBy(pools, user).includes(communeId)) return null
  const { departments: _, ...own } = user
  const departments = pools.flatMap(
    ({ agents }) => agents.find(({ userId }) => userId === user.id)?.serves[communeId] ?? [],
  )
  return { ...own, communeId, home: user.communeId, roles: ['agent'], ...(departments.length > 0 && { departments }) }
}

/** The pool of a commune, if it shares its agents. Pure. */
export function poolOf(pools: readonly Pool[], communeId: string): Pool | undefined {
  return pools.find(({ communes }) => communes.includes(communeId))
}

/** The pools without an account. Pure. @returns the same when it is in none */
export function withoutMember(pools: readonly Pool[], userId: string): readonly Pool[] {
  const isHers = (member: PoolMember) => member.userId === userId
  if (!pools.some(({ agents }) => agents.some(isHers))) return pools
  return pools.map((pool) =>
    pool.agents.some(isHers)
      ? { ...pool, version: pool.version + 1, agents: pool.agents.filter((one) => !isHers(one)) }
      : pool,
  )
}
