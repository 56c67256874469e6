import { randomUUID } from 'node:crypto'
import { type Request, type RequestHandler, Router } from 'express'
import { findPhoneNumbersInText } from 'libphonenumber-js/max'
import { sayIn } from '../assistant/assistant-context.js'
import type { ReceiveMessage } from '../assistant/receive-message.js'
import { cleanText } from '../assistant/screen.js'
import { screenMessage } from '../assistant/screen-message.js'
import { reasonOf } from '../assistant/steps.js'
import { AppError } from '../domain/app-error.js'
import type { Commune } from '../domain/commune.js'
import { type Conversation, EMPTY_MEMORY, type NewMessage } from '../domain/conversation.js'
import type { Contact, Handoff } from '../domain/handoff.js'
import { type Language, toLanguage } from '../domain/language.js'
import { payloadText } from '../domain/payload.js'
import { cancel } from '../handover/act.js'
import { readAvailability } from '../handover/availability.js'
import { type LeftMessage, leaveMessage, requestAgent } from '../handover/request.js'
import { conversationOf } from './citizen-access.js'
import {
  feedbackRequest,
  handoffRequest,
  languageRequest,
  type MessagesView,
  messageRequest,
  type StartedView,
  startRequest,
} from './contract.js'
import type { HttpContext } from './http-context.js'
import { DescribedError, parseBody } from './problem.js'
import { languageOf } from './request-language.js'
import { hashSecret, newSecret } from './secrets.js'
import { availabilityView, communeView, handoffView } from './views.js'

/** Routes of citizens: a conversation, its messages, and the way to a human. The stream is in `citizen-stream.ts`. */
export function citizenRoutes(context: HttpContext, receive: ReceiveMessage): Router {
  const router = Router()
  router.get('/communes/:id', readCommune(context))
  router.post('/conversations', startConversation(context))
  router.post('/conversations/:id/messages', postMessage(context, receive))
  router.get('/conversations/:id/messages', readMessages(context))
  router.post('/conversations/:id/messages/:mid/feedback', postFeedback(context))
  router.post('/conversations/:id/handoff', postHandoff(context))
  router.delete('/conversations/:id/handoff', cancelHandoff(context))
  router.post('/conversations/:id/language', chooseLanguage(context))
  router.post('/conversations/:id/close', closeConversation(context))
  router.delete('/conversations/:id', eraseConversation(context))
  return router
}

/** The commune named by a request, or the server's own. @throws AppError `unknown_commune` (404) */
export function communeOf(context: HttpContext, id: string | undefined): Commune {
  const commune = context.communes.get(id ?? context.defaultCommuneId)
  if (!commune) throw new AppError('unknown_commune', 404, { field: 'communeId' })
  return commune
}

function readCommune(context: HttpContext): RequestHandler {
  return async (request, response) => {
    const language = queryLanguage(request)
    response.json(await communeView(context, communeOf(context, String(request.params.id)), language))
  }
}

function queryLanguage(request: Request): Language {
  const asked = request.query.language
  return typeof asked === 'string' ? toLanguage(asked) : languageOf(request)
}

function startConversation(context: HttpContext): RequestHandler {
  return async (request, response) => {
    await context.limits.address(request)
    const body = parseBody(startRequest, request.body)
    const commune = communeOf(context, body.communeId)
    const language = body.language ?? languageOf(request)
    const { store, now, say } = context.assistant
    const token = newSecret()
    const at = now().toISOString()
    const conversation: Conversation = {
      id: randomUUID(),
      communeId: commune.id,
      tokenHash: hashSecret(token),
      createdAt: at,
      updatedAt: at,
      language,
      page: pathOf(body.page),
      status: 'open',
      memory: EMPTY_MEMORY,
    }
    const greeting = say(language, 'greeting', { commune: commune.nom })
    const text = `${greeting} ${say(language, 'greeting.privacy')}`
    const message: NewMessage = { author: 'assistant', at, language, payload: { type: 'text', text } }
    const { messages } = await store.createConversation(conversation, [message])
    const availability = await availabilityView(context, commune, language)
    response.status(201).json({ id: conversation.id, token, messages, availability } satisfies StartedView)
  }
}

