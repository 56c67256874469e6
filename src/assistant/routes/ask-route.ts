import { Router } from 'express'
import { createAlertReader } from '../../features/alerts/alert-view.js'
import { refuseOtherSites } from '../../platform/http/commune-origins.js'
import { type AskView, askRequest } from '../../platform/http/contract.js'
import type { HttpContext } from '../../platform/http/http-context.js'
import { languageOf, parseBody } from '../../platform/http/problem.js'
import { communeOf } from '../../platform/http/views.js'
import { AppError } from '../../platform/model/app-error.js'
import { cleanText } from '../../platform/text/clean-text.js'
import type { AnswerOnce } from '../answer-once.js'

/** `POST /ask`: one question, one decision, nothing stored but counters. */
export function askRoute(context: HttpContext, answerOnce: AnswerOnce): Router {
  const router = Router()
  const readAlert = createAlertReader(context)
  router.post('/ask', async (request, response) => {
    const body = parseBody(askRequest, request.body)
    if (cleanText(body.question) === '') throw new AppError('text_empty', 422, { field: 'question' })
    const commune = communeOf(context, body.communeId)
    refuseOtherSites(context, request, commune)
    await context.limits.commune(commune.id)
    const language = body.language ?? languageOf(request)
    const caller = context.limits.callerKey(request)
    const answered = await context.assistant.turns(caller, () => answerOnce(commune.id, body.question, language))
    const view: AskView = { ...answered, alert: await readAlert(context, commune, language) }
    // Not by Express, which would make a tag of an answer that nobody may keep.
    const sent = Buffer.from(JSON.stringify(view))
    response.set({ 'Content-Type': 'application/json; charset=utf-8', 'Content-Length': String(sent.length) }).end(sent)
  })
  return router
}
