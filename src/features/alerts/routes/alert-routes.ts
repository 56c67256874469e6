import { type Request, type Response, Router } from 'express'
import { cleanText } from '../../../assistant/screen.js'
import { alertRequest } from '../../../platform/http/contract.js'
import type { HttpContext } from '../../../platform/http/http-context.js'
import { parseBody } from '../../../platform/http/problem.js'
import { communeOf } from '../../../platform/http/views.js'
import { AppError } from '../../../platform/model/app-error.js'
import { requireRole, staffFrom } from '../../accounts/routes/staff-access.js'
import type { Alert } from '../alert.js'
import { alertAdminView } from './alert-view.js'

/** The alert of the administrator's commune: what it announces to everyone who opens the chat. */
export function alertRoutes(context: HttpContext): Router {
  const router = Router()
  const isAdmin = requireRole(context, ['admin'])
  router.get('/admin/alert', isAdmin, (_request, response) => sendAlert(context, response))
  router.put('/admin/alert', isAdmin, async (request, response) => {
    await save(context, response, readAlert(context, request, staffFrom(response).user.communeId))
    await sendAlert(context, response)
  })
  router.delete('/admin/alert', isAdmin, async (_request, response) => {
    await save(context, response, null)
    await sendAlert(context, response)
  })
  return router
}

async function sendAlert(context: HttpContext, response: Response): Promise<void> {
  response.json(await alertAdminView(context, communeOf(context, staffFrom(response).user.communeId)))
}

async function save(context: HttpContext, response: Response, alert: Alert | null): Promise<void> {
  const { id: userId, displayName: userName, communeId } = staffFrom(response).user
  const { store, now } = context.assistant
  await store.saveAlert({ communeId, at: now().toISOString(), userId, userName, alert })
}

/** @throws AppError `invalid_request`, `text_empty`, `alert_ends_early`, `unknown_entry` (422) with the field at fault */
function readAlert(context: HttpContext, request: Request, communeId: string): Alert {
  const { text, link, ...alert } = parseBody(alertRequest, request.body)
  const fr = cleanText(text.fr)
  if (fr === '') throw new AppError('text_empty', 422, { field: 'text.fr' })
  const from = Date.parse(alert.from)
  const to = Date.parse(alert.to)
  if (to <= from || to <= context.assistant.now().getTime())
    throw new AppError('alert_ends_early', 422, { field: 'to' })
  const entries = context.entriesNow(communeId)
  if (alert.entries.some((id) => !entries.has(id))) throw new AppError('unknown_entry', 422, { field: 'entries' })
  const others = Object.entries(text).map(([language, words]) => [language, cleanText(words ?? '')] as const)
  return {
    ...alert,
    entries: [...new Set(alert.entries)],
    text: { ...Object.fromEntries(others.filter(([, words]) => words !== '')), fr },
    link: link ?? null,
  }
}