/** The path of a page, without query; `null` when it is not a path of this site. */
function pathOf(page: string | undefined): string | null {
  const path = cleanText(page ?? '').split(/[?#]/)[0] ?? ''
  return /^\/(?!\/)/.test(path) ? path : null
}

function postMessage(context: HttpContext, receive: ReceiveMessage): RequestHandler {
  return async (request, response) => {
    await context.limits.address(request)
    const conversation = await conversationOf(request, context)
    await context.limits.conversation(conversation.id)
    const body = parseBody(messageRequest, request.body)
    if (cleanText(body.text) === '' && !body.choice) throw new AppError('text_empty', 422, { field: 'text' })
    const { message, replies } = await receive(conversation, body)
    const handoff = await context.assistant.store.findOpenHandoff(conversation.id)
    response.json({ message, replies, handoff: await handoffView(context, handoff) })
  }
}

function readMessages(context: HttpContext): RequestHandler {
  return async (request, response) => {
    const conversation = await conversationOf(request, context)
    const after = toSeq(request.query.after ?? '0')
    if (after === null) throw new AppError('invalid_request', 422, { field: 'after' })
    const { store } = context.assistant
    const handoff = await store.findOpenHandoff(conversation.id)
    const view: MessagesView = {
      messages: await store.listMessages(conversation.id, after),
      handoff: await handoffView(context, handoff),
      status: conversation.status,
      availability: await availabilityView(context, communeOf(context, conversation.communeId), conversation.language),
    }
    response.json(view)
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
    const outcome = await context.assistant.store.recordFeedback(conversation.id, String(request.params.mid), feedback)
    if (outcome === 'unknown') throw new AppError('unknown_message', 404)
    response.status(204).end()
  }
}

function postHandoff(context: HttpContext): RequestHandler {
  return async (request, response) => {
    const conversation = await conversationOf(request, context)
    await context.limits.conversation(conversation.id)
    const body = parseBody(handoffRequest, request.body)
    const handoff =
      body.kind === 'message'
        ? await leaveMessage(context.assistant.handover, conversation, toLeftMessage(context, conversation, body))
        : await callAgent(context, conversation, languageOf(request))
    response.status(201).json(await handoffView(context, handoff))
  }
}

/** @throws DescribedError `reception_closed` (409) with the next opening */
async function callAgent(context: HttpContext, conversation: Conversation, language: Language): Promise<Handoff> {
  const { handover, store } = context.assistant
  const availability = await readAvailability(handover, conversation.communeId)
  if (!availability.canTalk) {
    const view = await availabilityView(context, communeOf(context, conversation.communeId), language)
    throw new DescribedError('reception_closed', 409, { availability: view.sentence })
  }
  const transcript = await store.getTranscript(conversation.id)
  const lastWords = transcript?.messages.filter(({ author }) => author === 'citizen').at(-1)
  const outcome = transcript?.turns.at(-1)?.outcome
  const reason = reasonOf(outcome)
  return requestAgent(handover, {
    conversation,
    reason,
    urgent: reason === 'distress' || reason === 'emergency',
    subject: lastWords ? payloadText(lastWords.payload).slice(0, 300) : '',
  })
}

interface ContactBody {
  name: string
  phone?: string | undefined
  email?: string | undefined
}

/**
 * A message to leave, masked like any other. Danger in it makes it urgent.
 * @throws AppError `text_empty` (422), and what {@link toContact} throws
 */
function toLeftMessage(
  context: HttpContext,
  { language }: Conversation,
  body: ContactBody & { text: string },
): LeftMessage {
  const { matchSignals, say } = context.assistant
  const { text, signals } = screenMessage(body.text, matchSignals, sayIn(say, language))
  if (text === '') throw new AppError('text_empty', 422, { field: 'text' })
  return { contact: toContact(body), text, urgent: signals.some((signal) => signal.startsWith('danger-')) }
}

/** @throws AppError `invalid_request`, `contact_needed`, `phone_invalid`, `email_invalid` (422) with the field at fault */
function toContact(body: ContactBody): Contact {
  const name = cleanText(body.name)
  const phone = cleanText(body.phone ?? '')
  const email = cleanText(body.email ?? '')
  if (name === '') throw new AppError('invalid_request', 422, { field: 'name' })
  if (!phone && !email) throw new AppError('contact_needed', 422, { field: 'phone' })
  if (phone && findPhoneNumbersInText(phone, 'FR').length !== 1)
    throw new AppError('phone_invalid', 422, { field: 'phone' })
  if (email && !/^[^\s@]{1,64}@[^\s@]{1,190}\.[^\s@.]{2,}$/.test(email))
    throw new AppError('email_invalid', 422, { field: 'email' })
  return { name, ...(phone ? { phone } : {}), ...(email ? { email } : {}) }
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

function closeConversation(context: HttpContext): RequestHandler {
  return async (request, response) => {
    const conversation = await conversationOf(request, context)
    const { store, now, say } = context.assistant
    const at = now().toISOString()
    const text = say(conversation.language, 'conversation.closed')
    const notice: NewMessage = {
      author: 'system',
      at,
      language: conversation.language,
      payload: { type: 'text', text },
    }
    await store.closeConversation(conversation.id, at, notice)
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
