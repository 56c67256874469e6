import { createHash } from 'node:crypto'
import express, { type ErrorRequestHandler, type Request, type RequestHandler, type Response, Router } from 'express'
import { h } from 'preact'
import { z } from 'zod'
import type { ReceiveMessage } from '../../assistant/receive-message.js'
import { conversationOfToken } from '../../assistant/routes/citizen-access.js'
import { closeConversation, recordOpinion } from '../../assistant/routes/citizen-routes.js'
import { toLeftMessage } from '../../assistant/routes/left-message.js'
import { maskedIn, maskForms } from '../../assistant/routes/mask-typed.js'
import { startConversation } from '../../assistant/routes/start-conversation.js'
import { callAgent } from '../../features/handoffs/routes/call-agent.js'
import { cancel } from '../../features/handoffs/talk/act.js'
import { leaveMessage } from '../../features/handoffs/talk/request.js'
import { ownDataOf } from '../../features/retention/routes/retention-routes.js'
import { feedbackRequest, messageRequest } from '../../platform/http/contract.js'
import { refuseForeignPages } from '../../platform/http/foreign-pages.js'
import type { HttpContext } from '../../platform/http/http-context.js'
import { type Frame, frameOf } from '../../platform/http/pages/frame.js'
import {
  type ConversationLinks,
  conversationLinks,
  erasedLink,
  LAST_MESSAGE,
  PLAIN_PREFIX,
} from '../../platform/http/pages/plain-links.js'
import {
  formLanguage,
  keysOf,
  pageLanguage,
  queryOf,
  sendErrorPage,
  sendPage,
  typedIn,
} from '../../platform/http/pages/send-page.js'
import { parseBody, toProblem } from '../../platform/http/problem.js'
import { requireWords } from '../../platform/http/require-words.js'
import { availabilityView, communeOf, communeView, messagesView } from '../../platform/http/views.js'
import { AppError } from '../../platform/model/app-error.js'
import type { Conversation } from '../../platform/model/conversation.js'
import { LANGUAGES } from '../../platform/model/language.js'
import { CONTACT_FIELDS, type ContactDraft, type ContactFaults, contactFaults } from './contact-faults.js'
import { AskPage } from './pages/ask-page.js'
import { ConversationPage } from './pages/conversation-page.js'
import { ErasePage } from './pages/erase-page.js'
import { ErasedPage } from './pages/erased-page.js'
import { MessageFormPage } from './pages/message-form-page.js'
import { isLive, type Talk } from './pages/talk.js'
import { type Opened, openConversation } from './plain-access.js'

/** `POST /sans-script`. `cle` is the token of the conversation that this question begins: sent twice, it begins one. */
const askForm = messageRequest.extend({
  commune: z.string().max(64).optional(),
  langue: z.enum(LANGUAGES),
  cle: z.string().regex(/^[\w-]{43}$/),
})

/** `POST …/avis` */
const opinionForm = feedbackRequest.extend({
  clientId: messageRequest.shape.clientId,
  message: z.string().max(100),
})

/**
 * The `clientId` under which a form's message is sent. The same form sent twice says one thing; a form found again with
 * the browser's "back" and filled otherwise says another.
 */
function sendId({ clientId, text, choice }: z.infer<typeof messageRequest>): string {
  return createHash('sha256')
    .update(JSON.stringify([clientId, choice ?? '', text]))
    .digest('base64url')
}

/** The id of the conversation that a token begins: 128 bits of its hash, written as a UUID. It tells nothing of the token. */
function conversationIdOf(token: string): string {
  const hex = createHash('sha256').update(`conversation ${token}`).digest('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-')
}

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

/** `GET /sans-script/:id/:token/donnees`: everything that is kept of the conversation, as a file of JSON. */
async function showData({ http }: PlainContext, request: Request, response: Response): Promise<void> {
  const { conversation, frame } = await openConversation(http, request)
  await http.limits.conversation(conversation.id)
  const data = await ownDataOf(http, conversation.id)
  response
    .attachment(frame.t('data.file'))
    .type('json')
    .send(`${JSON.stringify(data, null, 2)}\n`)
}

/** `POST …/fin` */
async function postEnd({ http }: PlainContext, request: Request, response: Response): Promise<void> {
  const { conversation, links } = await openConversation(http, request)
  await closeConversation(http, conversation)
  response.redirect(303, `${links.base}#${LAST_MESSAGE}`)
}

