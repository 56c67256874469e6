import { type Request, Router } from 'express'
import { h } from 'preact'
import type { StaffLanguage } from '../../domain/language.js'
import { communeOf } from '../commune-of.js'
import type { HttpContext } from '../http-context.js'
import { frameOf } from '../plain/frame.js'
import { DECLARATION_PATH } from '../plain/plain-links.js'
import { pageLanguage, queryOf } from '../plain/query.js'
import { sendPage } from '../plain/send-page.js'
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
