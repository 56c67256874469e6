import { Router } from 'express'
import type { ViewsView } from '../../../platform/http/contract.js'
import type { HttpContext } from '../../../platform/http/http-context.js'
import { parseBody } from '../../../platform/http/problem.js'
import { AppError } from '../../../platform/model/app-error.js'
import type { SavedView } from '../../../platform/model/saved-view.js'
import { staffFrom } from '../../accounts/routes/staff-access.js'
import { viewsRequest } from './queue-contract.js'

/** `GET|PUT /agent/views`: an agent's own views of the queue. They go with her account. */
export function viewsRoutes({ assistant: { store } }: HttpContext): Router {
  const router = Router()
  router.get('/views', (_request, response) => {
    response.json({ views: staffFrom(response).user.views ?? [] } satisfies ViewsView)
  })
  router.put('/views', async (request, response) => {
    const { views } = parseBody(viewsRequest, request.body)
    if (new Set(views.map(({ id }) => id)).size < views.length || views.filter(({ isDefault }) => isDefault).length > 1)
      throw new AppError('invalid_request', 422, { field: 'views' })
    await store.saveViews(staffFrom(response).user.id, views as SavedView[])
    response.json({ views: views as SavedView[] } satisfies ViewsView)
  })
  return router
}