/** `GET …/effacer`: asks once more. */
async function showErase({ http }: PlainContext, request: Request, response: Response): Promise<void> {
  const { links, frame } = await openConversation(http, request)
  sendPage(response, 200, h(ErasePage, { frame, links }))
}

/** `POST …/effacer`. Pressed twice, it says the same twice. */
async function postErase({ http }: PlainContext, request: Request, response: Response): Promise<void> {
  const { store } = http.assistant
  if (!(await store.getConversation(keysOf(request).id))) return response.redirect(303, `${PLAIN_PREFIX}/effacee`)
  const { conversation, frame } = await openConversation(http, request)
  await store.eraseConversation(conversation.id)
  response.redirect(303, erasedLink(frame.commune.id, frame.language))
}

/** `GET /sans-script/effacee?commune=&langue=` */
async function showErased({ http }: PlainContext, request: Request, response: Response): Promise<void> {
  const frame = frameOf(http, communeOf(http, queryOf(request, 'commune')), pageLanguage(request))
  sendPage(response, 200, h(ErasedPage, { frame }))
}

/** `GET /sans-script/:id/:token?actualiser=oui&tour=&fait=avis` */
async function showTalk({ http }: PlainContext, request: Request, response: Response): Promise<void> {
  const opened = await openConversation(http, request)
  const talk = await talkOf(http, opened)
  const turn = Number(/^\d{1,6}$/.exec(queryOf(request, 'tour') ?? '')?.[0] ?? 0)
  const auto = queryOf(request, 'actualiser') === 'oui' && isLive(talk.view)
  const rated = queryOf(request, 'fait') === 'avis'
  sendPage(response, 200, h(ConversationPage, { talk: { ...talk, turn, auto, rated } }))
}

/** `POST …/messages` */
async function postMessage({ http, receive }: PlainContext, request: Request, response: Response) {
  await http.limits.address(request)
  const opened = await openConversation(http, request)
  const { conversation, links, frame } = opened
  await http.limits.conversation(conversation.id)
  try {
    const form = parseBody(messageRequest, request.body)
    requireWords(form)
    await receive(conversation, { ...form, clientId: sendId(form), caller: http.limits.callerKey(request) })
    response.redirect(303, `${links.base}#${LAST_MESSAGE}`)
  } catch (error) {
    if (!(error instanceof AppError) || error.field !== 'text') throw error
    const draft = { text: typedIn(request, 'text'), problem: problemOfText(error, http, frame) }
    sendPage(response, error.status, h(ConversationPage, { talk: { ...(await talkOf(http, opened)), draft } }))
  }
}

/** `POST …/avis`: an opinion of an answer. "This is not my question" is also said to the assistant, which proposes others. */
async function postOpinion({ http, receive }: PlainContext, request: Request, response: Response) {
  const { conversation, links, frame } = await openConversation(http, request)
  await http.limits.conversation(conversation.id)
  const { clientId, feedback, message } = parseBody(opinionForm, request.body)
  const { seq } = await recordOpinion(http, conversation, { messageId: message, feedback })
  if (feedback === 'not_my_question') {
    await receive(conversation, { clientId, text: frame.t('opinion.not_mine'), choice: 'none' })
    return response.redirect(303, `${links.base}#${LAST_MESSAGE}`)
  }
  response.redirect(303, `${links.base}?fait=avis#avis-${seq}`)
}

async function talkOf(http: HttpContext, { conversation, links, frame }: Opened): Promise<Talk> {
  const view = await messagesView(http, conversation, 0)
  return { frame, links, view, reference: view.handoff?.reference ?? '', turn: 0, auto: false }
}

/** `GET /sans-script?commune=&langue=` */
async function showAsk({ http }: PlainContext, request: Request, response: Response): Promise<void> {
  const frame = frameOf(http, communeOf(http, queryOf(request, 'commune')), pageLanguage(request))
  const view = await communeView(http, frame.commune, { language: frame.language, page: null })
  sendPage(response, 200, h(AskPage, { frame, view }))
}

