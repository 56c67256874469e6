import { Router } from 'express'
import type { ThemeAdminView } from '../../../platform/http/contract.js'
import type { HttpContext } from '../../../platform/http/http-context.js'
import { communeOf } from '../../../platform/http/views.js'
import { requireRole, staffFrom } from '../../accounts/routes/staff-access.js'

/** The looks of the administrator's commune, to begin a draft with. They are kept in its file. */
export function adminThemeRoute(context: HttpContext): Router {
  const router = Router()
  router.get('/admin/theme', requireRole(context, ['admin']), (_request, response) => {
    const { theme = {} } = communeOf(context, staffFrom(response).user.communeId)
    response.json({ theme } satisfies ThemeAdminView)
  })
  return router
}
