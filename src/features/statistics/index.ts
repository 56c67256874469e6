import type { Feature } from '../../platform/feature.js'
import { statisticsRoutes } from './contract.js'
import { type StatisticsRouteNeeds, serveStatistics } from './routes.js'

/** What citizens ask and what becomes of it, counted without telling of anybody. */
export const statistics: Feature<StatisticsRouteNeeds> = {
  name: 'statistics',
  routes: statisticsRoutes,
  open: (needs) => ({ served: serveStatistics(needs) }),
}