/** `POST /sans-script`: begins a conversation with a question, or with the wish to talk to somebody. */
async function postAsk(context: PlainContext, request: Request, response: Response): Promise<void> {
  const { http, receive } = context
  const frame = frameOf(http, communeOf(http, typedIn(request, 'commune') || undefined), formLanguage(request))
  await http.limits.start(request)
  await http.limits.commune(frame.commune.id)
  try {
    const form = parseBody(askForm, request.body)
    requireWords(form)
    const caller = http.limits.callerKey(request)
    const conversation = await http.assistant.turns(caller, () => startOnce(http, form.cle, frame))
    await http.limits.conversation(conversation.id)
    const links = conversationLinks(conversation.id, form.cle)
    if (form.choice === 'human') return response.redirect(303, await reachHuman(http, conversation, links))
    const { text, choice } = form
    await receive(conversation, { clientId: sendId(form), text, choice, caller })
    response.redirect(303, `${links.base}#${LAST_MESSAGE}`)
  } catch (error) {
    if (!(error instanceof AppError) || error.field !== 'text') throw error
    const view = await communeView(http, frame.commune, { language: frame.language, page: null })
    const problem = problemOfText(error, http, frame)
    sendPage(response, error.status, h(AskPage, { frame, view, draft: { text: typedIn(request, 'text'), problem } }))
  }
}

/** What is wrong with a text, in words that stand beside its field. */
function problemOfText(error: AppError, { assistant }: HttpContext, { t, language }: Frame): string {
  return error.code === 'text_empty' ? t('write.empty') : toProblem(error, assistant.say, language).detail
}

/** The conversation that a token begins; the same one when the form is sent again. */
async function startOnce(http: HttpContext, token: string, { commune, language }: Frame): Promise<Conversation> {
  const id = conversationIdOf(token)
  try {
    return (await startConversation(http, { id, token, commune, language, page: PLAIN_PREFIX })).conversation
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'conversation_exists') throw error
    return conversationOfToken(http, id, token)
  }
}

/** Calls an agent; when none can talk, a message can be left. @returns the address where the citizen goes on */
async function reachHuman(http: HttpContext, conversation: Conversation, links: ConversationLinks): Promise<string> {
  try {
    await callAgent(http, conversation, conversation.language)
    return `${links.base}#${LAST_MESSAGE}`
  } catch (error) {
    if (error instanceof AppError && error.code === 'reception_closed') return links.leaveMessage
    throw error
  }
}

/** `POST …/agent` */
async function postAgent({ http }: PlainContext, request: Request, response: Response): Promise<void> {
  const { conversation, links } = await openConversation(http, request)
  await http.limits.conversation(conversation.id)
  response.redirect(303, await reachHuman(http, conversation, links))
}

/** `POST …/attente`: she no longer waits. Pressed twice, or once the wait is over, it changes nothing. */
async function postStopWaiting({ http }: PlainContext, request: Request, response: Response): Promise<void> {
  const { conversation, links } = await openConversation(http, request)
  const handoff = await http.assistant.store.findOpenHandoff(conversation.id)
  if (handoff?.kind === 'live') await cancel(http.assistant.handover, handoff)
  response.redirect(303, `${links.base}#${LAST_MESSAGE}`)
}

/** `GET …/message` */
async function showMessageForm({ http }: PlainContext, request: Request, response: Response): Promise<void> {
  const opened = await openConversation(http, request)
  await sendForm(http, response, { opened, draft: { name: '', phone: '', email: '', text: '' }, faults: {} })
}

/** `POST …/message` */
async function postLeftMessage({ http }: PlainContext, request: Request, response: Response): Promise<void> {
  const opened = await openConversation(http, request)
  const { conversation, links, frame } = opened
  await http.limits.conversation(conversation.id)
  const [name = '', phone = '', email = '', text = ''] = CONTACT_FIELDS.map((field) => typedIn(request, field))
  const draft = { name, phone, email, text }
  const faults = contactFaults(http, frame, draft)
  if (Object.keys(faults).length > 0) return sendForm(http, response, { opened, draft, faults })
  const left = await toLeftMessage(http, conversation, { ...draft, masked: maskedIn(response) })
  await leaveMessage(http.assistant.handover, conversation, left)
  response.redirect(303, `${links.base}#${LAST_MESSAGE}`)
}

async function sendForm(
  http: HttpContext,
  response: Response,
  { opened, draft, faults }: { opened: Opened; draft: ContactDraft; faults: ContactFaults },
): Promise<void> {
  const { frame, links } = opened
  const availability = await availabilityView(http, frame.commune, frame.language)
  const status = Object.keys(faults).length > 0 ? 422 : 200
  sendPage(response, status, h(MessageFormPage, { frame, links, availability, draft, faults }))
}

/** What the pages without script need. */
interface PlainContext {
  http: HttpContext
  receive: ReceiveMessage
}
