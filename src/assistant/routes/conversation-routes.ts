import { randomUUID } from 'node:crypto'
import { conversationRoutes } from '../../features/conversations/contract.js'
import type { ConversationStore } from '../../features/conversations/conversation-verbs.js'
import { ratingRoutes } from '../../features/conversations/rating-contract.js'
import type { HandoffStore } from '../../features/handoffs/store/handoff-verbs.js'
import { cancel } from '../../features/handoffs/talk/act.js'
import { leaveMessage } from '../../features/handoffs/talk/request.js'
import { showsCitizenTyping } from '../../features/handoffs/talk/sweep-talks.js'
import type { Feature } from '../../platform/feature.js'
import type { EventHub } from '../../platform/http/event-hub.js'
import { maskedIn, noteMasked } from '../../platform/http/mask-typed.js'
import { languageOf } from '../../platform/http/problem.js'
import type { NamedCommunes } from '../../platform/http/public-address.js'
import type { RateLimits } from '../../platform/http/rate-limits.js'
import { newSecret } from '../../platform/http/secrets.js'
import { conversationFrom, type ServedRoute, serve } from '../../platform/http/serve-routes.js'
import { AppError } from '../../platform/model/app-error.js'
import { requireWords } from '../../platform/text/clean-text.js'
import type { ReceiveMessage } from '../receive-message.js'
import { communeAsked } from './asking-routes.js'
import { type CitizenStreamNeeds, serveCitizenStream } from './citizen-stream.js'
import { availabilityView, type ConversationViewNeeds, messagesView, waitView } from './citizen-views.js'
import {
  type CallNeeds,
  type ClosingNeeds,
  callAgent,
  closeConversation,
  type OpinionNeeds,
  type RatingNeeds,
  rateConversation,
  recordOpinion,
} from './conversation-acts.js'
import { senderFrom } from './guards.js'
import { type LeavingNeeds, toLeftMessage } from './left-message.js'
import { type StartNeeds, startConversation } from './start-conversation.js'

type Stores = ConversationViewNeeds['store'] &
  CallNeeds['store'] &
  ClosingNeeds['store'] &
  OpinionNeeds['store'] &
  RatingNeeds['store'] &
  StartNeeds['store'] &
  CitizenStreamNeeds['store'] &
  Pick<ConversationStore, 'setLanguage' | 'eraseConversation'> &
  Pick<HandoffStore, 'knownOpenHandoff'>

/** What these routes need. */
export type ConversationRouteNeeds = Omit<CallNeeds & ClosingNeeds & OpinionNeeds & RatingNeeds & StartNeeds, 'store'> &
  Omit<CitizenStreamNeeds, 'store'> &
  NamedCommunes & {
    store: Stores
    limits: Pick<RateLimits, 'commune' | 'typing'>
    hub: Pick<EventHub, 'tellCitizenTyping'>
    assistant: LeavingNeeds
    /** The door of the assistant, the same for every way in: the messages of a conversation wait for each other. */
    receive: ReceiveMessage
    /** What is known of a citizen elsewhere goes with her conversation. */
    forgetAppointments: (conversationId: string) => Promise<void>
  }

/** A citizen's conversation, its messages, and the way to a human. */
export const conversations: Feature<ConversationRouteNeeds> = {
  name: 'conversations',
  routes: { ...conversationRoutes, ...ratingRoutes },
  open: (needs) => ({
    served: [
      ...serveMessages(needs),
      serveStart(needs),
      serveCitizenStream(needs),
      ...serveHandoff(needs),
      ...serveOpinions(needs),
      serveTyping(needs),
      ...serveEnds(needs),
    ],
  }),
}

function serveMessages(needs: ConversationRouteNeeds): ServedRoute[] {
  const { store, limits, receive } = needs
  return [
    serve(conversationRoutes.send, async ({ body, request, response }) => {
      const { id } = senderFrom(response)
      requireWords(body)
      const { message, replies } = await receive({ id }, { ...body, caller: limits.callerKey(request) })
      const handoff = await store.knownOpenHandoff(id)
      return { message, replies, handoff: handoff ? await waitView(needs, handoff) : null }
    }),
    serve(conversationRoutes.read, ({ query, response }) =>
      messagesView(needs, conversationFrom(response), Number(query.after)),
    ),
  ]
}

function serveStart(needs: ConversationRouteNeeds): ServedRoute {
  const { limits, assistant } = needs
  return serve(conversationRoutes.start, async ({ body, request }) => {
    const commune = communeAsked(needs, request, body.communeId)
    await limits.commune(commune.id)
    const language = body.language ?? languageOf(request)
    const start = { id: randomUUID(), token: newSecret(), commune, language, page: body.page }
    const { messages, availability } = await assistant.queueFairly(limits.callerKey(request), async () => ({
      ...(await startConversation(needs, start)),
      availability: await availabilityView(needs, commune, language),
    }))
    return { id: start.id, token: start.token, messages, availability }
  })
}

function serveHandoff(needs: ConversationRouteNeeds): ServedRoute[] {
  const { store, handoffContext, assistant } = needs
  return [
    serve(conversationRoutes.callAgent, async ({ body, request, response }) => {
      const conversation = conversationFrom(response)
      if (body.kind === 'live') return waitView(needs, await callAgent(needs, conversation, languageOf(request)))
      const left = await toLeftMessage(assistant, conversation, { ...body, masked: maskedIn(response) })
      noteMasked(response, left.maskedKinds)
      return waitView(needs, await leaveMessage(handoffContext, conversation, left))
    }),
    serve(conversationRoutes.cancelHandoff, async ({ response }) => {
      const handoff = await store.findOpenHandoff(conversationFrom(response).id)
      if (!handoff) throw new AppError('unknown_handoff', 404)
      return waitView(needs, await cancel(handoffContext, handoff))
    }),
  ]
}

function serveOpinions(needs: ConversationRouteNeeds): ServedRoute[] {
  return [
    serve(conversationRoutes.feedback, async ({ params, body: { feedback }, response }) => {
      await recordOpinion(needs, conversationFrom(response), { messageId: params.mid, feedback })
      return null
    }),
    serve(ratingRoutes.rate, async ({ body: { level, comment = '' }, response }) => {
      await rateConversation(needs, conversationFrom(response), { level, comment })
      return null
    }),
    serve(conversationRoutes.setLanguage, async ({ body: { language }, response }) => {
      await needs.store.setLanguage(conversationFrom(response).id, language)
      return null
    }),
  ]
}

/** A citizen writes to her agent. Only the fact is told, and it is stored nowhere; without the commune's choice, not even that. */
function serveTyping({ store, handoffContext, limits, hub }: ConversationRouteNeeds): ServedRoute {
  return serve(conversationRoutes.tellTyping, async ({ response }) => {
    const { id } = conversationFrom(response)
    await limits.typing(id)
    const handoff = await store.findOpenHandoff(id)
    if (handoff?.agentId && showsCitizenTyping(handoffContext, handoff))
      hub.tellCitizenTyping(handoff.agentId, handoff.id)
    return null
  })
}

function serveEnds(needs: ConversationRouteNeeds): ServedRoute[] {
  return [
    serve(conversationRoutes.close, async ({ response }) => {
      await closeConversation(needs, conversationFrom(response))
      return null
    }),
    serve(conversationRoutes.erase, async ({ response }) => {
      const { id } = conversationFrom(response)
      await needs.forgetAppointments(id)
      await needs.store.eraseConversation(id)
      return null
    }),
  ]
}
