import { languageOf } from '../../../platform/http/problem.js'
import { type ServedRoute, serve } from '../../../platform/http/serve-routes.js'
import { AppError } from '../../../platform/model/app-error.js'
import type { Language } from '../../../platform/model/language.js'
import { cleanText } from '../../../platform/text/clean-text.js'
import { staffFrom } from '../../accounts/routes/staff-access.js'
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
export function serveTrying({ snapshotOf, explain }: TryRouteNeeds): ServedRoute[] {
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
