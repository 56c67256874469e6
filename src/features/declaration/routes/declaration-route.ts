import { type Request, Router } from 'express'
import { h } from 'preact'
import type { HttpContext } from '../../../platform/http/http-context.js'
import { frameOf } from '../../../platform/http/pages/frame.js'
import { DECLARATION_PATH } from '../../../platform/http/pages/plain-links.js'
import { pageLanguage, queryOf, sendPage } from '../../../platform/http/pages/send-page.js'
import { communeOf } from '../../../platform/http/views.js'
import type { StaffLanguage } from '../../../platform/model/language.js'
import { DeclarationPage } from './declaration-page.js'

/** `GET /accessibilite?commune=&langue=`: the declaration of accessibility, made from the last audit. */
export function declarationRoute(context: HttpContext): Router {
  const router = Router()
  router.get(DECLARATION_PATH, (request, response) => {
    const language = languageOf(request)
    const frame = frameOf(context, communeOf(context, queryOf(request, 'commune')), language)
    const { audit, say } = context.declaration
    response.set('Cache-Control', 'no-cache')
    sendPage(response, 200, h(DeclarationPage, { frame, audit, d: (key, words) => say(language, key, words) }))
  })
  return router
}

/** The law's language, or English for those who do not read it. */
function languageOf(request: Request): StaffLanguage {
  return pageLanguage(request) === 'en' ? 'en' : 'fr'
}
