import { randomUUID } from 'node:crypto'
import { type RequestHandler, type Response, Router } from 'express'
import { searchMessage } from '../../../assistant/languages/search-message.js'
import { cleanText } from '../../../assistant/screen.js'
import type { HttpContext } from '../../../platform/http/http-context.js'
import { languageOf, parseBody } from '../../../platform/http/problem.js'
import { communeOf } from '../../../platform/http/views.js'
import { AppError } from '../../../platform/model/app-error.js'
import { requireRole, staffFrom } from '../../accounts/routes/staff-access.js'
import type { Entry } from '../../entries/model/entry.js'
import { settleRemarks } from '../../handoffs/routes/settle-remarks.js'
import { askedOnce } from '../../publication/measure.js'
import { localMoment } from '../../statistics/period.js'
import { FAILURE_STATES, type FailureRemedy, type FailureState, type StandingFailure } from '../failure.js'
import { type FailureFilter, filterFailures, isOpen, type RankedGroup, rankGroups } from '../failure-groups.js'
import { proposeEntries } from '../propose-entries.js'
import {
  type DigestView,
  digestRequest,
  FAILURES_A_PAGE,
  type FailureActionView,
  type FailureGroupDetailView,
  type FailuresView,
  failureActionRequest,
  failuresQuery,
} from './failure-contract.js'
import { createRemedies } from './failure-remedies.js'
import { failureView, groupView, namedEntry, type ViewPlace } from './failure-views.js'

/** Entries proposed for a group. */
const MOST_PROPOSED = 3

/** Routes of curators about the questions that were failed. */
export function failureRoutes(context: HttpContext): Router {
  const router = Router()
  const isCurator = requireRole(context, ['curator', 'admin'])
  router.get('/admin/failures', isCurator, listFailures(context))
  router.get('/admin/failures/groups/:id', isCurator, readGroup(context))
  router.post('/admin/failures/actions', isCurator, act(context))
  router.post('/admin/failures/actions/:id/undo', isCurator, undo(context))
  router.get('/admin/failures/digest', isCurator, readDigest(context))
  router.put('/admin/failures/digest', isCurator, saveDigest(context))
  return router
}

function readDigest(context: HttpContext): RequestHandler {
  return async (_request, response) => {
    const user = await context.assistant.store.getUser(staffFrom(response).user.id)
    const mail = context.assistant.handover.mailer ? 'on' : 'off'
    response.json({ wanted: user?.digestLanguage !== undefined, mail } satisfies DigestView)
  }
}

function saveDigest(context: HttpContext): RequestHandler {
  return async (request, response) => {
    const { wanted } = parseBody(digestRequest, request.body)
    const language = languageOf(request) === 'fr' ? 'fr' : 'en'
    await context.assistant.store.saveDigestWish(staffFrom(response).user.id, wanted ? language : null)
    const mail = context.assistant.handover.mailer ? 'on' : 'off'
    response.json({ wanted, mail } satisfies DigestView)
  }
}

/** What failed in the commune of who asks, and where it is shown. */
async function failuresOf(context: HttpContext, response: Response) {
  const { id: communeId, timeZone } = communeOf(context, staffFrom(response).user.communeId)
  const { failures, groups, progress } = await context.failures.read(communeId)
  const days = new Map<string, string>()
  const dayOf = (at: string) => {
    // What outlived its conversation has the day alone.
    const day = at.length === 10 ? at : (days.get(at) ?? localMoment(at, timeZone).day)
    days.set(at, day)
    return day
  }
  const place: ViewPlace = { entries: context.entriesNow(communeId), dayOf }
  return { communeId, failures, groups, progress, place }
}

function listFailures(context: HttpContext): RequestHandler {
  return async (request, response) => {
    const { page, ...filter } = parseBody(failuresQuery, request.query)
    const { failures, groups, progress, place } = await failuresOf(context, response)
    const wanted = filterFailures(failures, withoutUnset(filter), place.dayOf)
    const ranked = rankGroups(groups, wanted)
    const shown = ranked.slice((page - 1) * FAILURES_A_PAGE, page * FAILURES_A_PAGE)
    const counts = Object.fromEntries(FAILURE_STATES.map((state) => [state, 0])) as Record<FailureState, number>
    for (const { state } of failures) counts[state] += 1
    response.json({
      progress,
      counts,
      languages: [...new Set(failures.map(({ language }) => language))].sort(),
      people: new Set(wanted.map(({ asker }) => asker)).size,
      failures: wanted.length,
      groupCount: ranked.length,
      page,
      pages: Math.ceil(ranked.length / FAILURES_A_PAGE),
      groups: shown.map((group) => groupView(group, place)),
    } satisfies FailuresView)
  }
}

