import { Router } from 'express'
import type { HttpContext } from '../../../platform/http/http-context.js'
import { remarkRoutes } from '../../handoffs/routes/remark-routes.js'
import { maskedRoutes } from '../../retention/routes/masked-routes.js'
import { validationRoutes } from '../../validation/routes/validation-routes.js'

/** What agents check before it is said, notice for the curators, and look at with a reason. Roles are checked by who mounts it. */
export function trustRoutes(context: HttpContext): Router {
  return Router().use(validationRoutes(context), remarkRoutes(context), maskedRoutes(context))
}
