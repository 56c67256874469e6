import { Router } from 'express'
import { h } from 'preact'
import { communeOf } from '../../platform/http/commune-of.js'
import type { HttpContext } from '../../platform/http/http-context.js'
import { frameOf } from './frame.js'
import { NoticePage } from './pages/notice-page.js'
import { NOTICE_PATH } from './plain-links.js'
import { pageLanguage, queryOf } from './query.js'
import { sendErrorPage } from './send-error-page.js'
import { sendPage } from './send-page.js'

/** `GET /confidentialite?commune=&langue=`: what is done with what citizens write. Nothing is stored by showing it. */
export function noticeRoute(http: HttpContext): Router {
  const router = Router()
  router.get(NOTICE_PATH, async (request, response) => {
    response.set('Cache-Control', 'no-cache')
    response.vary('Accept-Language')
    try {
      const frame = frameOf(http, communeOf(http, queryOf(request, 'commune')), pageLanguage(request))
      sendPage(response, 200, h(NoticePage, { frame }))
    } catch (error) {
      await sendErrorPage(http, request, response, error)
    }
  })
  return router
}