function readGroup(context: HttpContext): RequestHandler {
  return async (request, response) => {
    const { page, ...filter } = parseBody(failuresQuery, request.query)
    const { communeId, failures, groups, place } = await failuresOf(context, response)
    const wanted = filterFailures(failures, withoutUnset(filter), place.dayOf)
    const ranked = requireGroup(rankGroups(groups, wanted), String(request.params.id))
    const view = groupView(ranked, place)
    const index = askedOnce((await context.assistant.snapshotOf(communeId)).index)
    const { listen } = context.assistant
    const search = (text: string, limit: number) =>
      searchMessage({ text, language: listen(text).language }, { index, listen, limit })
    const proposed = await proposeEntries(search, { question: view.question, failures: ranked.failures }, MOST_PROPOSED)
    response.json({
      group: view,
      proposed: proposed.flatMap(({ entryId, confidence, said }) =>
        place.entries.has(entryId) ? [{ ...namedEntry(entryId, place.entries), confidence, said }] : [],
      ),
      page,
      pages: Math.ceil(ranked.failures.length / FAILURES_A_PAGE),
      failures: ranked.failures
        .slice((page - 1) * FAILURES_A_PAGE, page * FAILURES_A_PAGE)
        .map((failure) => failureView(failure, place)),
    } satisfies FailureGroupDetailView)
  }
}

function act(context: HttpContext): RequestHandler {
  const remedies = createRemedies(context)
  return async (request, response) => {
    const { store, now } = context.assistant
    const { user } = staffFrom(response)
    const asked = parseBody(failureActionRequest, request.body)
    const { communeId, failures, groups, place } = await failuresOf(context, response)
    const chosen = chosenBy(asked.scope, { failures, ranked: (wanted) => rankGroups(groups, wanted), place })
    if (chosen.length === 0) throw new AppError('unknown_failure', 404)
    const at = now().toISOString()
    let remedy: FailureRemedy | null = null
    let [added, state, reason]: [number, FailureState, string] = [0, 'to_review', '']
    if (asked.action === 'decide') {
      state = asked.state
      reason = cleanText(asked.reason ?? '')
      const isRejected = state === 'out_of_scope' || state === 'wont_fix'
      // The agent is told why nothing is done with what she took the time to say.
      if (isRejected && reason === '' && chosen.some(({ remark }) => remark))
        throw new AppError('text_empty', 422, { field: 'reason' })
    } else {
      const made = await remedies.make(asked, { communeId, user, failures: chosen })
      remedy = made.remedy
      added = made.added
    }
    const actionId = randomUUID()
    const decided = await store.decideFailures({
      failureIds: chosen.map(({ id }) => id),
      communeId,
      state,
      at,
      by: user.displayName,
      reason,
      remedy,
      actionId,
    })
    await settleRemarks(context, chosen, { state, reason, by: user.displayName })
    response.json({
      actionId: decided.length > 0 ? actionId : null,
      count: decided.length,
      entry: remedy && namedEntry(remedy.entryId, place.entries),
      added,
    } satisfies FailureActionView)
  }
}

function undo(context: HttpContext): RequestHandler {
  const remedies = createRemedies(context)
  return async (request, response) => {
    const { user } = staffFrom(response)
    const { communeId, failures, place } = await failuresOf(context, response)
    const undone = await context.assistant.store.undoFailureAction(communeId, String(request.params.id))
    if (undone.length === 0) throw new AppError('unknown_action', 404)
    const ids = new Set(undone.map(({ failureId }) => failureId))
    const restored = failures.filter(({ id }) => ids.has(id))
    const remedy = undone[0]?.remedy ?? null
    if (remedy) await remedies.takeBack(remedy, { communeId, user, failures: restored })
    for (const { failureId, former } of undone) {
      const own = restored.filter(({ id }) => id === failureId)
      const { state = 'anomaly', reason = '', by = user.displayName } = former ?? {}
      await settleRemarks(context, own, { state, reason, by })
    }
    response.json({
      actionId: null,
      count: undone.length,
      entry: remedy && namedEntry(remedy.entryId, place.entries),
      added: 0,
    } satisfies FailureActionView)
  }
}

type Scope = ReturnType<typeof failureActionRequest.parse>['scope']

interface Choosable {
  failures: readonly StandingFailure[]
  ranked: (wanted: readonly StandingFailure[]) => RankedGroup[]
  place: { entries: ReadonlyMap<string, Entry>; dayOf: (at: string) => string }
}

/** The failures that a press is about: those named, or those of a group that its filter wants, the undecided ones unless the filter says which. */
function chosenBy(scope: Scope, { failures, ranked, place }: Choosable): readonly StandingFailure[] {
  if ('failureIds' in scope) {
    const ids = new Set(scope.failureIds)
    return failures.filter(({ id }) => ids.has(id))
  }
  const filter = withoutUnset(scope.filter ?? {})
  const wanted = filterFailures(failures, filter, place.dayOf)
  const own = requireGroup(ranked(wanted), scope.groupId).failures
  return filter.state === undefined ? own.filter(isOpen) : own
}

/**
 * A group by its id, or by that of a failure which was alone when the list was read.
 * @throws AppError `unknown_failure` (404)
 */
function requireGroup(ranked: readonly RankedGroup[], id: string): RankedGroup {
  const group =
    ranked.find((one) => one.group.id === id) ??
    ranked.find(({ failures }) => failures.some((failure) => failure.id === id))
  if (!group) throw new AppError('unknown_failure', 404)
  return group
}

/** What a query leaves out is not there, rather than there without a value. */
function withoutUnset(filter: { [Key in keyof FailureFilter]?: FailureFilter[Key] | undefined }): FailureFilter {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined))
}
