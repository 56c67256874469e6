import { randomUUID } from 'node:crypto'
import { type Request, type RequestHandler, Router } from 'express'
import { callAgent } from '../../features/handoffs/routes/call-agent.js'
import { cancel } from '../../features/handoffs/talk/act.js'
import { leaveMessage } from '../../features/handoffs/talk/request.js'
import { opinionIncrements } from '../../features/statistics/turn-facts.js'
import { refuseOtherSites } from '../../platform/http/commune-origins.js'
import {
  communeQuery,
  feedbackRequest,
  handoffRequest,
  languageRequest,
  messageRequest,
  type ServicesView,
  type StartedView,
  startRequest,
} from '../../platform/http/contract.js'
import type { HttpContext } from '../../platform/http/http-context.js'
import { languageOf, parseBody } from '../../platform/http/problem.js'
import { requireWords } from '../../platform/http/require-words.js'
import { newSecret } from '../../platform/http/secrets.js'
import {
  availabilityView,
  communeOf,
  communeView,
  handoffView,
  messagesView,
  servicesView,
} from '../../platform/http/views.js'
import { AppError } from '../../platform/model/app-error.js'
import type { Conversation, Feedback, Message, NewMessage } from '../../platform/model/conversation.js'
import { type Language, toLanguage } from '../../platform/model/language.js'
import type { ReceiveMessage } from '../receive-message.js'
import { callerConversation, conversationOf } from './citizen-access.js'
import { toLeftMessage } from './left-message.js'
import { maskedIn, noteMasked } from './mask-typed.js'
import { pathOf, startConversation } from './start-conversation.js'

/** Routes of citizens: a conversation, its messages, and the way to a human. The stream is in `citizen-stream.ts`. */
export function citizenRoutes(context: HttpContext, receive: ReceiveMessage): Router {
  const router = Router()
  router.get('/communes/:id', readCommune(context))
  router.get('/communes/:id/services', readServices(context))
  router.post('/conversations', postConversation(context))
  router.post('/conversations/:id/messages', postMessage(context, receive))
  router.get('/conversations/:id/messages', readMessages(context))
  router.post('/conversations/:id/messages/:mid/feedback', postFeedback(context))
  router.post('/conversations/:id/handoff', postHandoff(context))
  router.delete('/conversations/:id/handoff', cancelHandoff(context))
  router.post('/conversations/:id/language', chooseLanguage(context))
  router.post('/conversations/:id/close', postClose(context))
  router.delete('/conversations/:id', eraseConversation(context))
  return router
}

function readCommune(context: HttpContext): RequestHandler {
  return async (request, response) => {
    const commune = communeOf(context, String(request.params.id))
    const { page } = parseBody(communeQuery, request.query)
    response.json(await communeView(context, commune, { language: queryLanguage(request), page: pathOf(page) }))
  }
}

function readServices(context: HttpContext): RequestHandler {
  return (request, response) => {
    const commune = communeOf(context, String(request.params.id))
    const services = servicesView(context, commune, queryLanguage(request))
    response.json({ services } satisfies ServicesView)
  }
}

/** The language that a reading asks for, in its address or its headers. */
export function queryLanguage(request: Request): Language {
  const asked = request.query.language
  return typeof asked === 'string' ? toLanguage(asked) : languageOf(request)
}

function postConversation(context: HttpContext): RequestHandler {
  return async (request, response) => {
    const body = parseBody(startRequest, request.body)
    const commune = communeOf(context, body.communeId)
    refuseOtherSites(context, request, commune)
    await context.limits.commune(commune.id)
    const language = body.language ?? languageOf(request)
    const start = { id: randomUUID(), token: newSecret(), commune, language, page: body.page }
    const { messages, availability } = await context.assistant.turns(context.limits.callerKey(request), async () => ({
      ...(await startConversation(context, start)),
      availability: await availabilityView(context, commune, language),
    }))
    response.status(201).json({ id: start.id, token: start.token, messages, availability } satisfies StartedView)
  }
}

