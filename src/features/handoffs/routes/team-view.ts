import type { Commune } from '../../../platform/model/commune.js'
import type { PoolStore } from '../../accounts/pool-verbs.js'
import { communesOf, type ServingNeeds } from '../../accounts/routes/serving.js'
import type { Presence, User } from '../../accounts/staff.js'
import { type CountedRequest, countNow } from '../figures.js'
import { idleLimitMs, presenceNow } from '../queue/presence.js'
import { capacityOf, routingOf } from '../queue/routing.js'
import type { ColleagueView, TeamView } from '../routing-contract.js'
import type { PresenceStore } from '../store/presence-verbs.js'
import type { QueueBoards } from './queue-view.js'

const ORDER = { available: 0, busy: 1, away: 2 } as const

/** What a team is told from. */
export interface TeamNeeds extends ServingNeeds {
  boards: Pick<QueueBoards, 'open'>
  store: Pick<PresenceStore, 'listPresences'> & Pick<PoolStore, 'listServing'> & ServingNeeds['store']
  now: () => Date
  communeOf: (communeId: string) => Commune
}

/** The agents of the communes that one of them serves, as she sees them. */
export async function teamView(needs: TeamNeeds, agent: User): Promise<TeamView> {
  const { boards, store, now, communeOf } = needs
  const communeIds = await communesOf(needs, agent)
  const commune = communeOf(agent.communeId)
  const all = async <T>(read: (communeId: string) => Promise<T[]>) => (await Promise.all(communeIds.map(read))).flat()
  const presences = new Map((await all((id) => store.listPresences(id))).map((one) => [one.userId, one]))
  const open = await all((id) => boards.open(id))
  // An agent who serves several of them is first met where she is, or as she stands in the first.
  const staff = new Map((await all((id) => store.listServing(id))).reverse().map((one) => [one.id, one]))
  const toView = (user: User) =>
    colleagueView(communeOf(user.communeId), { user, presence: presences.get(user.id), open, now: now() })
  const me = toView(agent)
  const others = [...staff.values()].filter((user) => user.id !== agent.id && takesHandoffs(user))
  const { mode, acceptSeconds, capacity } = routingOf(commune)
  const idleAt = me.state === 'away' ? undefined : presences.get(agent.id)?.idleAt
  return {
    now: now().toISOString(),
    me,
    colleagues: others
      .map(toView)
      .sort((a, b) => ORDER[a.state] - ORDER[b.state] || a.name.localeCompare(b.name, 'fr')),
    awayWords: commune.presence?.awayWords ?? [],
    idleLimitMs: idleLimitMs(commune),
    idleInMs: idleAt === undefined ? null : Date.parse(idleAt) - now().getTime(),
    routing: { mode, acceptSeconds, capacity },
  }
}

/** Whether a member of staff is one of the agents. */
function takesHandoffs({ roles }: User): boolean {
  return roles.includes('agent')
}

interface Known {
  user: User
  presence: Presence | undefined
  open: readonly CountedRequest[]
  now: Date
}

function colleagueView(commune: Commune, { user, presence, open, now }: Known): ColleagueView {
  const { id, displayName: name, departments = [] } = user
  const stands = presence ? presenceNow(presence, now) : { state: 'away' as const, cause: null, word: null }
  return {
    id,
    name,
    ...stands,
    talks: countNow(
      open.filter(({ agentId }) => agentId === id),
      now,
    ).talks,
    capacity: capacityOf(user, commune),
    departments: departments.flatMap((one) => commune.departments?.[one]?.nom ?? []),
  }
}
