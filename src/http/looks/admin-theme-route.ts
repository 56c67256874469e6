import { Router } from 'express'
import { communeOf } from '../commune-of.js'
import type { ThemeAdminView } from '../contract.js'
import type { HttpContext } from '../http-context.js'
import { requireRole, staffFrom } from '../staff-access.js'

/** The looks of the administrator's commune, to begin a draft with. They are kept in its file. */
export function adminThemeRoute(context: HttpContext): Router {
  const router = Router()
  router.get('/admin/theme', requireRole(context, ['admin']), (_request, response) => {
    const { theme = {} } = communeOf(context, staffFrom(response).user.communeId)
    response.json({ theme } satisfies ThemeAdminView)
  })
  return router
}
