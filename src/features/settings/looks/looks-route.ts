import { type RequestHandler, Router } from 'express'
import { communeOf } from '../../../platform/http/commune-of.js'
import type { HttpContext } from '../../../platform/http/http-context.js'
import { queryOf } from '../../../ui/plain/query.js'
import { looksCss } from './looks-css.js'

/** For how long a browser asks no more, in seconds; then it asks whether the looks have changed. */
const FRESH_S = 300

/**
 * The looks of a commune, read by the widget while its own code comes, with the attributes of its script as parameters (`position`, `offset`, `display`):
 * the launcher is never seen to change. The same for everyone, so it may be kept.
 * @param allowOrigins lets the pages of the communes' own sites read it
 */
export function looksRoute(context: HttpContext, allowOrigins: RequestHandler): Router {
  const router = Router()
  router.get('/assets/widget/theme-:id.css', allowOrigins, (request, response) => {
    const { theme } = communeOf(context, String(request.params.id))
    const [position, offset, display] = ['position', 'offset', 'display'].map((name) => queryOf(request, name))
    response.set({ 'Cross-Origin-Resource-Policy': 'cross-origin', 'Cache-Control': `public, max-age=${FRESH_S}` })
    response.type('css').send(looksCss(theme, { position, offset, display }))
  })
  return router
}
