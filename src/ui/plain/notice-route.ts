import { Router } from 'express'
import { h } from 'preact'
import type { HttpContext } from '../../platform/http/http-context.js'
import { frameOf } from '../../platform/http/pages/frame.js'
import { NOTICE_PATH } from '../../platform/http/pages/plain-links.js'
import { pageLanguage, queryOf, sendErrorPage, sendPage } from '../../platform/http/pages/send-page.js'
import { communeOf } from '../../platform/http/views.js'
import { NoticePage } from './pages/notice-page.js'

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
