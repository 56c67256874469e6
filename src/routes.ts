import { alertRoutes } from './features/alerts/contract.js'
import { firstRunRoutes } from './features/first-run/contract.js'
import { settingsRoutes } from './features/settings/contract.js'
import { statisticsRoutes } from './features/statistics/contract.js'
import { webhookRoutes } from './features/webhooks/contract.js'
import type { Route } from './platform/http/route.js'

/** Every route that is declared, feature by feature. */
export const ROUTES: readonly Route[] = [
  alertRoutes,
  firstRunRoutes,
  settingsRoutes,
  statisticsRoutes,
  webhookRoutes,
].flatMap((declared): Route[] => Object.values(declared))
