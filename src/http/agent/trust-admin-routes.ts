import { type RequestHandler, Router } from 'express'
import { DateTime } from 'luxon'
import { cleanText } from '../../assistant/screen.js'
import { AppError } from '../../domain/app-error.js'
import { REMARK_STATES, type RemarkState } from '../../domain/remark.js'
import { summariseValidations } from '../../domain/validation.js'
import { communeOf } from '../commune-of.js'
import type { HttpContext } from '../http-context.js'
import { parseBody } from '../problem.js'
import { requireRole, staffFrom } from '../staff-access.js'
import { requireDone } from './remark-routes.js'
import { remarkView } from './remark-view.js'
import { type RemarksView, type RevealsView, settleRemarkRequest, type ValidationsAdminView } from './trust-contract.js'

const DAYS = 30
/** Remarks and looks that a page shows. */
const MOST_SHOWN = 200

/** What curators do with remarks, and what administrators see of checks and of looks at masked data. */
export function trustAdminRoutes(context: HttpContext): Router {
  const router = Router()
  const isCurator = requireRole(context, ['curator', 'admin'])
  const isAdmin = requireRole(context, ['admin'])
  router.get('/admin/remarks', isCurator, readRemarks(context))
  router.post('/admin/remarks/:id', isCurator, settleRemark(context))
  router.get('/admin/validations', isAdmin, readValidations(context))
  router.get('/admin/reveals', isAdmin, readReveals(context))
  return router
}

function readRemarks(context: HttpContext): RequestHandler {
  return async (request, response) => {
    const { state } = request.query
    const wanted = REMARK_STATES.find((one) => one === state)
    if (state !== undefined && !wanted) throw new AppError('invalid_request', 422, { field: 'state' })
    const all = await context.assistant.store.listRemarks(staffFrom(response).user.communeId)
    const count = (one: RemarkState) => all.filter((remark) => remark.state === one).length
    const shown = all.filter((remark) => !wanted || remark.state === wanted).slice(0, MOST_SHOWN)
    response.json({
      counts: { new: count('new'), done: count('done'), rejected: count('rejected') },
      remarks: shown.map((remark) => remarkView(context, remark)),
    } satisfies RemarksView)
  }
}

function settleRemark(context: HttpContext): RequestHandler {
  return async (request, response) => {
    const { store, now } = context.assistant
    const { communeId, displayName } = staffFrom(response).user
    const { state, reason = '' } = parseBody(settleRemarkRequest, request.body)
    const why = cleanText(reason)
    // The agent is told why nothing is done with what she took the time to say.
    if (state === 'rejected' && why === '') throw new AppError('text_empty', 422, { field: 'reason' })
    const known = (await store.listRemarks(communeId)).find(({ id }) => id === request.params.id)
    if (!known) throw new AppError('unknown_remark', 404)
    const isNew = state === 'new'
    const result = await store.settleRemark(known.id, {
      state,
      settledAt: isNew ? null : now().toISOString(),
      settledBy: isNew ? null : displayName,
      reason: isNew ? '' : why,
    })
    response.json(remarkView(context, requireDone(result)))
  }
}

function readValidations(context: HttpContext): RequestHandler {
  return async (_request, response) => {
    const { store, now, counters } = context.assistant
    const { id, timeZone, validation } = communeOf(context, staffFrom(response).user.communeId)
    await counters.flush()
    const today = DateTime.fromJSDate(now(), { zone: timeZone })
    const [from, to] = [today.minus({ days: DAYS }).toISODate() ?? '', today.toISODate() ?? '']
    const summary = summariseValidations(await store.readCounters(id, from, to))
    response.json({ enabled: validation !== undefined, from, to, ...summary } satisfies ValidationsAdminView)
  }
}

function readReveals(context: HttpContext): RequestHandler {
  return async (_request, response) => {
    const { store } = context.assistant
    const reveals = (await store.listReveals(staffFrom(response).user.communeId)).slice(0, MOST_SHOWN)
    const rows = reveals.map(async ({ at, userName, kind, reason, handoffId }) => {
      const reference = (await store.getHandoff(handoffId))?.reference ?? null
      return { at, by: userName, kind, reason, reference }
    })
    response.json({ reveals: await Promise.all(rows) } satisfies RevealsView)
  }
}
