import { type Logger, stackOf } from '../../log.js'
import type { Feature, OpenFeature } from '../../platform/feature.js'
import type { StoreLife } from '../../platform/model/store-life.js'
import { staffFrom } from '../accounts/routes/staff-access.js'
import { handoffRoutes } from './contract.js'
import { copilotRoutes } from './copilot-contract.js'
import { deskRoutes } from './desk-contract.js'
import { lifecycleRoutes } from './lifecycle-contract.js'
import { sweepSnoozes } from './queue/put-aside.js'
import { createRouter, type RouterContext } from './queue/router.js'
import { sweepOverdueHandoffs } from './queue/sweep-overdue-handoffs.js'
import { sweepPresences } from './queue/sweep-presences.js'
import { tellWaits } from './queue/tell-waits.js'
import { type AgentStreamNeeds, serveAgentStream } from './routes/agent-stream.js'
import { type CopilotRouteNeeds, serveCopilot } from './routes/copilot-routes.js'
import { type DeskRouteNeeds, serveDesk } from './routes/desk-routes.js'
import { findHandoff, type HandoffRouteNeeds, serveHandoffs } from './routes/handoff-routes.js'
import { type LifecycleRouteNeeds, serveLifecycle } from './routes/lifecycle-routes.js'
import { type QueueRouteNeeds, serveQueue } from './routes/queue-routes.js'
import { hearConsole, type RoutingRouteNeeds, serveRouting } from './routes/routing-routes.js'
import { routingRoutes } from './routing-contract.js'
import { sweepLeavers } from './talk/agent-departure.js'
import { sweepTalks } from './talk/sweep-talks.js'

/** What handoffs are given: what each of their rooms needs. */
export type HandoffNeeds = RoutingNeeds &
  AgentStreamNeeds &
  CopilotRouteNeeds &
  DeskRouteNeeds &
  HandoffRouteNeeds &
  LifecycleRouteNeeds &
  QueueRouteNeeds &
  RoutingRouteNeeds

const routes = {
  ...handoffRoutes,
  ...copilotRoutes,
  ...deskRoutes,
  ...lifecycleRoutes,
  ...routingRoutes,
}

/** What waits and talks are looked after with. */
interface RoutingNeeds {
  store: Pick<StoreLife, 'subscribe'>
  handoffContext: RouterContext
  /** When this process began to hear consoles: whoever was silent before may have been heard by another. */
  startedAt: Date
  stopping: () => boolean
  logger: Logger
}

/** Brings waits to agents as soon as something has changed, and looks at each sweep after what time alone changes. */
function lookAfterWaits({
  store,
  handoffContext,
  startedAt,
  stopping,
  logger,
}: RoutingNeeds): Pick<OpenFeature, 'duties' | 'close'> {
  const router = createRouter(handoffContext, (error) => {
    logger.warn({ stack: stackOf(error) }, 'a wait could not be offered')
  })
  const stopRouting = store.subscribe(({ type, communeId }) => {
    if (!stopping() && (type === 'handoff' || type === 'presence')) router.hint(communeId)
  })
  return {
    duties: [
      () => sweepOverdueHandoffs(handoffContext),
      () => sweepTalks(handoffContext),
      () => sweepSnoozes(handoffContext),
      () => sweepPresences(handoffContext, startedAt),
      () => sweepLeavers(handoffContext),
      () => tellWaits(handoffContext, startedAt),
      router.routeAll,
    ],
    async close() {
      stopRouting()
      await router.settled()
    },
  }
}

/** What the consoles of agents ask beside their stream: each call is a sign of life. */
const SIGNS = /^\/agent\/(?!events|supervision)/
/** What they ask of one handoff, in its own commune. */
const OF_ONE = /^\/agent\/handoffs\/\{id\}/

/** Citizens are put through to people, who answer them, at their consoles, at the counter or on the phone. */
export const handoffs: Feature<HandoffNeeds> = {
  name: 'handoffs',
  routes,
  open(needs) {
    return {
      ...lookAfterWaits(needs),
      served: [
        serveAgentStream(needs),
        ...serveRouting(needs),
        ...serveQueue(needs),
        ...serveHandoffs(needs),
        ...serveDesk(needs),
        ...serveCopilot(needs),
        ...serveLifecycle(needs),
      ],
      /** Whatever a console asks proves that it is there; what it changes, that its agent is. */
      async onStaffCall({ method, path, access }, response) {
        if (!SIGNS.test(path)) return
        // A beat says itself whether somebody is there, and a console says by itself what it shows.
        const touched = method !== 'get' && path !== routingRoutes.beat.path && path !== lifecycleRoutes.look.path
        await hearConsole(needs, staffFrom(response).user, touched).catch((error: unknown) => {
          // A storage that cannot note it refuses no reading for that.
          needs.logger.warn({ stack: stackOf(error) }, 'a console could not be noted as alive')
        })
        if (OF_ONE.test(path)) await findHandoff(needs, access, response)
      },
    }
  },
}
