import type { OpenConsoles } from '../../../platform/http/open-consoles.js'
import { type Served, serve } from '../../../platform/http/serve-routes.js'
import { AppError } from '../../../platform/model/app-error.js'
import type { AccountStore } from '../../accounts/account-verbs.js'
import { communesOf } from '../../accounts/routes/serving.js'
import { staffFrom } from '../../accounts/routes/staff-access.js'
import { accountRow } from '../../accounts/routes/staff-link.js'
import { requireApplied } from '../../accounts/routes/staff-routes.js'
import type { User } from '../../accounts/staff.js'
import type { StaffStore } from '../../accounts/staff-verbs.js'
import type { HandoverContext } from '../handover-context.js'
import { passOffer } from '../queue/pass-offer.js'
import { routingOf } from '../queue/routing.js'
import { type Declaration, declarePresence, hearPresence } from '../queue/sweep-presences.js'
import { type AgentAdminView, type AgentsAdminView, routingRoutes } from '../routing-contract.js'
import { handoffFrom } from './handoff-routes.js'
import { colleaguesOf } from './lifecycle-routes.js'
import { type QueueNeeds, queueView } from './queue-view.js'
import { type TeamNeeds, takesHandoffs, teamView } from './team-view.js'

/** What these routes need. */
export interface RoutingRouteNeeds extends QueueNeeds {
  store: QueueNeeds['store'] &
    TeamNeeds['store'] &
    Pick<StaffStore, 'getUser' | 'listStaff'> &
    Pick<AccountStore, 'applyToAccount'>
  handover: HandoverContext
  consoles: Pick<OpenConsoles, 'isOpen'>
}

/** Serves {@link routingRoutes}. */
export function serveRouting(needs: RoutingRouteNeeds): Served[] {
  const { handover, consoles } = needs
  return [
    serve(routingRoutes.declare, async ({ body: { word, hand, state }, response }) => {
      const { user } = staffFrom(response)
      const declaration: Declaration = { state, ...(word ? { word } : {}), ...(await handOf(needs, user, hand)) }
      await declarePresence(handover, user, declaration, consoles.isOpen(user.id))
      return queueView(needs, user)
    }),
    serve(routingRoutes.beat, async ({ body: { touched }, response }) => {
      await hearConsole(needs, staffFrom(response).user, touched)
      return null
    }),
    serve(routingRoutes.team, ({ response }) => teamView(needs, staffFrom(response).user)),
    serve(routingRoutes.pass, async ({ response }) =>
      passOffer(handover, handoffFrom(response), staffFrom(response).user),
    ),
    ...serveAgents(needs),
  ]
}

/** Where what an agent holds goes. @throws AppError `unknown_colleague` (422) */
async function handOf(
  needs: RoutingRouteNeeds,
  user: User,
  hand: 'queue' | { to: string } | undefined,
): Promise<Pick<Declaration, 'hand'>> {
  if (hand === undefined || hand === 'queue') return hand ? { hand } : {}
  const communeIds = await communesOf(needs, user)
  const colleagues = await Promise.all(communeIds.map((communeId) => colleaguesOf(needs, { ...user, communeId })))
  const colleague = colleagues.flat().find(({ id }) => id === hand.to)
  if (!colleague) throw new AppError('unknown_colleague', 422, { field: 'hand' })
  const { id, displayName } = colleague
  return { hand: { to: { id, displayName } } }
}

/** The agents of the administrator's commune: what they take, and how many at once. */
function serveAgents(needs: RoutingRouteNeeds): Served[] {
  const { store, communeOf } = needs
  return [
    serve(routingRoutes.agents, ({ response }) => agentsView(needs, staffFrom(response).user.communeId)),
    serve(routingRoutes.changeAgent, async ({ params, body: { departments, capacity }, response }) => {
      const by = staffFrom(response).user
      const { communeId } = by
      const known = communeOf(communeId).departments ?? {}
      if (departments.some((id) => !Object.hasOwn(known, id)))
        throw new AppError('unknown_department', 422, { field: 'departments' })
      const found = await store.getUser(params.id)
      if (found?.communeId !== communeId || !takesHandoffs(found)) throw new AppError('unknown_agent', 404)
      const action = { type: 'assign' as const, departments: [...new Set(departments)], capacity }
      const audit = accountRow(needs, by, {
        action: 'user_changed',
        target: { kind: 'user', id: found.id },
        before: { departments: found.departments ?? [], capacity: found.capacity ?? null },
        after: { departments: action.departments, capacity },
      })
      requireApplied(await store.applyToAccount(found.id, action, audit))
      return agentsView(needs, communeId)
    }),
  ]
}

async function agentsView({ store, communeOf }: RoutingRouteNeeds, communeId: string): Promise<AgentsAdminView> {
  const commune = communeOf(communeId)
  const agents = (await store.listStaff(communeId)).filter(takesHandoffs)
  return {
    agents: agents.map(agentView).sort((a, b) => a.name.localeCompare(b.name, 'fr')),
    departments: Object.entries(commune.departments ?? {}).map(([id, { nom: name }]) => ({ id, name })),
    capacity: routingOf(commune).capacity,
  }
}

function agentView({ id, displayName: name, email, roles, departments = [], capacity }: User): AgentAdminView {
  return { id, name, email, roles, departments, capacity: capacity ?? null }
}

/** Notes that the console of an agent is there; `touched`: that she is. */
export async function hearConsole(
  { handover, consoles }: Pick<RoutingRouteNeeds, 'handover' | 'consoles'>,
  user: User,
  touched: boolean,
): Promise<void> {
  await hearPresence(handover, user, { streaming: consoles.isOpen(user.id), touched })
}
