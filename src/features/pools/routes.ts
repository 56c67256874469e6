import { randomUUID } from 'node:crypto'
import type { Response } from 'express'
import type { Feature } from '../../platform/feature.js'
import type { BodyOf } from '../../platform/http/route.js'
import type { SecurityEvents } from '../../platform/http/security-events.js'
import { type ServedRoute, serve } from '../../platform/http/serve-routes.js'
import { AppError } from '../../platform/model/app-error.js'
import type { AuditRow } from '../../platform/model/audit.js'
import type { Commune } from '../../platform/model/commune.js'
import { type Pool, type PoolMember, servedBy } from '../accounts/pool.js'
import type { PoolResult, PoolStore } from '../accounts/pool-verbs.js'
import { staffFrom } from '../accounts/routes/staff-access.js'
import { accountRow } from '../accounts/routes/staff-link.js'
import type { User } from '../accounts/staff.js'
import type { StaffStore } from '../accounts/staff-verbs.js'
import type { HandoffContext } from '../handoffs/handoff-context.js'
import { leaveEverything } from '../handoffs/talk/agent-departure.js'
import { weeklyHours } from '../settings/schedule-schema.js'
import { type PoolsView, type PoolView, poolRoutes } from './contract.js'
import { poolActs } from './told-in-audit.js'

/** What these routes need. */
export interface PoolRouteNeeds {
  store: Pick<PoolStore, 'listPools' | 'savePool' | 'removePool'> & Pick<StaffStore, 'listUsers'>
  now: () => Date
  communes: ReadonlyMap<string, Commune>
  /** What agents held where they answer no more goes back to the queue. */
  handoffContext: HandoffContext
  securityEvents: Pick<SecurityEvents, 'changed'>
}

/** Serves {@link poolRoutes}. */
export function servePools(needs: PoolRouteNeeds): ServedRoute[] {
  const { store } = needs
  return [
    serve(poolRoutes.list, () => poolsView(needs)),
    serve(poolRoutes.add, async ({ body, response }) => {
      const people = await store.listUsers()
      const pool = readPool(needs, { people, former: null }, body)
      await settle(needs, response, { people, before: null, after: pool })
      return poolsView(needs)
    }),
    serve(poolRoutes.change, async ({ params, body, response }) => {
      const former = await poolOf(needs, params.id)
      if (former.version !== body.version) throw new AppError('pool_changed', 409)
      const people = await store.listUsers()
      const pool = readPool(needs, { people, former }, body)
      await settle(needs, response, { people, before: former, after: pool })
      return poolsView(needs)
    }),
    serve(poolRoutes.remove, async ({ params, query: { version }, response }) => {
      const former = await poolOf(needs, params.id)
      if (former.version !== version) throw new AppError('pool_changed', 409)
      await settle(needs, response, { people: await store.listUsers(), before: former, after: null })
      return poolsView(needs)
    }),
  ]
}

/** @throws AppError `unknown_pool` (404) */
async function poolOf({ store }: PoolRouteNeeds, id: string): Promise<Pool> {
  const pool = (await store.listPools()).find((one) => one.id === id)
  if (!pool) throw new AppError('unknown_pool', 404)
  return pool
}

async function poolsView({ store, communes }: PoolRouteNeeds): Promise<PoolsView> {
  const [pools, people] = await Promise.all([store.listPools(), store.listUsers()])
  const members = new Set(pools.flatMap(({ agents }) => agents.map(({ userId }) => userId)))
  const shown = people.filter((user) => members.has(user.id) || mayAnswer(user))
  return {
    pools: pools.map(poolView),
    communes: [...communes.values()].map(({ id, nom, departments = {} }) => ({
      id,
      name: nom,
      departments: Object.entries(departments).map(([one, { nom: name }]) => ({ id: one, name })),
    })),
    agents: shown
      .map((user) => {
        const { id, displayName: name, communeId, email } = user
        return { id, name, communeId, email, gone: !mayAnswer(user) }
      })
      .sort((a, b) => a.name.localeCompare(b.name, 'fr')),
  }
}

function poolView({ id, version, name, communes, schedule, agents }: Pool): PoolView {
  return {
    ...{ id, version, name, communes, hours: schedule?.hours ?? null },
    agents: agents.map(({ userId, serves }) => ({
      userId,
      serves: Object.entries(serves).map(([communeId, departments]) => ({ communeId, departments })),
    })),
  }
}