function postMessage(context: HttpContext, receive: ReceiveMessage): RequestHandler {
  return async (request, response) => {
    const { id } = await callerConversation(request, context)
    await context.limits.conversation(id)
    const body = parseBody(messageRequest, request.body)
    requireWords(body)
    const { message, replies } = await receive({ id }, { ...body, caller: context.limits.callerKey(request) })
    const handoff = await context.assistant.store.knownOpenHandoff(id)
    response.json({ message, replies, handoff: await handoffView(context, handoff) })
  }
}

function readMessages(context: HttpContext): RequestHandler {
  return async (request, response) => {
    const conversation = await conversationOf(request, context)
    const after = toSeq(request.query.after ?? '0')
    if (after === null) throw new AppError('invalid_request', 422, { field: 'after' })
    response.json(await messagesView(context, conversation, after))
  }
}

/** A sequence number as written in a request; `null` when it is not one. */
export function toSeq(written: unknown): number | null {
  return typeof written === 'string' && /^\d{1,9}$/.test(written) ? Number(written) : null
}

function postFeedback(context: HttpContext): RequestHandler {
  return async (request, response) => {
    const conversation = await conversationOf(request, context)
    await context.limits.conversation(conversation.id)
    const { feedback } = parseBody(feedbackRequest, request.body)
    await recordOpinion(context, conversation, { messageId: String(request.params.mid), feedback })
    response.status(204).end()
  }
}

function postHandoff(context: HttpContext): RequestHandler {
  return async (request, response) => {
    const conversation = await conversationOf(request, context)
    await context.limits.conversation(conversation.id)
    const body = parseBody(handoffRequest, request.body)
    if (body.kind === 'live') {
      const handoff = await callAgent(context, conversation, languageOf(request))
      return void response.status(201).json(await handoffView(context, handoff))
    }
    const left = await toLeftMessage(context, conversation, { ...body, masked: maskedIn(response) })
    noteMasked(response, left.maskedKinds)
    const handoff = await leaveMessage(context.assistant.handover, conversation, left)
    response.status(201).json(await handoffView(context, handoff))
  }
}

function cancelHandoff(context: HttpContext): RequestHandler {
  return async (request, response) => {
    const conversation = await conversationOf(request, context)
    const handoff = await context.assistant.store.findOpenHandoff(conversation.id)
    if (!handoff) throw new AppError('unknown_handoff', 404)
    response.json(await handoffView(context, await cancel(context.assistant.handover, handoff)))
  }
}

function chooseLanguage(context: HttpContext): RequestHandler {
  return async (request, response) => {
    const conversation = await conversationOf(request, context)
    await context.limits.conversation(conversation.id)
    const { language } = parseBody(languageRequest, request.body)
    await context.assistant.store.setLanguage(conversation.id, language)
    response.status(204).end()
  }
}

function postClose(context: HttpContext): RequestHandler {
  return async (request, response) => {
    const conversation = await conversationOf(request, context)
    await closeConversation(context, conversation)
    response.status(204).end()
  }
}

function eraseConversation(context: HttpContext): RequestHandler {
  return async (request, response) => {
    const conversation = await conversationOf(request, context)
    await context.assistant.store.eraseConversation(conversation.id)
    response.status(204).end()
  }
}

/** Ends a conversation and says so in it; ended again, it stays as it is. */
export async function closeConversation(context: HttpContext, { id, language }: Conversation): Promise<void> {
  const { store, now, say } = context.assistant
  const at = now().toISOString()
  const text = say(language, 'conversation.closed')
  const notice: NewMessage = { author: 'system', at, language, payload: { type: 'text', text } }
  await store.closeConversation(id, at, notice)
}

/**
 * Keeps what a citizen thinks of an answer, and counts it once, however she says it.
 * @returns the message as it was before
 * @throws AppError `unknown_message` (404)
 */
export async function recordOpinion(
  { assistant: { store, counters } }: HttpContext,
  { id, communeId }: Pick<Conversation, 'id' | 'communeId'>,
  { messageId, feedback }: { messageId: string; feedback: Feedback },
): Promise<Message> {
  const result = await store.recordFeedback(id, messageId, feedback)
  if (result.outcome === 'unknown') throw new AppError('unknown_message', 404)
  const { rated } = result
  if (rated.payload.type === 'card') {
    const { entryId } = rated.payload.answer
    counters.add(communeId, opinionIncrements(entryId, { former: rated.feedback, given: feedback }))
  }
  return rated
}
