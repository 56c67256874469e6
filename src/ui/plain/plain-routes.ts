import express, { type ErrorRequestHandler, type Request, type RequestHandler, type Response, Router } from 'express'
import { maskForms } from '../../assistant/routes/mask-typed.js'
import { refuseForeignPages } from '../../platform/http/foreign-pages.js'
import type { HttpContext } from '../../platform/http/http-context.js'
import { AppError } from '../../platform/model/app-error.js'
import { postAsk, showAsk } from './ask.js'
import { postEnd, postErase, showErase, showErased } from './leave.js'
import type { PlainContext } from './plain-context.js'
import { conversationLinks, LAST_MESSAGE } from './plain-links.js'
import { postAgent, postLeftMessage, postStopWaiting, showMessageForm } from './reach-human.js'
import { sendErrorPage } from './send-error-page.js'
import { showData } from './show-data.js'
import { postMessage, postOpinion, showTalk } from './talk.js'

/** Largest form accepted: the longest message, each of its letters written as six. */
const FORM_LIMIT = '64kb'

type Handler = (context: PlainContext, request: Request, response: Response) => Promise<void>

const PAGES: Record<string, Handler> = {
  '/': showAsk,
  '/effacee': showErased,
  '/:id/:token': showTalk,
  '/:id/:token/message': showMessageForm,
  '/:id/:token/donnees': showData,
  '/:id/:token/effacer': showErase,
}
const FORMS: Record<string, Handler> = {
  '/': postAsk,
  '/:id/:token/messages': postMessage,
  '/:id/:token/avis': postOpinion,
  '/:id/:token/agent': postAgent,
  '/:id/:token/attente': postStopWaiting,
  '/:id/:token/message': postLeftMessage,
  '/:id/:token/fin': postEnd,
  '/:id/:token/effacer': postErase,
}

/**
 * The pages without script, for citizens whose browser runs none: the same acts as the API's, each a form that answers
 * with a redirection to a page. A conversation is carried by its address, which no log, cache or referrer keeps.
 */
export function plainRoutes(context: PlainContext): Router {
  const router = Router()
  router.use(keepNowhere, refuseForeignPages(context.http))
  router.use(express.urlencoded({ extended: false, limit: FORM_LIMIT }), endLinesOnce, maskForms(context.http))
  for (const [path, handler] of Object.entries(PAGES)) router.get(path, guarded(context, handler))
  for (const [path, handler] of Object.entries(FORMS)) router.post(path, guarded(context, handler))
  // A page of error has the address of its form: typed again, it leads back to the conversation.
  router.get(
    Object.keys(FORMS).filter((path) => !(path in PAGES)),
    (request, response) => {
      const { id = '', token = '' } = request.params
      response.redirect(303, `${conversationLinks(String(id), String(token)).base}#${LAST_MESSAGE}`)
    },
  )
  router.use(() => {
    throw new AppError('not_found', 404)
  })
  router.use(errorPage(context.http))
  return router
}

const KEPT_NOWHERE = {
  'Cache-Control': 'no-store',
  'Referrer-Policy': 'no-referrer',
  'X-Robots-Tag': 'noindex, nofollow',
}

const keepNowhere: RequestHandler = (_request, response, next) => {
  response.set(KEPT_NOWHERE)
  next()
}

/** Browsers end each line of a form with two characters; the longest text is counted with one. */
const endLinesOnce: RequestHandler = (request, _response, next) => {
  const body: unknown = request.body
  if (typeof body === 'object' && body !== null) {
    const fields = Object.entries(body as Record<string, unknown>)
    request.body = Object.fromEntries(
      fields.map(([name, value]) => [name, typeof value === 'string' ? value.replace(/\r\n?/g, '\n') : value]),
    )
  }
  next()
}

/** Where a handler fails, its page of error still knows the conversation: later on, Express forgets the parameters. */
function guarded(context: PlainContext, handler: Handler): RequestHandler {
  return async (request, response) => {
    try {
      if (context.http.stopping()) throw new AppError('stopping', 503, { retryAfterS: 2 })
      await handler(context, request, response)
    } catch (error) {
      await sendErrorPage(context.http, request, response, error)
    }
  }
}

/** Tells an error by a page that is kept nowhere. */
export function errorPage(http: HttpContext): ErrorRequestHandler {
  return (error: unknown, request, response, _next) => {
    response.set(KEPT_NOWHERE)
    return sendErrorPage(http, request, response, error)
  }
}
