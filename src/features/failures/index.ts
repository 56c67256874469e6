import type { Feature } from '../../platform/feature.js'
import { failureRoutes } from './contract.js'
import { type FailureRouteNeeds, serveFailures } from './routes.js'

/** The questions that the assistant failed, for curators to mend (docs/content.md). */
export const failures: Feature<FailureRouteNeeds> = {
  name: 'failures',
  routes: failureRoutes,
  open: (needs) => ({ served: serveFailures(needs) }),
}
