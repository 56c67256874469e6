import { type RequestHandler, Router } from 'express'
import { DateTime } from 'luxon'
import type { HttpContext } from '../../../platform/http/http-context.js'
import { communeOf } from '../../../platform/http/views.js'
import { requireRole, staffFrom } from '../../accounts/routes/staff-access.js'
import { summariseValidations } from '../../validation/validation.js'
import type { RevealsView, ValidationsAdminView } from './trust-contract.js'

const DAYS = 30
/** Looks that a page shows. */
const MOST_SHOWN = 200

/** What administrators see of checks and of looks at masked data. */
export function trustAdminRoutes(context: HttpContext): Router {
  const router = Router()
  const isAdmin = requireRole(context, ['admin'])
  router.get('/admin/validations', isAdmin, readValidations(context))
  router.get('/admin/reveals', isAdmin, readReveals(context))
  return router
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
