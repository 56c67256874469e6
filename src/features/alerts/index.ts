import type { Feature } from '../../platform/feature.js'
import { alertRoutes } from './contract.js'
import { type AlertRouteNeeds, serveAlerts } from './routes.js'

/** What a commune announces to everyone who opens the chat, and the letters that its curators get. */
export const alerts: Feature<AlertRouteNeeds> = {
  name: 'alerts',
  routes: alertRoutes,
  open: (needs) => ({ served: serveAlerts(needs) }),
}
