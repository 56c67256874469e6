import { type Request, type RequestHandler, Router } from 'express'
import type { TypingView } from '../../platform/http/contract.js'
import type { HttpContext } from '../../platform/http/http-context.js'
import { openStream } from '../../platform/http/open-stream.js'
import { availabilityView, communeOf, handoffView } from '../../platform/http/views.js'
import type { Change } from '../../platform/model/change.js'
import { conversationOf } from './citizen-access.js'
import { toSeq } from './citizen-routes.js'

/** How often the availability is looked at again: the reception closes, or a console falls silent, without a word. */
const AVAILABILITY_MS = 30_000

/** Changes after which a citizen may be told something else of who can be reached. */
const TOLD = new Set<Change['type']>(['presence', 'alert', 'settings'])

/** How long an agent is shown as writing after the last sign of it. */
const TYPING_MS = 6_000

/**
 * The stream of a conversation. It subscribes before it reads, and reads by sequence number, so that nothing is missed or
 * doubled between the two.
 */
export function citizenStream(context: HttpContext): Router {
  const router = Router()
  router.get('/conversations/:id/events', followConversation(context))
  return router
}

function followConversation(context: HttpContext): RequestHandler {
  return async (request, response) => {
    await context.limits.address(request)
    const { store, turns } = context.assistant
    const caller = context.limits.callerKey(request)
    const { conversation, stream } = await turns(caller, async () => {
      const conversation = await conversationOf(request, context)
      return { conversation, stream: await openStream({ request, response, owner: conversation.id }, context) }
    })
    const { id, communeId, language } = conversation
    let hasEnded = false
    stream.onEnd(() => {
      hasEnded = true
    })
    let sent = resumeAfter(request)
    let availability = ''
    let handoff = ''
    let handoffId: string | undefined
    const pushAvailability = async () => {
      const view = await availabilityView(context, communeOf(context, communeId), language)
      if (JSON.stringify(view) === availability) return
      availability = JSON.stringify(view)
      stream.push('availability', view)
    }
    const pushNews = async () => {
      // Read first, told last: the words that came with a request are there when its state is.
      const open = await store.findOpenHandoff(id)
      handoffId = open?.id
      for (const message of await store.listMessages(id, sent)) {
        sent = message.seq
        stream.push('message', message, message.seq)
      }
      const view = await handoffView(context, open, sent)
      if (JSON.stringify(view) === handoff) return
      handoff = JSON.stringify(view)
      stream.push('handoff', view)
    }
    stream.onEnd(
      context.hub.onConversation(id, (change) => {
        if (change.type !== 'erased') return stream.inLine(pushNews)
        stream.push('closed', null)
        stream.end()
      }),
    )
    stream.onEnd(
      context.hub.onCommune(communeId, (change) => {
        // The change is told before the commune was read again.
        if (change.type === 'settings') stream.inLine(() => context.towns.refresh(communeId))
        if (TOLD.has(change.type)) stream.inLine(pushAvailability)
        const moves = change.type === 'presence' || (change.type === 'handoff' && change.conversationId !== id)
        if (moves) stream.inLine(pushNews)
      }),
    )
    stream.onEnd(
      context.viewers.on(communeId, (told) => {
        if (told.handoffId === handoffId && told.readingMs > 0) stream.inLine(pushNews)
      }),
    )
    stream.onEnd(
      context.hub.onTyping(id, (userId) => {
        const pushTyping = async () => {
          const name = (await store.getUser(userId))?.displayName
          if (name !== undefined) stream.push('typing', { name, forMs: TYPING_MS } satisfies TypingView)
        }
        stream.inLine(pushTyping)
      }),
    )
    // Who opens and leaves without end leaves nothing to do.
    for (const push of [pushNews, pushAvailability])
      stream.inLine(() => turns(caller, async () => (hasEnded ? undefined : push())))
    stream.every(AVAILABILITY_MS, pushAvailability)
  }
}

/** The last message that the reader has; 0 when she does not say, or says something else. */
function resumeAfter(request: Request): number {
  return toSeq(request.get('last-event-id')) ?? toSeq(request.query.after) ?? 0
}
