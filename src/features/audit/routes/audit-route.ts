import { Router } from 'express'
import type { HttpContext } from '../../../platform/http/http-context.js'
import { parseBody } from '../../../platform/http/problem.js'
import { AppError } from '../../../platform/model/app-error.js'
import { requireRole, staffFrom } from '../../accounts/routes/staff-access.js'
import { type AuditView, auditQuery } from '../../entries/routes/curation-contract.js'
import type { AuditFilter, AuditRow, AuditValue } from '../audit.js'

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
    const { store } = context.assistant
    const { rows, next } = await store.listAudit(user.communeId, filter)
    const people = (await store.listUsers()).filter(({ communeId }) => communeId === user.communeId)
    const entries = context.entriesNow(user.communeId)
    const written = new Map(
      (await store.listEntryRecords(user.communeId)).map(({ entryId, facts }) => [entryId, facts?.title]),
    )
    const titleOf = (id: string) => entries.get(id)?.title ?? written.get(id)
    const { services, departments = {} } = context.towns.settingsOf(user.communeId).commune
    const named = (id: string) => titleOf(id) ?? services[id]?.nom ?? departments[id]?.nom
    const nameOf = ({
      target: { kind, id },
      before,
      after,
    }: Pick<AuditRow, 'target' | 'before' | 'after'>): string | null => {
      if (kind === 'user') return people.find((one) => one.id === id)?.displayName ?? null
      return (kind === 'entry' ? titleOf(id) : (nameIn(after) ?? nameIn(before))) ?? null
    }
    // Also who acted without being of the commune: a super-admin, the command line.
    const actors = new Map([
      ...rows.map((row) => [row.userId, row.userName] as const),
      ...people.map(({ id, displayName }) => [id, displayName] as const),
    ])
    const ids = new Set(rows.flatMap(({ before, after }) => [...wordsOf(before), ...wordsOf(after)]))
    response.json({
      rows: rows.map(({ communeId: _, ...row }) => ({ ...row, targetName: nameOf(row) })),
      next,
      names: Object.fromEntries([...ids].map((id) => [id, named(id) ?? '']).filter(([, name]) => name !== '')),
      people: [...actors].map(([id, name]) => ({ id, name })),
    } satisfies AuditView)
  })
  return router
}

/** The name that a file, a pack or a software had when it was told. */
function nameIn(value: AuditValue): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return
  return typeof value.name === 'string' ? value.name : undefined
}

/** Every text of a value that may be an id: what it says, and the pieces of the names of its parts. */
function wordsOf(value: AuditValue): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  if (Array.isArray(value)) return value.flatMap(wordsOf)
  return Object.entries(value).flatMap(([name, part]) => [...name.split('.'), ...wordsOf(part)])
}
