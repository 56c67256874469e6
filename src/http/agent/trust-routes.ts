import { Router } from 'express'
import type { HttpContext } from '../http-context.js'
import { maskedRoutes } from './masked-routes.js'
import { remarkRoutes } from './remark-routes.js'
import { validationRoutes } from './validation-routes.js'

/** What agents check before it is said, notice for the curators, and look at with a reason. Roles are checked by who mounts it. */
export function trustRoutes(context: HttpContext): Router {
  return Router().use(validationRoutes(context), remarkRoutes(context), maskedRoutes(context))
}
