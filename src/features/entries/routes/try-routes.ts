import { Router } from 'express'
import { explainQuestion } from '../../../assistant/explain-question.js'
import { cleanText } from '../../../assistant/screen.js'
import type { HttpContext } from '../../../platform/http/http-context.js'
import { languageOf, parseBody } from '../../../platform/http/problem.js'
import { AppError } from '../../../platform/model/app-error.js'
import { requireRole, staffFrom } from '../../accounts/routes/staff-access.js'
import { type TriedBatchView, type TriedView, type TryView, tryBatchRequest, tryRequest } from './try-contract.js'

/** Routes of curators who try questions. Nothing is stored, logged or counted. */
export function tryRoutes(context: HttpContext): Router {
  const { assistant } = context
  const router = Router()
  const isCurator = requireRole(context, ['curator', 'admin'])
  router.post('/admin/try', isCurator, async (request, response) => {
    const { question } = parseBody(tryRequest, request.body)
    if (cleanText(question) === '') throw new AppError('text_empty', 422, { field: 'question' })
    const { communeId } = staffFrom(response).user
    const asked = { question, language: languageOf(request) }
    response.json((await explainQuestion(assistant, communeId, asked)) satisfies TryView)
  })
  router.post('/admin/try/batch', isCurator, async (request, response) => {
    const { questions } = parseBody(tryBatchRequest, request.body)
    const { communeId } = staffFrom(response).user
    const tried: TriedView[] = []
    for (const question of questions) {
      const { stored, outcome, reason, candidates } = await explainQuestion(assistant, communeId, {
        question,
        language: languageOf(request),
      })
      const first = candidates.slice(0, 2).map(({ entryId: id, title, confidence }) => ({ id, title, confidence }))
      tried.push({ question: stored, outcome, reason, candidates: first })
    }
    response.json({ tried } satisfies TriedBatchView)
  })
  return router
}
