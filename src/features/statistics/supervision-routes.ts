import { type ServedRoute, serve } from '../../platform/http/serve-routes.js'
import type { Commune } from '../../platform/model/commune.js'
import type { Entry } from '../../platform/model/entry.js'
import { waitsSince } from '../../platform/model/handoff.js'
import { lastDays, localMoment, periodAsked, periodBefore } from '../../platform/time/period.js'
import { servedBy } from '../accounts/pool.js'
import type { PoolStore } from '../accounts/pool-verbs.js'
import { staffFrom } from '../accounts/routes/staff-access.js'
import type { Presence } from '../accounts/staff.js'
import { countNow, itemsOf } from '../handoffs/figures.js'
import { type PresenceNow, presenceNow } from '../handoffs/queue/presence.js'
import { capacityOf } from '../handoffs/queue/routing.js'
import type { QueueBoards } from '../handoffs/routes/queue-view.js'
import type { PresenceStore } from '../handoffs/store/presence-verbs.js'
import { CountTable } from './count-table.js'
import type { CounterStore } from './counter-verbs.js'
import { figuresReport, periodFigures } from './figures-report.js'
import { type SupervisionView, supervisionRoutes } from './supervision-contract.js'

/** What these routes need. */
export interface SupervisionRouteNeeds {
  boards: QueueBoards
  store: Pick<CounterStore, 'readCounters'> &
    Pick<PresenceStore, 'listPresences'> &
    Pick<PoolStore, 'listPools' | 'listServing'>
  now: () => Date
  communes: ReadonlyMap<string, Commune>
  communeOf: (communeId: string) => Commune
  /** The entries of a commune that can be read without waiting. */
  entriesNow: (communeId: string) => ReadonlyMap<string, Entry>
}

/** Serves {@link supervisionRoutes}. */
export function serveSupervision(needs: SupervisionRouteNeeds): ServedRoute[] {
  const { store, now, communeOf, entriesNow } = needs
  return [
    serve(supervisionRoutes.now, ({ response }) => liveSupervision(needs, staffFrom(response).user.communeId)),
    serve(supervisionRoutes.figures, async ({ query, response }) => {
      const { id, timeZone, departments } = communeOf(staffFrom(response).user.communeId)
      const today = localMoment(now(), timeZone).day
      const period = periodAsked(query, today)
      const counters = await store.readCounters(id, periodBefore(period).from, period.to)
      const entries = entriesNow(id)
      const report = figuresReport(
        counters,
        { period, timeZone },
        {
          entryOf: (entryId) => entries.get(entryId),
          departmentOf: (departmentId) => departments?.[departmentId]?.nom,
        },
      )
      return { ...report, today }
    }),
  ]
}

/** Where the reception of a commune stands now. */
export async function liveSupervision(needs: SupervisionRouteNeeds, communeId: string): Promise<SupervisionView> {
  const { boards, store, now, communeOf } = needs
  const commune = communeOf(communeId)
  const at = now()
  const open = await boards.open(communeId)
  const [longestSince = null] = itemsOf('waiting', open, at).map(waitsSince).sort()
  const presences = new Map((await store.listPresences(communeId)).map((one) => [one.userId, one]))
  const elsewhere = await talksElsewhere(needs, communeId)
  const agents = (await store.listServing(communeId)).map((user) => {
    const own = open.filter(({ agentId }) => agentId === user.id)
    return { user, own, ...standsOf(presences.get(user.id), at) }
  })
  return {
    at: at.toISOString(),
    counts: countNow(open, at),
    longestSince,
    // Those who take handoffs, and whoever else holds one or is there for it.
    agents: agents
      .filter(({ user: { roles }, own, state }) => {
        const isAgent = roles.includes('agent') && !roles.includes('admin')
        return isAgent || own.length > 0 || state !== 'away'
      })
      .map(({ user, own, state, word }) => {
        const { held, talks, toAnswer, aside } = countNow(own, at)
        const capacity = capacityOf(user, commune)
        const taken = talks + (elsewhere.get(user.id) ?? 0)
        const free = state === 'available' ? Math.max(0, capacity - taken) : 0
        return { id: user.id, name: user.displayName, state, word, held, talks, toAnswer, aside, capacity, free }
      }),
    today: await todayOf(needs, commune),
  }
}

/** How many talks its agents have in the other communes that they serve: nothing else of these is told. */
async function talksElsewhere(
  { boards, store, now, communes }: SupervisionRouteNeeds,
  communeId: string,
): Promise<Map<string, number>> {
  const pools = await store.listPools()
  const presences = await store.listPresences(communeId)
  const served = new Set(presences.flatMap(({ userId: id, communeId: own }) => servedBy(pools, { id, communeId: own })))
  served.delete(communeId)
  const talks = new Map<string, number>()
  for (const other of served)
    for (const { agentId } of communes.has(other) ? itemsOf('talks', await boards.open(other), now()) : [])
      if (agentId !== null) talks.set(agentId, (talks.get(agentId) ?? 0) + 1)
  return talks
}

async function todayOf({ store, now }: SupervisionRouteNeeds, commune: Commune): Promise<SupervisionView['today']> {
  const day = localMoment(now(), commune.timeZone).day
  const before = lastDays(day, 8).from
  const counters = await store.readCounters(commune.id, before, day)
  const of = (one: string) => new CountTable({ [one]: counters[one] ?? {} }, () => true)
  return { day, before, ...periodFigures(of(day), of(before)) }
}

function standsOf(presence: Presence | undefined, now: Date): Pick<PresenceNow, 'state' | 'word'> {
  const { state, word } = presence ? presenceNow(presence, now) : { state: 'away' as const, word: null }
  return { state, word }
}
