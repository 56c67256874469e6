import type { Feature } from '../../platform/feature.js'
import { firstRunRoutes } from './contract.js'
import { type FirstRunRouteNeeds, serveFirstRun } from './routes.js'

/** What a town does once to make the installed content its own. */
export const firstRun: Feature<FirstRunRouteNeeds> = {
  name: 'first-run',
  routes: firstRunRoutes,
  open: (needs) => ({ served: serveFirstRun(needs) }),
}
