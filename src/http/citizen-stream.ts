import { createSession } from 'better-sse'
import { type RequestHandler, Router } from 'express'
import { conversationOf } from './citizen-access.js'
import { communeOf } from './citizen-routes.js'
import type { HttpContext } from './http-context.js'
import { availabilityView, handoffView } from './views.js'

/** Milliseconds between two comments that keep proxies from closing a silent stream. */
const KEEP_ALIVE_MS = 25_000

/**
 * The stream of a conversation. It subscribes before it reads, and reads by sequence number, so that nothing is missed or
 * doubled between the two.
 */
export function citizenStream(context: HttpContext): Router {
  const router = Router()
  router.get('/conversations/:id/events', openStream(context))
  return router
}

function openStream(context: HttpContext): RequestHandler {
  return async (request, response) => {
    const conversation = await conversationOf(request, context)
    const { id, communeId, language } = conversation
    const { store } = context.assistant
    let sent = Number(request.get('last-event-id') ?? request.query.after ?? 0) || 0
    const session = await createSession(request, response, { keepAlive: KEEP_ALIVE_MS, retry: 2_000 })

    const pushAvailability = async () => {
      session.push(await availabilityView(context, communeOf(context, communeId), language), 'availability')
    }
    const pushNews = async () => {
      for (const message of await store.listMessages(id, sent)) {
        sent = message.seq
        session.push(message, 'message', String(message.seq))
      }
      session.push(await handoffView(context, await store.findOpenHandoff(id)), 'handoff')
    }
    const inLine = lineUp(() => session.isConnected, context)
    const stopConversation = context.hub.onConversation(id, (change) => {
      if (change.type === 'erased') session.push(null, 'closed')
      else inLine(pushNews)
    })
    const stopCommune = context.hub.onCommune(communeId, (change) => {
      if (change.type === 'presence') inLine(pushAvailability)
      if (change.type === 'handoff' && change.conversationId !== id) inLine(pushNews)
    })
    session.once('disconnected', () => {
      stopConversation()
      stopCommune()
    })
    inLine(pushNews)
    inLine(pushAvailability)
  }
}

/** Runs pushes one after the other while the stream is connected; one that fails is logged and the next one goes on. */
export function lineUp(isConnected: () => boolean, context: HttpContext): (push: () => Promise<void>) => void {
  let line = Promise.resolve()
  return (push) => {
    line = line.then(async () => {
      if (!isConnected()) return
      try {
        await push()
      } catch (error) {
        context.logger.warn({ stack: error instanceof Error ? error.stack : undefined }, 'a stream could not be fed')
      }
    })
  }
}
