import { randomUUID } from 'node:crypto'
import type { Request, Response } from 'express'
import type { Feature } from '../../platform/feature.js'
import { communeOf } from '../../platform/http/commune-origins.js'
import type { MaskNeeds } from '../../platform/http/mask-typed.js'
import { languageOf } from '../../platform/http/problem.js'
import { type ServedRoute, serve } from '../../platform/http/serve-routes.js'
import type { Mailer } from '../../platform/mail/mail.js'
import { AppError } from '../../platform/model/app-error.js'
import {
  FAILURE_STATES,
  type FailureRemedy,
  type FailureState,
  type StandingFailure,
} from '../../platform/model/failure.js'
import { cleanText } from '../../platform/text/clean-text.js'
import { localMoment } from '../../platform/time/period.js'
import type { SearchResult } from '../../search/search-index.js'
import { staffFrom } from '../accounts/routes/staff-access.js'
import type { User } from '../accounts/staff.js'
import type { StaffStore } from '../accounts/staff-verbs.js'
import type { RemarkStore } from '../remarks/remark-verbs.js'
import {
  FAILURES_A_PAGE,
  type FailureAction,
  type FailureActionView,
  type FailureGroupDetailView,
  type FailureScope,
  type FailuresView,
  failureRoutes,
  LIKELY,
  type SentenceTalksView,
  type TrialView,
} from './contract.js'
import { type FailureFilter, filterFailures, isOpen, type RankedGroup, rankGroups } from './failure-groups.js'
import type { FailureInbox } from './failure-inbox.js'
import { createRemedies, type RemedyNeeds } from './failure-remedies.js'
import type { FailureStore } from './failure-verbs.js'
import { failureView, groupView, namedEntry, retryView, type ViewPlace, writtenView } from './failure-views.js'
import { proposeEntries } from './propose-entries.js'
import { missingFrom } from './sentence-of.js'
import { type TrialNeeds, tryRemedy } from './try-remedy.js'

/** Entries proposed for a group, and answers of agents. */
const MOST_PROPOSED = 3

/** Talks shown behind a sentence. */
const MOST_TALKS = 10

/** What these routes need. */
export interface FailureRouteNeeds extends RemedyNeeds, TrialNeeds, MaskNeeds {
  curation: TrialNeeds['curation']
  store: RemedyNeeds['store'] &
    TrialNeeds['store'] &
    Pick<StaffStore, 'getUser' | 'saveDigestWish'> &
    Pick<FailureStore, 'decideFailures' | 'undoFailureAction'> &
    Pick<RemarkStore, 'settleRemark'>
  failures: Pick<FailureInbox, 'read'>
  /** Searches the published entries for those that may answer. */
  search: (communeId: string, text: string, limit: number) => Promise<Pick<SearchResult, 'candidates'>>
  mailer: Mailer | null
}

/** Serves {@link failureRoutes}. */
export function serveFailures(needs: FailureRouteNeeds): ServedRoute[] {
  const { store, mailer } = needs
  const mail: 'on' | 'off' = mailer ? 'on' : 'off'
  return [
    serve(failureRoutes.list, ({ query, response }) => listFailures(needs, response, query)),
    serve(failureRoutes.group, ({ params, query, response }) =>
      readGroup(needs, response, { ...query, id: params.id }),
    ),
    serve(failureRoutes.act, ({ body, response }) => act(needs, staffFrom(response).user, body)),
    serve(failureRoutes.try, ({ params, response }) => tryAction(needs, staffFrom(response).user, params.id)),
    serve(failureRoutes.talks, ({ params, response }) => readTalks(needs, staffFrom(response).user, params.id)),
    serve(failureRoutes.undo, ({ params, response }) => undo(needs, staffFrom(response).user, params.id)),
    serve(failureRoutes.digest, async ({ response }) => {
      const user = await store.getUser(staffFrom(response).user.id)
      return { wanted: user?.digestLanguage !== undefined, mail }
    }),
    serve(failureRoutes.chooseDigest, async ({ body: { wanted }, request, response }) => {
      await store.saveDigestWish(staffFrom(response).user.id, wanted ? letterLanguage(request) : null)
      return { wanted, mail }
    }),
  ]
}

function letterLanguage(request: Request): 'fr' | 'en' {
  return languageOf(request) === 'fr' ? 'fr' : 'en'
}

/** What failed in the commune of whoever asks, and where it is shown. */
async function failuresOf(needs: FailureRouteNeeds, user: User) {
  const { id: communeId, timeZone } = communeOf(needs, user.communeId)
  const { failures, groups, progress } = await needs.failures.read(communeId)
  const days = new Map<string, string>()
  const dayOf = (at: string) => {
    // What outlived its conversation has the day alone.
    const day = at.length === 10 ? at : (days.get(at) ?? localMoment(at, timeZone).day)
    days.set(at, day)
    return day
  }
  const place: ViewPlace = { entries: needs.entriesNow(communeId), dayOf }
  return { communeId, failures, groups, progress, place }
}

