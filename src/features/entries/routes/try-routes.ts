import { languageOf } from '../../../platform/http/problem.js'
import { type Served, serve } from '../../../platform/http/serve-routes.js'
import { AppError } from '../../../platform/model/app-error.js'
import type { Language } from '../../../platform/model/language.js'
import { cleanText } from '../../../platform/text/clean-text.js'
import { staffFrom } from '../../accounts/routes/staff-access.js'
import { type Explanation, type TriedView, tryRoutes } from '../try-contract.js'

/** What trying questions needs. */
export interface TryRouteNeeds {
  /** What the assistant would do with a first question. */
  explain: (communeId: string, asked: { question: string; language: Language }) => Promise<Explanation>
}

/** Serves {@link tryRoutes}. */
export function serveTrying({ explain }: TryRouteNeeds): Served[] {
  return [
    serve(tryRoutes.tryOne, ({ body: { question }, request, response }) => {
      if (cleanText(question) === '') throw new AppError('text_empty', 422, { field: 'question' })
      return explain(staffFrom(response).user.communeId, { question, language: languageOf(request) })
    }),
    serve(tryRoutes.tryMany, async ({ body: { questions }, request, response }) => {
      const { communeId } = staffFrom(response).user
      const language = languageOf(request)
      const tried: TriedView[] = []
      for (const question of questions) {
        const { stored, outcome, reason, candidates } = await explain(communeId, { question, language })
        const first = candidates.slice(0, 2).map(({ entryId: id, title, confidence }) => ({ id, title, confidence }))
        tried.push({ question: stored, outcome, reason, candidates: first })
      }
      return { tried }
    }),
  ]
}
