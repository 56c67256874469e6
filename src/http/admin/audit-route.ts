import { Router } from 'express'
import { AppError } from '../../domain/app-error.js'
import type { AuditFilter } from '../../domain/audit.js'
import type { HttpContext } from '../http-context.js'
import { parseBody } from '../problem.js'
import { requireRole, staffFrom } from '../staff-access.js'
import { type AuditView, auditQuery } from './curation-contract.js'

/** `GET /admin/audit`: who did what, when and why. Curators read what was done to entries, administrators everything. */
export function auditRoute(context: HttpContext): Router {
  const router = Router()
  router.get('/admin/audit', requireRole(context, ['curator', 'admin']), async (request, response) => {
    const { user } = staffFrom(response)
    const { kind, target, action, user: userId, from, to, after, limit } = parseBody(auditQuery, request.query)
    const seesAll = user.roles.includes('admin') || user.roles.includes('super-admin')
    if (!seesAll && (kind ?? 'entry') !== 'entry') throw new AppError('forbidden', 403, { field: 'kind' })
    const shown = seesAll ? kind : 'entry'
    const filter: AuditFilter = {
      limit,
      ...(shown && { kind: shown }),
      ...(target && { targetId: target }),
      ...(action && { action }),
      ...(userId && { userId }),
      ...(from && { from }),
      ...(to && { to }),
      ...(after && { after }),
    }
    const { rows, next } = await context.assistant.store.listAudit(user.communeId, filter)
    response.json({ rows: rows.map(({ communeId: _, ...row }) => row), next } satisfies AuditView)
  })
  return router
}
