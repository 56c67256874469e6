import { Router } from 'express'
import { type ClockView, type RetentionView, retentionQuery } from '../../../platform/http/contract.js'
import type { HttpContext } from '../../../platform/http/http-context.js'
import { parseBody } from '../../../platform/http/problem.js'
import { communeOf } from '../../../platform/http/views.js'
import { requireRole, staffFrom } from '../../accounts/routes/staff-access.js'
import type { ClockState } from '../clock/clock-watch.js'
import { listDue } from '../due.js'
import { RETENTION_KINDS, retentionDaysOf } from '../retention.js'

const HOUR_MS = 60 * 60 * 1000
const DAY_MS = 24 * HOUR_MS
/** Unanswered questions shown at most. */
const MOST_QUESTIONS = 100

/** `GET /admin/retention?within=`: how long each kind is kept, and what will be erased by then, without its content. */
export function retentionRoute(context: HttpContext): Router {
  const router = Router()
  router.get('/admin/retention', requireRole(context, ['admin']), async (request, response) => {
    const { within } = parseBody(retentionQuery, request.query)
    const { id, privacy } = communeOf(context, staffFrom(response).user.communeId)
    const { handover, store, now } = context.assistant
    const at = new Date(now().getTime() + within * DAY_MS)
    const due = (await listDue({ ...handover, store }, at)).filter(({ communeId }) => communeId === id)
    const days = retentionDaysOf(privacy)
    const view: RetentionView = {
      at: at.toISOString(),
      kinds: RETENTION_KINDS.map((kind) => {
        const own = due.filter((one) => one.kind === kind)
        const [oldest = null] = own.map(({ since }) => since).sort()
        return { kind, days: days[kind], due: own.reduce((sum, { count }) => sum + count, 0), oldest }
      }),
      state: (await store.readPurgeState(id)) ?? null,
      clock: clockView(context.clock()),
      unanswered: (await store.listKeptFailures(id))
        .slice(0, MOST_QUESTIONS)
        .map(({ at: day, language, question: text }) => ({ day, language, text })),
    }
    response.json(view)
  })
  return router
}

function clockView({ status, doubts, leftMs }: ClockState): ClockView {
  return {
    status,
    doubts: doubts.map(({ host, sinceMs, byMs, against }) => ({
      ...{ host, against, since: new Date(sinceMs).toISOString() },
      byS: Math.round(byMs / 1000),
    })),
    leftH: Math.ceil(leftMs / HOUR_MS),
  }
}
