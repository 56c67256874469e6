import { Router } from 'express'
import { requireRole, staffFrom } from '../../features/accounts/routes/staff-access.js'
import { type ScreenView, screenRequest } from '../../platform/http/contract.js'
import type { HttpContext } from '../../platform/http/http-context.js'
import { languageOf, parseBody } from '../../platform/http/problem.js'
import { screenMessage } from '../assess-question.js'
import { sayIn } from '../assistant-context.js'
import { hearDangersIn } from '../hear-dangers.js'
import { hearText } from '../languages/hear-message.js'

/** `POST /admin/screen`: what would be stored of a text, and what is noticed in it. Nothing is stored, logged or counted. */
export function screenRoute(context: HttpContext): Router {
  const { assistant } = context
  const router = Router()
  router.post('/admin/screen', requireRole(context, ['admin']), async (request, response) => {
    const { text } = parseBody(screenRequest, request.body)
    const screened = screenMessage(text, assistant, sayIn(assistant.say, languageOf(request)))
    const { heard, signals } = hearText(screened, assistant)
    const snapshot = await assistant.snapshotOf(staffFrom(response).user.communeId)
    const dangers = await hearDangersIn({ ...screened, signals }, snapshot, assistant)
    const view: ScreenView = {
      stored: screened.text,
      masked: screened.masked.map((kind) => `pii:${kind}`),
      signals: [...new Set([...dangers.signals, ...signals])],
      language: heard.language,
    }
    response.json(view)
  })
  return router
}
