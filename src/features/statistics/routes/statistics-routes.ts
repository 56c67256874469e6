import { Router } from 'express'
import { communeOf } from '../../../platform/http/commune-of.js'
import type { HttpContext } from '../../../platform/http/http-context.js'
import { parseBody } from '../../../platform/http/problem.js'
import { requireRole, staffFrom } from '../../accounts/routes/staff-access.js'
import { figuresQuery, periodAsked } from '../../handoffs/routes/supervision-contract.js'
import { assistantReport } from '../assistant-report.js'
import { localMoment, periodBefore } from '../period.js'
import type { StatisticsView } from './statistics-contract.js'

/** What citizens ask and what becomes of it, for whoever curates or watches over the service. */
export function statisticsRoutes(context: HttpContext): Router {
  const router = Router()
  router.get(
    '/admin/statistics',
    requireRole(context, ['curator', 'supervisor', 'admin']),
    async (request, response) => {
      const { store, now, counters } = context.assistant
      const { id, timeZone } = communeOf(context, staffFrom(response).user.communeId)
      const today = localMoment(now(), timeZone).day
      const period = periodAsked(parseBody(figuresQuery, request.query), today)
      await counters.flush()
      const days = await store.readCounters(id, periodBefore(period).from, period.to)
      const entries = context.entriesNow(id)
      const report = assistantReport(days, { period, timeZone }, { entryOf: (entryId) => entries.get(entryId) })
      const measured = context.publisher.stateOf(id).report
      response.json({
        ...report,
        today,
        promise: measured && { promise: measured.promises.wrong, measured: measured.error },
      } satisfies StatisticsView)
    },
  )
  return router
}
