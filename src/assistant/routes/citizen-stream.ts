import type { Request } from 'express'
import type { StaffStore } from '../../features/accounts/staff-verbs.js'
import { conversationRoutes, type TypingView } from '../../features/conversations/contract.js'
import type { ConversationStore } from '../../features/conversations/conversation-verbs.js'
import type { Viewers } from '../../features/handoffs/routes/viewers.js'
import type { LiveCommunes } from '../../features/settings/live-communes.js'
import { communeOf } from '../../platform/http/commune-origins.js'
import type { EventHub } from '../../platform/http/event-hub.js'
import { type EventStream, openStream, type StreamNeeds } from '../../platform/http/open-stream.js'
import { SENT, type ServedRoute, serve } from '../../platform/http/serve-routes.js'
import { AppError } from '../../platform/model/app-error.js'
import type { Change } from '../../platform/model/change.js'
import type { Conversation } from '../../platform/model/conversation.js'
import type { AssistantContext } from '../assistant-context.js'
import { availabilityView, type ConversationViewNeeds, waitView } from './citizen-views.js'
import { senderFrom } from './guards.js'

/** How often the availability is looked at again: the reception closes, or a console falls silent, without a word. */
const AVAILABILITY_MS = 30_000

/** Changes after which a citizen may be told something else of who can be reached. */
const TOLD = new Set<Change['type']>(['presence', 'alert', 'settings'])

/** How long an agent is shown as writing after the last sign of it. */
const TYPING_MS = 6_000

/** What the stream of a conversation needs. */
export interface CitizenStreamNeeds extends Omit<ConversationViewNeeds, 'store'>, StreamNeeds {
  store: ConversationViewNeeds['store'] & Pick<ConversationStore, 'getConversation'> & Pick<StaffStore, 'getUser'>
  hub: StreamNeeds['hub'] & Pick<EventHub, 'onConversation' | 'onCommune' | 'onTyping'>
  viewers: Pick<Viewers, 'of' | 'on'>
  liveCommunes: ConversationViewNeeds['liveCommunes'] & Pick<LiveCommunes, 'refresh'>
  assistant: Pick<AssistantContext, 'queueFairly'>
}

/**
 * The stream of a conversation. It subscribes before it reads, and reads by sequence number, so that nothing is missed or
 * doubled between the two.
 */
export function serveCitizenStream(needs: CitizenStreamNeeds): ServedRoute {
  const { store, assistant } = needs
  return serve(conversationRoutes.follow, async ({ request, response }) => {
    const caller = needs.limits.callerKey(request)
    const { conversation, stream } = await assistant.queueFairly(caller, async () => {
      const conversation = await store.getConversation(senderFrom(response).id)
      if (!conversation) throw new AppError('unknown_conversation', 404)
      return { conversation, stream: await openStream({ request, response, owner: conversation.id }, needs) }
    })
    follow(needs, { conversation, stream, caller, after: resumeAfter(request) })
    return SENT
  })
}

/** Who follows what. */
interface Following {
  conversation: Conversation
  stream: EventStream
  caller: string
  /** The last message that she has. */
  after: number
}

/** What is told on a stream, each thing only once it has changed. */
function tellingOf(needs: CitizenStreamNeeds, { conversation, stream, after }: Following) {
  const { id, communeId, language } = conversation
  let sent = after
  let availability = ''
  let handoff = ''
  let handoffId: string | undefined
  return {
    /** The wait or talk that was told last. */
    handoffId: () => handoffId,
    async pushAvailability() {
      const view = await availabilityView(needs, communeOf(needs, communeId), language)
      if (JSON.stringify(view) === availability) return
      availability = JSON.stringify(view)
      stream.push('availability', view)
    },
    async pushNews() {
      // Read first, told last: the words that came with a request are there when its state is.
      const open = await needs.store.findOpenHandoff(id)
      handoffId = open?.id
      for (const message of await needs.store.listMessages(id, sent)) {
        sent = message.seq
        stream.push('message', message, message.seq)
      }
      const view = open ? await waitView(needs, open, sent) : null
      if (JSON.stringify(view) === handoff) return
      handoff = JSON.stringify(view)
      stream.push('handoff', view)
    },
    async pushTyping(userId: string) {
      const name = (await needs.store.getUser(userId))?.displayName
      if (name !== undefined) stream.push('typing', { name, forMs: TYPING_MS } satisfies TypingView)
    },
  }
}

function follow(needs: CitizenStreamNeeds, following: Following): void {
  const { hub, liveCommunes, viewers } = needs
  const { queueFairly } = needs.assistant
  const { conversation, stream, caller } = following
  const { id, communeId } = conversation
  const { handoffId, pushAvailability, pushNews, pushTyping } = tellingOf(needs, following)
  let hasEnded = false
  stream.onEnd(() => {
    hasEnded = true
  })
  stream.onEnd(
    hub.onConversation(id, (change) => {
      if (change.type !== 'erased') return stream.inLine(pushNews)
      stream.push('closed', null)
      stream.end()
    }),
  )
  stream.onEnd(
    hub.onCommune(communeId, (change) => {
      // The change is told before the commune was read again.
      if (change.type === 'settings') stream.inLine(() => liveCommunes.refresh(communeId))
      if (TOLD.has(change.type)) stream.inLine(pushAvailability)
      const moves = change.type === 'presence' || (change.type === 'handoff' && change.conversationId !== id)
      if (moves) stream.inLine(pushNews)
    }),
  )
  stream.onEnd(
    viewers.on(communeId, (told) => {
      if (told.handoffId === handoffId() && told.readingMs > 0) stream.inLine(pushNews)
    }),
  )
  stream.onEnd(hub.onTyping(id, (userId) => stream.inLine(() => pushTyping(userId))))
  // Who opens and leaves without end leaves nothing to do.
  for (const push of [pushNews, pushAvailability])
    stream.inLine(() => queueFairly(caller, async () => (hasEnded ? undefined : push())))
  stream.every(AVAILABILITY_MS, pushAvailability)
}

/** The last message that the reader has; 0 when she does not say, or says something else. */
function resumeAfter(request: Request): number {
  return toSeq(request.get('last-event-id')) ?? toSeq(request.query.after) ?? 0
}

/** A sequence number as written in a request; `null` when it is not one. */
function toSeq(written: unknown): number | null {
  return typeof written === 'string' && /^\d{1,9}$/.test(written) ? Number(written) : null
}
