import { type RequestHandler, Router } from 'express'
import type { HttpContext } from '../../../platform/http/http-context.js'
import { parseBody } from '../../../platform/http/problem.js'
import { requireRole, staffFrom } from '../../accounts/routes/staff-access.js'
import type { User } from '../../accounts/staff.js'
import { namedEntry } from '../../failures/routes/failure-views.js'
import type { ConflictKind } from '../conflict.js'
import { CONFLICT_KINDS } from '../conflict.js'
import { isIgnored } from '../ignored-conflict.js'
import { actOnConflict, undoConflictAct } from './conflict-acts.js'
import {
  CONFLICTS_A_PAGE,
  type ConflictActView,
  type ConflictsView,
  conflictActRequest,
  conflictsQuery,
  conflictUndoRequest,
} from './conflict-contract.js'
import { type Findings, findingsOf, STAKE_DAYS } from './conflict-findings.js'
import { conflictViews } from './conflict-views.js'

/** Routes of curators about entries that are taken for each other, or that nobody finds. */
export function conflictRoutes(context: HttpContext): Router {
  const router = Router()
  const isCurator = requireRole(context, ['curator', 'admin'])
  router.get('/admin/conflicts', isCurator, async (request, response) => {
    response.json(await viewOf(context, staffFrom(response).user, request.query))
  })
  router.post('/admin/conflicts/runs', isCurator, async (_request, response) => {
    const { user } = staffFrom(response)
    context.conflicts.start(user.communeId)
    response.status(202).json(await viewOf(context, user, {}))
  })
  router.post('/admin/conflicts/acts', isCurator, act(context))
  router.post('/admin/conflicts/undo', isCurator, async (request, response) => {
    const { undo } = parseBody(conflictUndoRequest, request.body)
    await undoConflictAct(context, staffFrom(response).user, undo)
    response.json({ undo: null, drafts: [], added: 0 } satisfies ConflictActView)
  })
  return router
}

function act(context: HttpContext): RequestHandler {
  return async (request, response) => {
    const { user } = staffFrom(response)
    const { undo, draftIds, added } = await actOnConflict(context, user, parseBody(conflictActRequest, request.body))
    const entries = context.entriesNow(user.communeId)
    response.json({
      undo,
      drafts: draftIds.map((id) => namedEntry(id, entries)),
      added,
    } satisfies ConflictActView)
  }
}

async function viewOf(context: HttpContext, user: User, query: unknown): Promise<ConflictsView> {
  const { kind, entry, ignored: which, page } = parseBody(conflictsQuery, query)
  const findings = await findingsOf(context, user)
  const { now, entries, conflicts } = findings
  const ignored = await context.assistant.store.listIgnoredConflicts(user.communeId)
  const isLetBe = (one: Findings['conflicts'][number]) => isIgnored(one, ignored)
  const open = conflicts.filter((one) => !isLetBe(one))
  const wanted = (which === 'only' ? conflicts.filter(isLetBe) : open).filter(
    (one) => (kind === undefined || one.kind === kind) && (entry === undefined || one.entryIds.includes(entry)),
  )
  const shown = wanted.slice((page - 1) * CONFLICTS_A_PAGE, page * CONFLICTS_A_PAGE)
  const { state, done, total, report, isCurrent } = now
  return {
    state,
    done,
    total,
    report: report && {
      at: report.at,
      searchedBy: report.searchedBy,
      entries: report.entries,
      questions: report.questions,
      isCurrent,
    },
    counts: countsOf(open),
    ignored: conflicts.length - open.length,
    days: STAKE_DAYS,
    entry: entry === undefined ? null : namedEntry(entry, entries),
    found: wanted.length,
    page,
    pages: Math.ceil(wanted.length / CONFLICTS_A_PAGE),
    conflicts: await conflictViews(context, user, { shown, findings, ignored }),
  }
}

function countsOf(conflicts: readonly { kind: ConflictKind }[]): Record<ConflictKind, number> {
  const counts = Object.fromEntries(CONFLICT_KINDS.map((kind) => [kind, 0])) as Record<ConflictKind, number>
  for (const { kind } of conflicts) counts[kind] += 1
  return counts
}
