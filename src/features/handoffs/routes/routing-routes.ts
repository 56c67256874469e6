import type { OpenConsoles } from '../../../platform/http/open-consoles.js'
import { type ServedRoute, serve } from '../../../platform/http/serve-routes.js'
import { AppError } from '../../../platform/model/app-error.js'
import { communesOf } from '../../accounts/routes/serving.js'
import { staffFrom } from '../../accounts/routes/staff-access.js'
import type { User } from '../../accounts/staff.js'
import type { StaffStore } from '../../accounts/staff-verbs.js'
import type { HandoffContext } from '../handoff-context.js'
import { type Declaration, declarePresence, hearPresence } from '../queue/agent-presence.js'
import { passOffer } from '../queue/pass-on.js'
import { routingRoutes } from '../routing-contract.js'
import { handoffFrom } from './handoff-routes.js'
import { colleaguesOf } from './lifecycle-routes.js'
import { type QueueNeeds, readQueue } from './queue-view.js'
import { type TeamNeeds, teamView } from './team-view.js'

/** What these routes need. */
export interface RoutingRouteNeeds extends QueueNeeds {
  store: QueueNeeds['store'] & TeamNeeds['store'] & Pick<StaffStore, 'getUser' | 'listStaff'>
  handoffContext: HandoffContext
  consoles: Pick<OpenConsoles, 'isOpen'>
}

/** Serves {@link routingRoutes}. */
export function serveRouting(needs: RoutingRouteNeeds): ServedRoute[] {
  const { handoffContext, consoles } = needs
  return [
    serve(routingRoutes.declare, async ({ body: { word, hand, state }, response }) => {
      const { user } = staffFrom(response)
      const declaration: Declaration = { state, ...(word ? { word } : {}), ...(await handOf(needs, user, hand)) }
      await declarePresence(handoffContext, user, declaration, consoles.isOpen(user.id))
      return readQueue(needs, user)
    }),
    serve(routingRoutes.beat, async ({ body: { touched }, response }) => {
      await hearConsole(needs, staffFrom(response).user, touched)
      return null
    }),
    serve(routingRoutes.team, ({ response }) => teamView(needs, staffFrom(response).user)),
    serve(routingRoutes.pass, async ({ response }) =>
      passOffer(handoffContext, handoffFrom(response), staffFrom(response).user),
    ),
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

/** Notes that the console of an agent is there; `touched`: that she is. */
export async function hearConsole(
  { handoffContext, consoles }: Pick<RoutingRouteNeeds, 'handoffContext' | 'consoles'>,
  user: User,
  touched: boolean,
): Promise<void> {
  await hearPresence(handoffContext, user, { streaming: consoles.isOpen(user.id), touched })
}
