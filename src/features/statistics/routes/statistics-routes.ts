import { Router } from 'express'
import type { HttpContext } from '../../../platform/http/http-context.js'
import { parseBody } from '../../../platform/http/problem.js'
import { communeOf } from '../../../platform/http/views.js'
import { requireRole, staffFrom } from '../../accounts/routes/staff-access.js'
import { type AssistantReport, assistantReport } from '../assistant-report.js'
import { figuresQuery } from '../figures-shapes.js'
import { localMoment, periodAsked, periodBefore } from '../period.js'

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

/** `GET /admin/statistics`: what the questions of a period say. */
export interface StatisticsView extends AssistantReport {
  /** The commune's day now, ISO `YYYY-MM-DD`. */
  today: string
  /** What the content promises and what a publication measured of it; `null` until it is measured. */
  promise: {
    /** Most wrong answers among those given, in [0, 1]. */
    promise: number
    /** Wrong answers measured on the example questions, with its 95 % interval; `null` when none was answered. */
    measured: { share: number; low: number; high: number } | null
  } | null
}