async function listFailures(
  needs: FailureRouteNeeds,
  response: Response,
  { page, ...filter }: FailureFilter & { page: number },
): Promise<FailuresView> {
  const { failures, groups, progress, place } = await failuresOf(needs, staffFrom(response).user)
  const wanted = filterFailures(failures, filter, place.dayOf)
  const ranked = rankGroups(groups, wanted)
  const counts = Object.fromEntries(FAILURE_STATES.map((state) => [state, 0])) as Record<FailureState, number>
  for (const { state } of failures) counts[state] += 1
  return {
    progress,
    counts,
    languages: [...new Set(failures.map(({ language }) => language))].sort(),
    people: new Set(wanted.map(({ asker }) => asker)).size,
    failures: wanted.length,
    groupCount: ranked.length,
    page,
    pages: Math.ceil(ranked.length / FAILURES_A_PAGE),
    groups: pageOf(ranked, page).map((group) => groupView(group, place)),
  }
}

function pageOf<T>(all: readonly T[], page: number): T[] {
  return all.slice((page - 1) * FAILURES_A_PAGE, page * FAILURES_A_PAGE)
}

async function readGroup(
  needs: FailureRouteNeeds,
  response: Response,
  { id, page, ...filter }: FailureFilter & { id: string; page: number },
): Promise<FailureGroupDetailView> {
  const { communeId, failures, groups, place } = await failuresOf(needs, staffFrom(response).user)
  const wanted = filterFailures(failures, filter, place.dayOf)
  const ranked = requireGroup(rankGroups(groups, wanted), id)
  const view = groupView(ranked, place)
  const search = (text: string, limit: number) => needs.search(communeId, text, limit)
  const found = await proposeEntries(search, { question: view.question, failures: ranked.failures }, MOST_PROPOSED)
  const proposed = found.filter(({ entryId }) => place.entries.has(entryId))
  const [first] = proposed
  const likeliest = first && (first.said || first.confidence >= LIKELY) ? place.entries.get(first.entryId) : undefined
  return {
    group: view,
    proposed: proposed.map(({ entryId, ...one }) => ({ ...namedEntry(entryId, place.entries), ...one })),
    page,
    pages: Math.ceil(ranked.failures.length / FAILURES_A_PAGE),
    written: writtenView(ranked.failures, maskedBy(needs), MOST_PROPOSED).map((one) => {
      const missing = likeliest ? missingFrom(one.text, likeliest) : ''
      return {
        ...one,
        missing: likeliest && missing ? { entry: namedEntry(likeliest.id, place.entries), text: missing } : null,
      }
    }),
    failures: pageOf(ranked.failures, page).map((failure) => failureView(failure, place)),
  }
}

/** Takes away what is somebody's own. */
function maskedBy(needs: MaskNeeds): (text: string) => string {
  return (text) => needs.mask(text, (kind) => needs.say('fr', `mask.${kind}`)).text
}

/** The sentence that one press added to a draft, and the talks behind it. @throws AppError `unknown_action` (404) */
async function readTalks(needs: FailureRouteNeeds, user: User, actionId: string): Promise<SentenceTalksView> {
  const { failures, place } = await failuresOf(needs, user)
  const behind = failures.filter(({ decision }) => decision?.actionId === actionId)
  const remedy = behind[0]?.decision?.remedy
  if (!remedy?.sentence) throw new AppError('unknown_action', 404)
  const mask = maskedBy(needs)
  return {
    entry: namedEntry(remedy.entryId, place.entries),
    ...remedy.sentence,
    talks: behind.slice(0, MOST_TALKS).map(({ question, at, written }) => ({
      question,
      day: place.dayOf(at),
      written: written && mask(written),
    })),
  }
}

/** What one press would change of its questions, and of the rest of their group. @throws AppError `unknown_action` (404) */
async function tryAction(needs: FailureRouteNeeds, user: User, actionId: string): Promise<TrialView> {
  const { communeId, failures, groups, place } = await failuresOf(needs, user)
  const chosen = failures.filter(({ decision }) => decision?.actionId === actionId)
  const [first] = chosen
  const entryId = first?.decision?.remedy?.entryId
  if (!first || entryId === undefined) throw new AppError('unknown_action', 404)
  const others = requireGroup(rankGroups(groups, failures), first.id).failures.filter((one) => !chosen.includes(one))
  const { draft, tried } = await tryRemedy(needs, { user, entryId }, { chosen, others })
  return {
    entry: namedEntry(entryId, place.entries),
    draftVersion: draft?.version ?? null,
    reviewerRequired: communeOf(needs, communeId).curation?.reviewerRequired ?? false,
    questions: tried.map(({ before, after, ...one }) => ({
      ...one,
      before: retryView(before, place.entries),
      after: retryView(after, place.entries),
    })),
  }
}

