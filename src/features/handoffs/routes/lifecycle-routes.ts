import { DescribedError } from '../../../platform/http/problem.js'
import { type ServedRoute, serve } from '../../../platform/http/serve-routes.js'
import { AppError } from '../../../platform/model/app-error.js'
import type { Commune } from '../../../platform/model/commune.js'
import { answersCitizens } from '../../../platform/model/role.js'
import type { PoolStore } from '../../accounts/pool-verbs.js'
import { agentIn } from '../../accounts/routes/serving.js'
import { staffFrom } from '../../accounts/routes/staff-access.js'
import type { User } from '../../accounts/staff.js'
import type { HandoffContext } from '../handoff-context.js'
import { type ColleaguesView, lifecycleRoutes, MAX_SNOOZE_DAYS } from '../lifecycle-contract.js'
import { assign, mayTakeOver, takeOver, transfer } from '../queue/pass-on.js'
import { snooze, takeUp } from '../queue/put-aside.js'
import { reopen } from '../queue/reopen.js'
import { isAvailable } from '../queue/routing.js'
import type { PresenceStore } from '../store/presence-verbs.js'
import { requireHeldBy } from '../talk/say-in-handoff.js'
import { handoffFrom } from './handoff-routes.js'
import { writtenNote } from './to-closing.js'
import type { Viewers } from './viewers.js'

/** What these routes need. */
export interface LifecycleRouteNeeds {
  store: Pick<PoolStore, 'listPools' | 'listServing'> & Pick<PresenceStore, 'listPresences'>
  now: () => Date
  communeOf: (communeId: string) => Commune
  handoffContext: HandoffContext
  viewers: Viewers
}

/** Serves {@link lifecycleRoutes}. */
export function serveLifecycle(needs: LifecycleRouteNeeds): ServedRoute[] {
  const { handoffContext } = needs
  return [
    serve(lifecycleRoutes.colleagues, async ({ query, response }) =>
      colleaguesView(needs, await agentIn(needs, response, query.communeId)),
    ),
    servePassing(needs),
    serveSnoozing(needs),
    serve(lifecycleRoutes.wake, async ({ response }) => {
      const { user } = staffFrom(response)
      const handoff = handoffFrom(response)
      requireHeldBy(handoff, user)
      return takeUp(handoffContext, handoff, user)
    }),
    serve(lifecycleRoutes.reopen, async ({ response }) =>
      reopen(handoffContext, handoffFrom(response), staffFrom(response).user),
    ),
    serve(lifecycleRoutes.takeOver, async ({ response }) => {
      const { user } = staffFrom(response)
      const handoff = handoffFrom(response)
      if (handoff.status === 'assigned' && !(await mayTakeOver(handoffContext, handoff, user)))
        throw new DescribedError('handoff_taken', 409, { agent: handoff.agentName ?? '' })
      return takeOver(handoffContext, handoff, user)
    }),
    serve(lifecycleRoutes.assign, async ({ body: { to }, response }) => {
      const { user } = staffFrom(response)
      const handoff = handoffFrom(response)
      const agent = to === null ? null : [user, ...(await colleaguesOf(needs, user))].find(({ id }) => id === to)
      if (agent === undefined) throw new AppError('unknown_colleague', 422, { field: 'to' })
      return assign(handoffContext, handoff, user, agent)
    }),
    serve(lifecycleRoutes.look, async ({ body: { state }, response }) => {
      const { user } = staffFrom(response)
      const handoff = handoffFrom(response)
      needs.viewers.note(handoff, user, state)
      return { viewers: needs.viewers.of(handoff.id).filter(({ userId }) => userId !== user.id) }
    }),
  ]
}

function servePassing(needs: LifecycleRouteNeeds): ServedRoute {
  const { handoffContext } = needs
  return serve(lifecycleRoutes.transfer, async ({ body: { to, note }, response }) => {
    const { user } = staffFrom(response)
    const handoff = handoffFrom(response)
    const written = writtenNote(note)
    if ('department' in to)
      return transfer(handoffContext, handoff, user, { to: { departmentId: to.department }, ...written })
    const colleague = (await colleaguesOf(needs, user)).find(({ id }) => id === to.agent)
    if (!colleague) throw new AppError('unknown_colleague', 422, { field: 'to' })
    return transfer(handoffContext, handoff, user, { to: { colleague }, ...written })
  })
}

function serveSnoozing(needs: LifecycleRouteNeeds): ServedRoute {
  const { handoffContext, now } = needs
  return serve(lifecycleRoutes.snooze, async ({ body: { until, note }, response }) => {
    const handoff = handoffFrom(response)
    const aheadMs = typeof until === 'string' ? Date.parse(until) - now().getTime() : until.inMinutes * 60_000
    if (!(aheadMs > 0 && aheadMs <= MAX_SNOOZE_DAYS * 86_400_000))
      throw new AppError('invalid_request', 422, { field: 'until' })
    const at = new Date(now().getTime() + aheadMs).toISOString()
    return snooze(handoffContext, handoff, staffFrom(response).user, { until: at, ...writtenNote(note) })
  })
}

/** Who answers citizens of the commune in which an agent stands, herself aside. */
export async function colleaguesOf(
  { store }: { store: Pick<PoolStore, 'listServing'> },
  { id, communeId }: User,
): Promise<User[]> {
  const staff = await store.listServing(communeId)
  return staff.filter((one) => one.id !== id && answersCitizens(one.roles))
}

/** To whom an agent may pass a handoff. */
async function colleaguesView(needs: LifecycleRouteNeeds, agent: User): Promise<ColleaguesView> {
  const { store, now, communeOf } = needs
  const { departments = {} } = communeOf(agent.communeId)
  const presences = (await store.listPresences(agent.communeId)).filter((presence) => isAvailable(presence, now()))
  const available = new Set(presences.map(({ userId }) => userId))
  const colleagues = await colleaguesOf(needs, agent)
  return {
    colleagues: colleagues
      .map(({ id, displayName, departments: hers = [] }) => ({
        id,
        displayName,
        available: available.has(id),
        departments: hers.flatMap((one) => departments[one]?.nom ?? []),
      }))
      .sort((a, b) => Number(b.available) - Number(a.available) || a.displayName.localeCompare(b.displayName, 'fr')),
    departments: Object.entries(departments).map(([id, { nom }]) => ({
      id,
      nom,
      available: colleagues.filter((one) => available.has(one.id) && answersFor(one, id)).length,
    })),
  }
}

/** An agent of no department answers for all of them. */
function answersFor({ departments }: User, id: string): boolean {
  return !departments || departments.length === 0 || departments.includes(id)
}
