import { createSession } from 'better-sse'
import { Router } from 'express'
import { isAvailable } from '../handover/availability.js'
import { lineUp } from './citizen-stream.js'
import type { HttpContext } from './http-context.js'
import { requireRole, staffFrom } from './staff-access.js'

const KEEP_ALIVE_MS = 25_000
/** How often an open console proves that its agent is still there; well under the presence's time to live. */
const PRESENCE_REFRESH_MS = 30_000

/**
 * The stream of a console: `queue` when the list must be read again, `message` when a conversation of the commune has a
 * new one. While it is open, a declared availability stays alive.
 */
export function agentStream(context: HttpContext): Router {
  const router = Router()
  router.get('/events', requireRole(context, ['agent', 'admin']), async (request, response) => {
    const { user } = staffFrom(response)
    const { store, now } = context.assistant
    const session = await createSession(request, response, { keepAlive: KEEP_ALIVE_MS, retry: 2_000 })
    const inLine = lineUp(() => session.isConnected, context)
    const refreshPresence = async () => {
      const mine = (await store.listPresences(user.communeId)).find(({ userId }) => userId === user.id)
      if (mine && isAvailable(mine, now())) await store.savePresence({ ...mine, seenAt: now().toISOString() })
    }
    const timer = setInterval(() => inLine(refreshPresence), PRESENCE_REFRESH_MS)
    const stop = context.hub.onCommune(user.communeId, (change) => {
      if (change.type !== 'message') return void session.push(null, 'queue')
      inLine(async () => {
        const handoff = await store.findOpenHandoff(change.conversationId)
        if (!handoff) return
        session.push({ handoffId: handoff.id, conversationId: change.conversationId, seq: change.seq }, 'message')
      })
    })
    session.once('disconnected', () => {
      clearInterval(timer)
      stop()
    })
    session.push(null, 'queue')
  })
  return router
}
