import { Router } from 'express'
import type { PublicationView } from '../../../platform/http/contract.js'
import type { HttpContext } from '../../../platform/http/http-context.js'
import {
  isServerAdmin,
  requireRole,
  requireServerAdmin,
  type Staff,
  staffFrom,
} from '../../accounts/routes/staff-access.js'

/** Publishing the content of the folders, which communes share, and what it keeps of the promise. For administrators. */
export function publicationRoutes(context: HttpContext): Router {
  const router = Router()
  const view = ({ user }: Staff): PublicationView => ({
    ...context.publisher.stateOf(user.communeId),
    mayPublish: isServerAdmin(context, user),
  })
  router.get('/admin/publication', requireRole(context, ['admin']), (_request, response) => {
    response.json(view(staffFrom(response)))
  })
  router.post('/admin/publish', requireServerAdmin(context), (_request, response) => {
    // Reading and checking take seconds: the page follows them by reading the state.
    context.publisher.publish()
    response.status(202).json(view(staffFrom(response)))
  })
  return router
}
