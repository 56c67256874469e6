import type { Feature } from '../../platform/feature.js'
import { retentionRoutes } from './contract.js'
import { type RetentionRouteNeeds, serveRetention } from './routes/retention-routes.js'

/** What is kept of people, and for how long. */
export const retention: Feature<RetentionRouteNeeds> = {
  name: 'retention',
  routes: retentionRoutes,
  open: (needs) => ({ served: serveRetention(needs) }),
}
