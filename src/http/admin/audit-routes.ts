import { Router } from 'express'
import { DateTime } from 'luxon'
import type { AuditFilter } from '../../domain/audit.js'
import { communeOf } from '../commune-of.js'
import type { HttpContext } from '../http-context.js'
import { parseBody } from '../problem.js'
import { requireRole, staffFrom } from '../staff-access.js'
import { type AuditView, auditQuery } from './audit-contract.js'

const ROWS_A_PAGE = 50

/** Who did what in the administrator's commune. No word of a citizen is there. */
export function auditRoutes(context: HttpContext): Router {
  const router = Router()
  router.get('/admin/audit', requireRole(context, ['admin']), async (request, response) => {
    const { from, to, limit = ROWS_A_PAGE, ...asked } = parseBody(auditQuery, request.query)
    const { id: communeId, timeZone } = communeOf(context, staffFrom(response).user.communeId)
    const midnight = (day: string, days: number) =>
      DateTime.fromISO(day, { zone: timeZone }).plus({ days }).toUTC().toISO() ?? day
    const filter = {
      ...asked,
      limit,
      ...(from === undefined ? {} : { from: midnight(from, 0) }),
      ...(to === undefined ? {} : { to: midnight(to, 1) }),
    } as AuditFilter
    const { store } = context.assistant
    const { rows, next } = await store.listAudit(communeId, filter)
    const users = (await store.listUsers()).filter((user) => user.communeId === communeId)
    response.json({
      rows: rows.map(({ communeId: _, ...row }) => row),
      next,
      people: users.map(({ id, displayName: name }) => ({ id, name })),
    } satisfies AuditView)
  })
  return router
}
