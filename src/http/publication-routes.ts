import { Router } from 'express'
import type { PublicationView } from './contract.js'
import type { HttpContext } from './http-context.js'
import { requireRole, staffFrom } from './staff-access.js'

/** Publishing the content of the folders, and what it keeps of the promise. For administrators. */
export function publicationRoutes(context: HttpContext): Router {
  const router = Router()
  const isAdmin = requireRole(context, ['admin'])
  router.get('/admin/publication', isAdmin, (_request, response) => {
    const { communeId } = staffFrom(response).user
    response.json(context.publisher.stateOf(communeId) satisfies PublicationView)
  })
  router.post('/admin/publish', isAdmin, (_request, response) => {
    const { communeId } = staffFrom(response).user
    // Reading and checking take seconds: the page follows them by reading the state.
    context.publisher.publish()
    response.status(202).json(context.publisher.stateOf(communeId) satisfies PublicationView)
  })
  return router
}
