import { languageOf } from '../../../platform/http/problem.js'
import { type Served, serve } from '../../../platform/http/serve-routes.js'
import type { AnswersStop } from '../../../platform/http/shapes.js'
import { AppError } from '../../../platform/model/app-error.js'
import type { Language } from '../../../platform/model/language.js'
import { cleanText } from '../../../platform/text/clean-text.js'
import { staffFrom } from '../../accounts/routes/staff-access.js'
import { actorOf } from '../../audit/audit.js'
import type { LiveCommunes } from '../../settings/live-communes.js'
import type { SettingsStore } from '../../settings/settings-verbs.js'
import { answersRoutes } from '../answers-contract.js'
import type { Library } from '../catalogue/library.js'
import type { Snapshot } from '../catalogue/snapshot.js'
import { type Explanation, type TriedView, tryRoutes } from '../try-contract.js'

/** What the assistant would do with a first question, from a content. Nothing is stored, logged or counted. */
export type Explain = (snapshot: Snapshot, asked: { question: string; language: Language }) => Promise<Explanation>

/** What trying questions needs. */
export interface TryRouteNeeds {
  snapshotOf: Library['snapshotOf']
  explain: Explain
}

/** Serves {@link tryRoutes}. */
export function serveTrying({ snapshotOf, explain }: TryRouteNeeds): Served[] {
  return [
    serve(tryRoutes.tryOne, async ({ body: { question }, request, response }) => {
      if (cleanText(question) === '') throw new AppError('text_empty', 422, { field: 'question' })
      const snapshot = await snapshotOf(staffFrom(response).user.communeId)
      return explain(snapshot, { question, language: languageOf(request) })
    }),
    serve(tryRoutes.tryMany, async ({ body: { questions }, request, response }) => {
      const snapshot = await snapshotOf(staffFrom(response).user.communeId)
      const language = languageOf(request)
      const tried: TriedView[] = []
      for (const question of questions) {
        const { stored, outcome, reason, candidates } = await explain(snapshot, { question, language })
        const first = candidates.slice(0, 2).map(({ entryId: id, title, confidence }) => ({ id, title, confidence }))
        tried.push({ question: stored, outcome, reason, candidates: first })
      }
      return { tried }
    }),
  ]
}

/** What the switch of the answers needs. */
export interface AnswersRouteNeeds {
  store: Pick<SettingsStore, 'switchAnswers'>
  now: () => Date
  towns: Pick<LiveCommunes, 'stopOf' | 'suspensionOf' | 'refresh'>
}

/** Serves {@link answersRoutes}. All the staff of a commune may see whether its assistant answers; administrators stop it. */
export function serveAnswersSwitch(needs: AnswersRouteNeeds): Served[] {
  const { store, now, towns } = needs
  return [
    serve(answersRoutes.answers, ({ response }) => ({ stop: answersStop(needs, staffFrom(response).user.communeId) })),
    serve(answersRoutes.stopAnswers, async ({ body: { stopped, why = '' }, response }) => {
      const { user } = staffFrom(response)
      const { communeId } = user
      const reason = cleanText(why)
      if (!stopped && towns.suspensionOf(communeId)) throw new AppError('suspended_by_operator', 409)
      if (stopped && reason === '') throw new AppError('text_empty', 422, { field: 'why' })
      await store.switchAnswers({ communeId, stopped, at: now().toISOString(), ...actorOf(user), why: reason })
      await towns.refresh(communeId)
      return { stop: answersStop(needs, communeId) }
    }),
  ]
}

/** Who stopped the answers of a commune; `null` while it answers. */
export function answersStop(
  { towns }: { towns: Pick<LiveCommunes, 'stopOf' | 'suspensionOf'> },
  communeId: string,
): AnswersStop | null {
  const stop = towns.stopOf(communeId)
  const suspended = towns.suspensionOf(communeId) ? { suspended: true as const } : {}
  return stop && { since: stop.at, by: stop.userName, why: stop.why, ...suspended }
}
