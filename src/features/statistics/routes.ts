import { type Logger, stackOf } from '../../log.js'
import type { Feature } from '../../platform/feature.js'
import { communeOf, type KnownCommunes } from '../../platform/http/commune-origins.js'
import { type ServedRoute, serve } from '../../platform/http/serve-routes.js'
import type { Entry } from '../../platform/model/entry.js'
import { summariseRatings } from '../../platform/model/rating.js'
import { lastDays, localMoment, periodAsked, periodBefore } from '../../platform/time/period.js'
import { staffFrom } from '../accounts/routes/staff-access.js'
import type { Publisher } from '../publication/publisher.js'
import { assistantReport } from './assistant-report.js'
import { type StatisticsView, statisticsRoutes } from './contract.js'
import type { CounterStore } from './counter-verbs.js'
import type { Counters } from './counters.js'
import { supervisionRoutes } from './supervision-contract.js'
import { type SupervisionRouteNeeds, serveSupervision } from './supervision-routes.js'
import { type TallyContext, tallyOnceEnded } from './tally.js'

/** Days of ratings that administrators read. */
const RATED_DAYS = 30

/** What these routes need. */
export interface StatisticsRouteNeeds extends KnownCommunes {
  store: Pick<CounterStore, 'readCounters'>
  now: () => Date
  counters: Pick<Counters, 'flush'>
  /** The entries of a commune that can be read without waiting. */
  entriesNow: (communeId: string) => ReadonlyMap<string, Entry>
  publisher: Pick<Publisher, 'stateOf'>
}

/** Serves {@link statisticsRoutes}. */
export function serveStatistics(needs: StatisticsRouteNeeds): ServedRoute[] {
  const { store, now, counters, entriesNow, publisher } = needs
  return [
    serve(statisticsRoutes.read, async ({ query, response }) => {
      const { id, nom, timeZone, departments } = communeOf(needs, staffFrom(response).user.communeId)
      const today = localMoment(now(), timeZone).day
      const period = periodAsked(query, today)
      await counters.flush()
      const days = await store.readCounters(id, periodBefore(period).from, period.to)
      const entries = entriesNow(id)
      const report = assistantReport(
        days,
        { period, timeZone },
        {
          entryOf: (entryId) => entries.get(entryId),
          departmentOf: (departmentId) => departments?.[departmentId]?.nom,
        },
      )
      return { ...report, today, town: nom, promise: promiseOf(publisher.stateOf(id)) }
    }),
    serve(statisticsRoutes.ratings, async ({ response }) => {
      const { id, timeZone } = communeOf(needs, staffFrom(response).user.communeId)
      const { from, to } = lastDays(localMoment(now(), timeZone).day, RATED_DAYS)
      return { from, to, ...summariseRatings(await store.readCounters(id, from, to)) }
    }),
  ]
}

function promiseOf({ report, checks }: ReturnType<Publisher['stateOf']>): StatisticsView['promise'] {
  if (!report) return null
  const { promises, error, coverage } = report
  const checked = checks && { answers: checks.answers, right: checks.right }
  return { promise: promises.wrong, measured: error, coverage, checked }
}

/** What statistics are given. */
export interface StatisticsNeeds extends StatisticsRouteNeeds, SupervisionRouteNeeds {
  store: StatisticsRouteNeeds['store'] & SupervisionRouteNeeds['store']
  handoffContext: TallyContext
  logger: Logger
}

/** What citizens ask and what becomes of it, counted without telling of anybody. */
export const statistics: Feature<StatisticsNeeds> = {
  name: 'statistics',
  routes: { ...statisticsRoutes, ...supervisionRoutes },
  open(needs) {
    const tally = tallyOnceEnded(needs.handoffContext, (error) =>
      needs.logger.warn({ stack: stackOf(error) }, 'a request was not counted'),
    )
    return { served: [...serveStatistics(needs), ...serveSupervision(needs)], duties: [tally.now], close: tally.close }
  },
}
