import { Router } from 'express'
import type { Role } from '../domain/staff.js'
import { isAvailable } from '../handover/availability.js'
import type { HttpContext } from './http-context.js'
import { openStream } from './open-stream.js'
import { isStillStaff, requireRole, staffFrom } from './staff-access.js'

/** How often an open console proves that its agent is still there; well under the presence's time to live. */
const PRESENCE_REFRESH_MS = 30_000
const ROLES: readonly Role[] = ['agent', 'admin']

/**
 * The stream of a console: `queue` when the list must be read again, `message` when a conversation of the commune has a
 * new one, `looker` when a colleague reads or writes in a handoff. While it is open, a declared availability stays alive. It ends with the session that opened it.
 */
export function agentStream(context: HttpContext): Router {
  const router = Router()
  router.get('/events', requireRole(context, ROLES), async (request, response) => {
    const staff = staffFrom(response)
    const { id: userId, communeId } = staff.user
    const { store, now } = context.assistant
    const stream = await openStream(request, response, context)
    stream.onEnd(context.consoles.open(userId, staff.session.idHash))
    const whileSignedIn = (push: () => Promise<void>) => async () => {
      if (await isStillStaff(context, staff, ROLES)) await push()
      else stream.end()
    }
    const pushQueue = async () => stream.push('queue', null)
    const refreshPresence = async () => {
      const mine = (await store.listPresences(communeId)).find((presence) => presence.userId === userId)
      if (mine && isAvailable(mine, now())) await store.savePresence({ ...mine, seenAt: now().toISOString() })
    }
    stream.onEnd(
      context.hub.onCommune(communeId, (change) => {
        if (change.type !== 'message') return stream.inLine(whileSignedIn(pushQueue))
        const { conversationId, seq } = change
        const pushMessage = async () => {
          const handoff = await store.findOpenHandoff(conversationId)
          if (handoff) stream.push('message', { handoffId: handoff.id, conversationId, seq })
        }
        stream.inLine(whileSignedIn(pushMessage))
      }),
    )
    stream.onEnd(
      context.lookers.on(communeId, (told) => {
        if (told.userId !== userId) stream.inLine(whileSignedIn(async () => stream.push('looker', told)))
      }),
    )
    stream.inLine(whileSignedIn(pushQueue))
    stream.every(PRESENCE_REFRESH_MS, whileSignedIn(refreshPresence))
  })
  return router
}
