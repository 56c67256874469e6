import { type RequestHandler, Router } from 'express'
import { sayIn } from '../../../assistant/assistant-context.js'
import { composeClarification } from '../../../assistant/compose.js'
import type { HttpContext } from '../../../platform/http/http-context.js'
import { parseBody } from '../../../platform/http/problem.js'
import { communeOf } from '../../../platform/http/views.js'
import { requireRole, staffFrom } from '../../accounts/routes/staff-access.js'
import type { User } from '../../accounts/staff.js'
import type { Entry } from '../../entries/model/entry.js'
import { namedEntry } from '../../failures/routes/failure-views.js'
import { localMoment } from '../../statistics/period.js'
import { CONFLICT_KINDS, type ConflictKind, type ConflictQuestion } from '../conflict.js'
import { type IgnoredConflict, isIgnored } from '../ignored-conflict.js'
import type { RankedConflict } from '../rank-conflicts.js'
import { actOnConflict, undoConflictAct } from './conflict-acts.js'
import {
  CONFLICTS_A_PAGE,
  type ConflictActView,
  type ConflictEntryView,
  type ConflictQuestionView,
  type ConflictsView,
  type ConflictView,
  conflictActRequest,
  conflictsQuery,
  conflictUndoRequest,
  MOST_CONFLICT_QUESTIONS,
} from './conflict-contract.js'
import { type Findings, findingsOf, STAKE_DAYS } from './conflict-findings.js'

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

interface Shown {
  shown: readonly RankedConflict[]
  findings: Findings
  ignored: readonly IgnoredConflict[]
}

/** Findings as a curator reads them, with what drafts have made of them already. */
async function conflictViews(
  context: HttpContext,
  user: User,
  { shown, findings: { entries, records }, ignored }: Shown,
): Promise<ConflictView[]> {
  const { timeZone } = communeOf(context, user.communeId)
  const ids = new Set(shown.flatMap(({ entryIds }) => entryIds))
  const drafted = records.filter(({ entryId, draft }) => draft && ids.has(entryId))
  const drafts = new Map<string, readonly string[]>()
  for (const { entryId } of drafted) {
    const record = await context.assistant.store.getEntryRecord(user.communeId, entryId)
    if (record?.draft) drafts.set(entryId, record.draft.content.questions)
  }
  const entryView = (id: string): ConflictEntryView => {
    const { title = id, questions = [] } = entries.get(id) ?? {}
    return { id, title, questions: questions.length, draft: drafts.has(id) }
  }
  const isGone = (id: string | null, question: string | undefined) =>
    id !== null && question !== undefined && drafts.get(id)?.includes(question) === false
  const isMoved = ({ question, of, by, twin }: ConflictQuestion) => isGone(of, question) || isGone(by, twin)
  return shown.map((conflict) => {
    const { key, kind, entryIds, questions, count, taken, of, stake } = conflict
    const former = ignored.find((one) => one.key === key)
    return {
      key,
      kind,
      entries: entryIds.map(entryView),
      questions: questions
        .slice(0, MOST_CONFLICT_QUESTIONS)
        .map((question) => questionView(question, isMoved(question))),
      count,
      taken,
      of,
      stake,
      apart: apartOf(
        context,
        entryIds.flatMap((id) => entries.get(id) ?? []),
      ),
      ignored: former
        ? {
            by: former.userName,
            day: localMoment(former.at, timeZone).day,
            reason: former.reason,
            isOver: !isIgnored(conflict, ignored),
          }
        : null,
    }
  })
}

function questionView(
  { question, of, by, twin, isUnsure = false }: ConflictQuestion,
  moved: boolean,
): ConflictQuestionView {
  return { question, of, by, twin: twin ?? null, isUnsure, moved }
}

/** What a citizen is asked when the two are as likely. */
function apartOf({ assistant: { say, tellApart } }: HttpContext, pair: readonly Entry[]): ConflictView['apart'] {
  if (pair.length < 2) return null
  const asked = composeClarification(pair, 'fr', { say: sayIn(say, 'fr'), tellApart })
  return asked.type === 'choice'
    ? { question: asked.text, labels: asked.options.slice(0, pair.length).map(({ label }) => label) }
    : null
}
