import { type RequestHandler, Router } from 'express'
import { communeOf } from '../../../platform/http/commune-of.js'
import type { HttpContext } from '../../../platform/http/http-context.js'
import { parseBody } from '../../../platform/http/problem.js'
import { requireRole, staffFrom } from '../../accounts/routes/staff-access.js'
import type { Role } from '../../accounts/staff.js'
import { figuresReport } from '../../statistics/figures-report.js'
import { localMoment, periodBefore } from '../../statistics/period.js'
import { liveSupervision } from './live-supervision.js'
import { type FiguresView, figuresQuery, periodAsked, type SupervisionView } from './supervision-contract.js'

const SUPERVISORS: readonly Role[] = ['supervisor', 'admin']

/** Routes of those who watch over the reception, of their own commune only. */
export function supervisionRoutes(context: HttpContext): Router {
  const router = Router()
  const guard = requireRole(context, SUPERVISORS)
  router.get('/supervision', guard, async (_request, response) => {
    response.json((await liveSupervision(context, staffFrom(response).user.communeId)) satisfies SupervisionView)
  })
  router.get('/supervision/figures', guard, readFigures(context))
  return router
}

function readFigures(context: HttpContext): RequestHandler {
  return async (request, response) => {
    const { store, now } = context.assistant
    const { id, timeZone, departments } = communeOf(context, staffFrom(response).user.communeId)
    const today = localMoment(now(), timeZone).day
    const period = periodAsked(parseBody(figuresQuery, request.query), today)
    const counters = await store.readCounters(id, periodBefore(period).from, period.to)
    const entries = context.entriesNow(id)
    const report = figuresReport(
      counters,
      { period, timeZone },
      {
        entryOf: (entryId) => entries.get(entryId),
        departmentOf: (departmentId) => departments?.[departmentId]?.nom,
      },
    )
    response.json({ ...report, today } satisfies FiguresView)
  }
}
