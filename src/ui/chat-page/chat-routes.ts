import { type Request, type Response, Router } from 'express'
import { h } from 'preact'
import type { HttpContext } from '../../platform/http/http-context.js'
import { frameOf } from '../../platform/http/pages/frame.js'
import { pageLanguage, queryOf, sendErrorPage, sendPage } from '../../platform/http/pages/send-page.js'
import { allowFrames } from '../../platform/http/security-headers.js'
import { communeOf } from '../../platform/http/views.js'
import { ChatPage } from './chat-page.js'

/** The chat as a page of its own (`/chat`), and for a frame of the commune's site (`/embed`): `?commune=&langue=`. Showing them stores nothing. */
export function chatRoutes(context: HttpContext): Router {
  const router = Router()
  router.get('/chat', (request, response) => showChat(context, request, response))
  router.get('/embed', (request, response) => showChat(context, request, response, allowFrames))
  return router
}

async function showChat(
  context: HttpContext,
  request: Request,
  response: Response,
  allow?: (response: Response, origins: readonly string[]) => void,
): Promise<void> {
  try {
    const commune = communeOf(context, queryOf(request, 'commune'))
    response.set({ 'Cache-Control': 'no-cache', 'X-Robots-Tag': 'noindex' })
    allow?.(response, commune.origins)
    sendPage(response, 200, h(ChatPage, { frame: frameOf(context, commune, pageLanguage(request)) }))
  } catch (error) {
    await sendErrorPage(context, request, response, error)
  }
}
