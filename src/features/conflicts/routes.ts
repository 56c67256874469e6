import type { AssistantContext } from '../../assistant/assistant-context.js'
import { composeClarification } from '../../assistant/compose.js'
import type { Feature } from '../../platform/feature.js'
import { communeOf } from '../../platform/http/commune-origins.js'
import { type ServedRoute, serve } from '../../platform/http/serve-routes.js'
import type { Entry } from '../../platform/model/entry.js'
import { type Say, sayIn } from '../../platform/model/say.js'
import { localMoment } from '../../platform/time/period.js'
import { staffFrom } from '../accounts/routes/staff-access.js'
import type { User } from '../accounts/staff.js'
import { namedEntry } from '../failures/failure-views.js'
import { type IgnoredConflict, isIgnored } from '../settings/settings-document.js'
import { CONFLICT_KINDS, type ConflictKind, type ConflictQuestion } from './conflict.js'
import { actOnConflict, type ConflictActNeeds, undoConflictAct } from './conflict-acts.js'
import type { ConflictFinder } from './conflict-finder.js'
import { type Findings, findingsOf, type RankedConflict, STAKE_DAYS } from './conflict-findings.js'
import type { ConflictStore } from './conflict-verbs.js'
import {
  CONFLICTS_A_PAGE,
  type ConflictEntryView,
  type ConflictQuestionView,
  type ConflictsQuery,
  type ConflictsView,
  type ConflictView,
  conflictRoutes,
  MOST_CONFLICT_QUESTIONS,
} from './contract.js'

/** What these routes need. */
export interface ConflictRouteNeeds extends ConflictActNeeds {
  store: ConflictActNeeds['store'] & Pick<ConflictStore, 'listIgnoredConflicts'>
  say: Say
  tellApart: AssistantContext['tellApart']
  conflicts: Pick<ConflictFinder, 'look' | 'start'>
}

/** Serves {@link conflictRoutes}. */
export function serveConflicts(needs: ConflictRouteNeeds): ServedRoute[] {
  return [
    serve(conflictRoutes.list, ({ query, response }) => viewOf(needs, staffFrom(response).user, query)),
    serve(conflictRoutes.find, ({ response }) => {
      const { user } = staffFrom(response)
      needs.conflicts.start(user.communeId)
      return viewOf(needs, user, { page: 1 })
    }),
    serve(conflictRoutes.act, async ({ body, response }) => {
      const { user } = staffFrom(response)
      const { undo, draftIds, added } = await actOnConflict(needs, user, body)
      const entries = needs.entriesNow(user.communeId)
      return { undo, drafts: draftIds.map((id) => namedEntry(id, entries)), added }
    }),
    serve(conflictRoutes.undo, async ({ body, response }) => {
      await undoConflictAct(needs, staffFrom(response).user, body.undo)
      return { undo: null, drafts: [], added: 0 }
    }),
  ]
}

async function viewOf(needs: ConflictRouteNeeds, user: User, query: ConflictsQuery): Promise<ConflictsView> {
  const { kind, entry, ignored: which, page } = query
  const findings = await findingsOf(needs, user)
  const { now, entries, conflicts } = findings
  const ignored = await needs.store.listIgnoredConflicts(user.communeId)
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
    conflicts: await conflictViews(needs, user, { shown, findings, ignored }),
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
  needs: ConflictRouteNeeds,
  user: User,
  { shown, findings: { entries, records }, ignored }: Shown,
): Promise<ConflictView[]> {
  const { timeZone } = communeOf(needs, user.communeId)
  const ids = new Set(shown.flatMap(({ entryIds }) => entryIds))
  const drafted = records.filter(({ entryId, draft }) => draft && ids.has(entryId))
  const drafts = new Map<string, readonly string[]>()
  for (const { entryId } of drafted) {
    const record = await needs.store.getEntryRecord(user.communeId, entryId)
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
        needs,
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
function apartOf({ say, tellApart }: ConflictRouteNeeds, pair: readonly Entry[]): ConflictView['apart'] {
  if (pair.length < 2) return null
  const asked = composeClarification(pair, 'fr', { say: sayIn(say, 'fr'), tellApart })
  return asked.type === 'choice'
    ? { question: asked.text, labels: asked.options.slice(0, pair.length).map(({ label }) => label) }
    : null
}

/** What conflicts are given. */
export interface ConflictNeeds extends ConflictRouteNeeds {
  conflicts: Pick<ConflictFinder, 'look' | 'start' | 'sweep'>
}

/** Entries that are taken for each other, or that nobody finds, are shown to curators with their remedies (decision 019). */
export const conflicts: Feature<ConflictNeeds> = {
  name: 'conflicts',
  routes: conflictRoutes,
  open: (needs) => ({ served: serveConflicts(needs), duties: [async () => needs.conflicts.sweep()] }),
}
