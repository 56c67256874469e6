import type { Feature } from '../../platform/feature.js'
import { retentionRoutes } from './contract.js'
import { type ErasureNeeds, erasing } from './erase-what-is-due.js'
import { type RetentionRouteNeeds, serveRetention } from './routes/retention-routes.js'

/** What retention is given. */
export type RetentionNeeds = RetentionRouteNeeds & ErasureNeeds

/** What is kept of people, and for how long. */
export const retention: Feature<RetentionNeeds> = {
  name: 'retention',
  routes: retentionRoutes,
  open: (needs) => ({ served: serveRetention(needs), duties: [erasing(needs)] }),
}
