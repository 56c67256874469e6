import { forEachIndependently } from '../../../platform/for-each-independently.js'
import type { Commune } from '../../../platform/model/commune.js'
import type { Handoff } from '../../../platform/model/handoff.js'
import { type Offer, offeredTo } from '../../../platform/model/offer.js'
import { servedBy, standingIn } from '../../accounts/pool.js'
import type { Presence } from '../../accounts/staff.js'
import type { StaffStore } from '../../accounts/staff-verbs.js'
import { type HandoffContext, instantIn } from '../handoff-context.js'
import { isTalk } from '../lists.js'
import { absent, LEAVE_GRACE_MS, MOST_MISSED_OFFERS, presenceNow } from './presence.js'
import { type AgentCapacity, capacityOf, chooseAgent, isAvailable, routingOf } from './routing.js'

/** What routing needs: whom it may offer to, besides the requests. */
export type RouterContext = HandoffContext<StaffStore>

/** Brings waiting citizens to agents, one commune at a time: an agent may serve several, and has one capacity for all. */
export interface Router {
  /** Looks at one commune soon: something has changed there. Failures go to `onFault`; the next sweep tries again. */
  hint(communeId: string): void
  /** Looks at every commune now. @throws what the storage throws */
  routeAll(): Promise<void>
  /** Resolves when nothing is being looked at any more. */
  settled(): Promise<void>
}

/** Creates the one router of a process. Whatever it knows is stored: it can be created again at any time. */
export function createRouter(context: RouterContext, onFault: (error: unknown) => void): Router {
  let line: Promise<void> = Promise.resolve()
  const waiting = new Set<string>()
  const route = (communeId: string): Promise<void> => {
    const run = line
      .catch(() => {})
      .then(() => {
        waiting.delete(communeId)
        const commune = context.communes.get(communeId)
        return commune && routeWaits(context, commune)
      })
    line = run
    return run
  }
  return {
    hint(communeId) {
      const commune = context.communes.get(communeId)
      if (!commune || routingOf(commune).mode === 'manual') return
      // What waits to begin sees this change too.
      if (waiting.has(communeId)) return
      waiting.add(communeId)
      route(communeId).catch(onFault)
    },
    async routeAll() {
      await forEachIndependently(context.communes.keys(), route)
    },
    async settled() {
      await line.catch(() => {})
    },
  }
}

/**
 * Offers the waiting citizens of a commune to its agents, each to one at a time. An offer whose time has passed, or whose agent has turned away, goes
 * to the next; after all of them it is everybody's. Not to be run twice at once: {@link createRouter} sees to it.
 */
async function routeWaits(context: RouterContext, commune: Commune): Promise<void> {
  const { mode } = routingOf(commune)
  const waits = (await context.store.listHandoffs(commune.id, ['pending'])).filter(({ kind }) => kind === 'live')
  if (waits.length === 0 || (mode === 'manual' && waits.every(({ offer }) => !offer))) return
  const presences = await context.store.listPresences(commune.id)
  const open: Handoff[] = []
  const look = () =>
    forEachIndependently(waits, async (wait) => {
      open.push(await withdrawn(context, wait, presences))
    })
  const offer = async () => {
    if (mode === 'manual') return
    const agents = await readCapacities(context, commune, presences)
    await forEachIndependently(open, async (wait) => {
      if (wait.status !== 'pending' || wait.offer) return
      const agent = chooseAgent(mode, wait, agents)
      if (agent && (await offerTo(context, commune, { wait, agent }))) agent.load += 1
    })
  }
  await forEachIndependently([look, offer], (step) => step())
}

async function offerTo(
  context: RouterContext,
  commune: Commune,
  { wait, agent }: { wait: Handoff; agent: AgentCapacity },
): Promise<boolean> {
  const at = context.now().toISOString()
  const { agentId, agentName } = agent
  const offer: Offer = { agentId, agentName, at, dueAt: instantIn(context, routingOf(commune).acceptSeconds * 1000) }
  const { outcome } = await context.store.applyToHandoff(
    wait.id,
    { type: 'offer', offer, at },
    { silent: 'place_kept' },
  )
  if (outcome !== 'applied') return false
  agent.offeredAt = at
  await context.store.beatPresence(agentId, { offeredAt: at })
  return true
}

/** Takes back an offer that is over (nobody answered in time, or its agent is no longer available), and gives the wait as it then is. */
async function withdrawn(context: RouterContext, wait: Handoff, presences: readonly Presence[]): Promise<Handoff> {
  const { offer } = wait
  if (!offer) return wait
  const at = context.now().toISOString()
  const presence = presences.find(({ userId }) => userId === offer.agentId)
  const isOpen = offeredTo(wait, at) !== null
  if (isOpen && presence && isAvailable(presence, context.now())) return wait
  const action = isOpen ? ({ type: 'pass', agentId: offer.agentId, at } as const) : ({ type: 'lapse', at } as const)
  const result = await context.store.applyToHandoff(wait.id, action, { silent: 'place_kept' })
  if (result.outcome === 'unknown_handoff') return { ...wait, status: 'cancelled' }
  if (result.outcome === 'applied' && !isOpen && presence) await noteMissed(context, presence)
  return result.handoff
}

/** An agent who answers nothing several times in a row is not there, whatever she declared. */
async function noteMissed(context: RouterContext, presence: Presence): Promise<void> {
  const missed = (presence.missed ?? 0) + 1
  // One who misses two at once has been counted once.
  presence.missed = missed
  const isThere = presenceNow(presence, context.now()).state !== 'away'
  if (missed < MOST_MISSED_OFFERS || !isThere) await context.store.beatPresence(presence.userId, { missed })
  else {
    presence.cause = 'missed'
    const left = absent(presence, 'missed', context.now().getTime() + LEAVE_GRACE_MS)
    await context.store.savePresence({ ...left, missed: 0 })
  }
}

/** The agents to whom something may be offered now. */
async function readCapacities(
  context: RouterContext,
  commune: Commune,
  presences: readonly Presence[],
): Promise<AgentCapacity[]> {
  const pools = await context.store.listPools()
  const served = presences.flatMap(({ userId: id, communeId }) => servedBy(pools, { id, communeId }))
  const open: Handoff[] = []
  for (const id of new Set([commune.id, ...served]))
    open.push(...(await context.store.listHandoffs(id, ['pending', 'assigned'])))
  const loadOf = (userId: string) =>
    open.filter((one) => one.offer?.agentId === userId || (one.agentId === userId && isTalk(one, context.now()))).length
  const users = new Map((await context.store.listUsers()).map((user) => [user.id, user]))
  return presences.flatMap((presence): AgentCapacity[] => {
    const user = users.get(presence.userId)
    if (!user || !isAvailable(presence, context.now())) return []
    const { id: agentId, displayName: agentName, departments = [] } = standingIn(pools, user, commune.id) ?? user
    const capacity = capacityOf(user, commune)
    return [{ agentId, agentName, departments, capacity, load: loadOf(agentId), offeredAt: presence.offeredAt ?? null }]
  })
}
