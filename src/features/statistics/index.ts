import { type Logger, stackOf } from '../../log.js'
import type { Feature } from '../../platform/feature.js'
import { statisticsRoutes } from './contract.js'
import { type StatisticsRouteNeeds, serveStatistics } from './routes.js'
import { supervisionRoutes } from './supervision-contract.js'
import { type SupervisionRouteNeeds, serveSupervision } from './supervision-routes.js'
import { type TallyContext, tallyOnceEnded } from './tally.js'

/** What statistics are given. */
export interface StatisticsNeeds extends StatisticsRouteNeeds, SupervisionRouteNeeds {
  store: StatisticsRouteNeeds['store'] & SupervisionRouteNeeds['store']
  handover: TallyContext
  logger: Logger
}

/** What citizens ask and what becomes of it, counted without telling of anybody. */
export const statistics: Feature<StatisticsNeeds> = {
  name: 'statistics',
  routes: { ...statisticsRoutes, ...supervisionRoutes },
  open(needs) {
    const tally = tallyOnceEnded(needs.handover, (error) =>
      needs.logger.warn({ stack: stackOf(error) }, 'a request was not counted'),
    )
    return { served: [...serveStatistics(needs), ...serveSupervision(needs)], duties: [tally.now], close: tally.close }
  },
}