/** What is decided of some failures. */
interface Decided {
  state: FailureState
  reason: string
  remedy: FailureRemedy | null
  /** Questions that a draft did not have. */
  added: number
}

async function act(needs: FailureRouteNeeds, user: User, asked: FailureAction): Promise<FailureActionView> {
  const { store, now } = needs
  const { communeId, failures, groups, place } = await failuresOf(needs, user)
  const chosen = chosenBy(asked.scope, { failures, ranked: (wanted) => rankGroups(groups, wanted), place })
  if (chosen.length === 0) throw new AppError('unknown_failure', 404)
  const at = now().toISOString()
  const { state, reason, remedy, added } = await decide(needs, asked, { communeId, user, failures: chosen })
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
  await settleRemarks(needs, chosen, { state, reason, by: user.displayName })
  return {
    actionId: decided.length > 0 ? actionId : null,
    count: decided.length,
    entry: remedy && namedEntry(remedy.entryId, place.entries),
    added,
  }
}

/** @throws AppError `text_empty` (422) without the reason that an agent is to be told, and those of a remedy */
async function decide(
  needs: FailureRouteNeeds,
  asked: FailureAction,
  about: { communeId: string; user: User; failures: readonly StandingFailure[] },
): Promise<Decided> {
  if (asked.action !== 'decide')
    return { state: 'to_review', reason: '', ...(await createRemedies(needs).make(asked, about)) }
  const { state } = asked
  const reason = cleanText(asked.reason ?? '')
  const isRejected = state === 'out_of_scope' || state === 'wont_fix'
  // The agent is told why nothing is done with what she took the time to say.
  if (isRejected && reason === '' && about.failures.some(({ remark }) => remark))
    throw new AppError('text_empty', 422, { field: 'reason' })
  return { state, reason, remedy: null, added: 0 }
}

async function undo(needs: FailureRouteNeeds, user: User, actionId: string): Promise<FailureActionView> {
  const { communeId, failures, place } = await failuresOf(needs, user)
  const undone = await needs.store.undoFailureAction(communeId, actionId)
  if (undone.length === 0) throw new AppError('unknown_action', 404)
  const ids = new Set(undone.map(({ failureId }) => failureId))
  const restored = failures.filter(({ id }) => ids.has(id))
  const remedy = undone[0]?.remedy ?? null
  if (remedy) await createRemedies(needs).takeBack(remedy, { communeId, user, failures: restored })
  for (const { failureId, former } of undone) {
    const own = restored.filter(({ id }) => id === failureId)
    const { state = 'anomaly', reason = '', by = user.displayName } = former ?? {}
    await settleRemarks(needs, own, { state, reason, by })
  }
  return { actionId: null, count: undone.length, entry: remedy && namedEntry(remedy.entryId, place.entries), added: 0 }
}

interface Choosable {
  failures: readonly StandingFailure[]
  ranked: (wanted: readonly StandingFailure[]) => RankedGroup[]
  place: ViewPlace
}

/** The failures that a press is about: those named, or those of a group that its filter wants, the undecided ones unless the filter says which. */
function chosenBy(scope: FailureScope, { failures, ranked, place }: Choosable): readonly StandingFailure[] {
  if ('failureIds' in scope) {
    const ids = new Set(scope.failureIds)
    return failures.filter(({ id }) => ids.has(id))
  }
  const { filter = {} } = scope
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

/** What a curator decides, as the agents who remarked it are told. */
interface Told {
  state: FailureState
  reason: string
  by: string
}

/** Tells the agents what becomes of what they remarked, in the words of a remark: nothing yet, done, or rejected and why. */
async function settleRemarks(
  { store, now }: { store: Pick<RemarkStore, 'settleRemark'>; now: () => Date },
  failures: readonly StandingFailure[],
  { state, reason, by }: Told,
): Promise<void> {
  const isNew = state === 'anomaly' || state === 'to_review'
  for (const { remark } of failures) {
    if (!remark) continue
    await store.settleRemark(remark.id, {
      state: isNew ? 'new' : state === 'resolved' ? 'done' : 'rejected',
      settledAt: isNew ? null : now().toISOString(),
      settledBy: isNew ? null : by,
      reason: isNew || state === 'resolved' ? '' : reason,
    })
  }
}

/** The questions that the assistant failed, for curators to mend (docs/content.md). */
export const failures: Feature<FailureRouteNeeds> = {
  name: 'failures',
  routes: failureRoutes,
  open: (needs) => ({ served: serveFailures(needs) }),
}