/** Whether an account may be asked to answer for other communes: an agent's, whose owner may sign in. */
function mayAnswer({ roles, deactivatedAt }: User): boolean {
  return roles.includes('agent') && deactivatedAt === undefined
}

interface Known {
  people: readonly User[]
  former: Pool | null
}

/**
 * A pool as it is asked for. What an account answers for in its own commune needs no pool, and who answers for nothing is not in it.
 * @throws AppError `invalid_request`, `unknown_department` (422), with the field at fault
 */
function readPool(needs: PoolRouteNeeds, known: Known, asked: BodyOf<typeof poolRoutes.add>): Pool {
  const { name, hours, agents } = asked
  const communes = [...new Set(asked.communes)]
  if (communes.length < 2) throw invalid('communes')
  if (communes.some((id) => !needs.communes.has(id))) throw invalid('communes')
  if (!weeklyHours.nullable().safeParse(hours).success) throw invalid('hours')
  const members = agents.map((one) => readMember(needs, { ...known, communes }, one))
  if (new Set(members.map(({ userId }) => userId)).size < members.length) throw invalid('agents')
  return {
    id: known.former?.id ?? randomUUID(),
    version: (known.former?.version ?? 0) + 1,
    name,
    communes,
    schedule: hours && { hours },
    agents: members.filter(({ serves }) => Object.keys(serves).length > 0),
  }
}

function invalid(field: 'communes' | 'hours' | 'agents'): AppError {
  return new AppError('invalid_request', 422, { field })
}

function readMember(
  needs: PoolRouteNeeds,
  { people, former, communes }: Known & { communes: readonly string[] },
  { userId, serves }: BodyOf<typeof poolRoutes.add>['agents'][number],
): PoolMember {
  const user = people.find(({ id }) => id === userId)
  const isMember = former?.agents.some((one) => one.userId === userId) ?? false
  if (!user || !(isMember || mayAnswer(user))) throw invalid('agents')
  const others = serves.filter(({ communeId }) => communeId !== user.communeId)
  for (const { communeId, departments } of others) {
    const known = needs.communes.get(communeId)?.departments ?? {}
    if (!communes.includes(communeId)) throw invalid('agents')
    if (departments.some((id) => !Object.hasOwn(known, id)))
      throw new AppError('unknown_department', 422, { field: 'agents' })
  }
  return {
    userId,
    serves: Object.fromEntries(others.map(({ communeId, departments }) => [communeId, [...new Set(departments)]])),
  }
}

interface Change {
  people: readonly User[]
  before: Pool | null
  after: Pool | null
}

/** Keeps a change with what the audit of each commune tells of it; then what agents held where they answer no more goes back to the queue. */
async function settle(needs: PoolRouteNeeds, response: Response, { people, before, after }: Change): Promise<void> {
  const { store, securityEvents } = needs
  const by = staffFrom(response).user
  const poolId = (after ?? before)?.id ?? ''
  const target = { kind: 'pool' as const, id: poolId }
  const audit = poolActs(before, after, { people, communes: needs.communes }).map(
    (act): AuditRow => accountRow(needs, by, { ...act, target }),
  )
  requireSaved(after ? await store.savePool(after, audit) : await store.removePool(poolId, before?.version ?? 0, audit))
  for (const { communeId, action } of audit) securityEvents.changed(action, { userId: by.id, communeId, poolId })
  const pools = await store.listPools()
  for (const user of people) {
    const served = servedBy(pools, user)
    const left = before ? servedBy([before], user).filter((one) => !served.includes(one)) : []
    await leaveEverything(needs.handoffContext, user, left)
  }
}

const REFUSALS: Record<Exclude<PoolResult['outcome'], 'saved'>, () => AppError> = {
  changed: () => new AppError('pool_changed', 409),
  commune_pooled: () => new AppError('commune_pooled', 409, { field: 'communes' }),
  unknown: () => new AppError('unknown_pool', 404),
}

/** @throws AppError `pool_changed`, `commune_pooled` (409), `unknown_pool` (404) */
function requireSaved({ outcome }: PoolResult): void {
  if (outcome !== 'saved') throw REFUSALS[outcome]()
}

/**
 * Communes share agents: one account answers for several, each with its own words (docs/decisions/066-one-reception-for-several-communes.md). What is true of who
 * serves what lies with the accounts (`features/accounts/pool`): here it is set.
 */
export const pools: Feature<PoolRouteNeeds> = {
  name: 'pools',
  routes: poolRoutes,
  open: (needs) => ({ served: servePools(needs) }),
}
