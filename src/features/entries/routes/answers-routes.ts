import { Router } from 'express'
import { cleanText } from '../../../assistant/screen.js'
import type { HttpContext } from '../../../platform/http/http-context.js'
import { parseBody } from '../../../platform/http/problem.js'
import type { AnswersStop } from '../../../platform/http/shapes.js'
import { AppError } from '../../../platform/model/app-error.js'
import { requireRole, staffFrom } from '../../accounts/routes/staff-access.js'
import { type AnswersView, answersRequest } from './answers-calls.js'

/** The switch by which the assistant of a commune stops answering by itself. All its staff may see it; administrators move it. */
export function answersRoutes(context: HttpContext): Router {
  const router = Router()
  const isStaff = requireRole(context, ['agent', 'curator', 'supervisor', 'admin'])
  const isAdmin = requireRole(context, ['admin'])
  const view = (communeId: string): AnswersView => ({ stop: answersStop(context, communeId) })
  router.get('/admin/answers', isStaff, (_request, response) => {
    response.json(view(staffFrom(response).user.communeId))
  })
  router.put('/admin/answers', isAdmin, async (request, response) => {
    const { stopped, why = '' } = parseBody(answersRequest, request.body)
    const { id: userId, displayName: userName, communeId } = staffFrom(response).user
    const reason = cleanText(why)
    if (stopped && reason === '') throw new AppError('text_empty', 422, { field: 'why' })
    const { store, now } = context.assistant
    await store.switchAnswers({ communeId, stopped, at: now().toISOString(), userId, userName, why: reason })
    await context.towns.refresh(communeId)
    response.json(view(communeId))
  })
  return router
}

/** Who stopped the answers of a commune; `null` while it answers. */
export function answersStop(
  { towns }: { towns: Pick<HttpContext['towns'], 'stopOf'> },
  communeId: string,
): AnswersStop | null {
  const stop = towns.stopOf(communeId)
  return stop && { since: stop.at, by: stop.userName, why: stop.why }
}
