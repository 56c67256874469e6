import { createHash } from 'node:crypto'
import express, { type Request, type RequestHandler, type Response, Router } from 'express'
import { h } from 'preact'
import { z } from 'zod'
import type { AssistantContext } from '../../assistant/assistant-context.js'
import type { ReceiveMessage } from '../../assistant/receive-message.js'
import {
  availabilityView,
  type ConversationViewNeeds,
  communeView,
  messagesView,
} from '../../assistant/routes/citizen-views.js'
import {
  type CallNeeds,
  type ClosingNeeds,
  callAgent,
  closeConversation,
  type OpinionNeeds,
  recordOpinion,
} from '../../assistant/routes/conversation-acts.js'
import { conversationOfToken } from '../../assistant/routes/guards.js'
import { type LeavingNeeds, toLeftMessage } from '../../assistant/routes/left-message.js'
import { type StartNeeds, startConversation } from '../../assistant/routes/start-conversation.js'
import { feedbackRequest, LEFT_MESSAGE_TYPED, messageRequest } from '../../features/conversations/contract.js'
import type { ConversationStore } from '../../features/conversations/conversation-verbs.js'
import { cancel } from '../../features/handoffs/talk/act.js'
import { leaveMessage } from '../../features/handoffs/talk/request.js'
import { ownDataOf } from '../../features/retention/routes/retention-routes.js'
import type { Feature } from '../../platform/feature.js'
import { type KnownPages, refuseForeignPages } from '../../platform/http/foreign-pages.js'
import { type MaskNeeds, maskedIn, maskTyped } from '../../platform/http/mask-typed.js'
import { type Frame, frameOf } from '../../platform/http/pages/frame.js'
import {
  type ConversationLinks,
  conversationLinks,
  erasedLink,
  LAST_MESSAGE,
  PLAIN_PREFIX,
} from '../../platform/http/pages/plain-links.js'
import {
  type ErrorPageNeeds,
  errorPage,
  formLanguage,
  KEPT_NOWHERE,
  keysOf,
  pageLanguage,
  queryOf,
  sendErrorPage,
  sendPage,
  typedIn,
} from '../../platform/http/pages/send-page.js'
import { parseBody, requireRunning, toProblem } from '../../platform/http/problem.js'
import { communeMeant } from '../../platform/http/public-address.js'
import type { RateLimits } from '../../platform/http/rate-limits.js'
import type { Fates } from '../../platform/http/typed-text.js'
import { AppError } from '../../platform/model/app-error.js'
import type { Conversation } from '../../platform/model/conversation.js'
import { LANGUAGES } from '../../platform/model/language.js'
import { requireWords } from '../../platform/text/clean-text.js'
import { CONTACT_FIELDS, type ContactDraft, type ContactFaults, contactFaults } from './contact-faults.js'
import { AskPage } from './pages/ask-page.js'
import { ConversationPage } from './pages/conversation-page.js'
import { ErasedPage, ErasePage } from './pages/erase-page.js'
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

/** What the pages without script need. */
export interface PlainNeeds
  extends Omit<CallNeeds & ClosingNeeds & OpinionNeeds & StartNeeds & ConversationViewNeeds & ErrorPageNeeds, 'store'>,
    MaskNeeds,
    KnownPages {
  store: CallNeeds['store'] &
    ClosingNeeds['store'] &
    OpinionNeeds['store'] &
    StartNeeds['store'] &
    ConversationViewNeeds['store'] &
    ErrorPageNeeds['store'] &
    Pick<ConversationStore, 'getConversation' | 'eraseConversation' | 'readOwnData'>
  limits: Pick<RateLimits, 'address' | 'start' | 'commune' | 'conversation' | 'callerKey'>
  assistant: LeavingNeeds & Pick<AssistantContext, 'queueFairly'>
  /** The door of the assistant, the same for every way in. */
  receive: ReceiveMessage
  /** What is known of a citizen elsewhere goes with her conversation. */
  forgetAppointments: (conversationId: string) => Promise<void>
  /** Whether the process takes no more requests. */
  stopping: () => boolean
}

/** The same acts as the calls of citizens' browsers, for those that run no script. */
export const plainPages: Feature<PlainNeeds> = {
  name: 'plain',
  routes: {},
  open: (needs) => ({ pages: { at: PLAIN_PREFIX, router: plainRoutes(needs) } }),
}

type Handler = (needs: PlainNeeds, request: Request, response: Response) => Promise<void>

const PAGES: Record<string, Handler> = {
  '/': showAsk,
  '/effacee': showErased,
  '/:id/:token': showTalk,
  '/:id/:token/message': showMessageForm,
  '/:id/:token/donnees': showData,
  '/:id/:token/effacer': showErase,
}
/** What answers each form, and what becomes of what is typed in it. */
const FORMS: Record<string, { answer: Handler; typed?: Fates }> = {
  '/': { answer: postAsk, typed: { text: 'screened' } },
  '/:id/:token/messages': { answer: postMessage, typed: { text: 'screened' } },
  '/:id/:token/avis': { answer: postOpinion },
  '/:id/:token/agent': { answer: postAgent },
  '/:id/:token/attente': { answer: postStopWaiting },
  '/:id/:token/message': { answer: postLeftMessage, typed: LEFT_MESSAGE_TYPED },
  '/:id/:token/fin': { answer: postEnd },
  '/:id/:token/effacer': { answer: postErase },
}

/**
 * The pages without script, for citizens whose browser runs none: the same acts as the API's, each a form that answers
 * with a redirection to a page. A conversation is carried by its address, which no log, cache or referrer keeps.
 */
function plainRoutes(needs: PlainNeeds): Router {
  const router = Router()
  router.use(keepNowhere, refuseForeignPages(needs))
  router.use(express.urlencoded({ extended: false, limit: FORM_LIMIT }), endLinesOnce)
  for (const [path, handler] of Object.entries(PAGES)) router.get(path, guarded(needs, handler))
  for (const [path, { answer, ...form }] of Object.entries(FORMS))
    router.post(path, maskTyped(needs, form), guarded(needs, answer))
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
  router.use(errorPage(needs))
  return router
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
function guarded(needs: PlainNeeds, handler: Handler): RequestHandler {
  return async (request, response) => {
    try {
      requireRunning(needs)
      await handler(needs, request, response)
    } catch (error) {
      await sendErrorPage(needs, request, response, error)
    }
  }
}

/** `GET /sans-script/:id/:token/donnees`: everything that is kept of the conversation, as a file of JSON. */
async function showData(needs: PlainNeeds, request: Request, response: Response): Promise<void> {
  const { conversation, frame } = await openConversation(needs, request)
  await needs.limits.conversation(conversation.id)
  const data = await ownDataOf(needs, conversation.id)
  response
    .attachment(frame.t('data.file'))
    .type('json')
    .send(`${JSON.stringify(data, null, 2)}\n`)
}

/** `POST …/fin` */
async function postEnd(needs: PlainNeeds, request: Request, response: Response): Promise<void> {
  const { conversation, links } = await openConversation(needs, request)
  await closeConversation(needs, conversation)
  response.redirect(303, `${links.base}#${LAST_MESSAGE}`)
}

/** `GET …/effacer`: asks once more. */
async function showErase(needs: PlainNeeds, request: Request, response: Response): Promise<void> {
  const { links, frame } = await openConversation(needs, request)
  sendPage(response, 200, h(ErasePage, { frame, links }))
}

/** `POST …/effacer`. Pressed twice, it says the same twice. */
async function postErase(needs: PlainNeeds, request: Request, response: Response): Promise<void> {
  const { store } = needs
  if (!(await store.getConversation(keysOf(request).id))) return response.redirect(303, `${PLAIN_PREFIX}/effacee`)
  const { conversation, frame } = await openConversation(needs, request)
  await needs.forgetAppointments(conversation.id)
  await store.eraseConversation(conversation.id)
  response.redirect(303, erasedLink(frame.commune.id, frame.language))
}

/** `GET /sans-script/effacee?commune=&langue=` */
async function showErased(needs: PlainNeeds, request: Request, response: Response): Promise<void> {
  const frame = frameOf(needs, communeMeant(needs, request, queryOf(request, 'commune')), pageLanguage(request))
  sendPage(response, 200, h(ErasedPage, { frame }))
}

/** `GET /sans-script/:id/:token?actualiser=oui&tour=&fait=avis` */
async function showTalk(needs: PlainNeeds, request: Request, response: Response): Promise<void> {
  const opened = await openConversation(needs, request)
  const talk = await talkOf(needs, opened)
  const turn = Number(/^\d{1,6}$/.exec(queryOf(request, 'tour') ?? '')?.[0] ?? 0)
  const auto = queryOf(request, 'actualiser') === 'oui' && isLive(talk.view)
  const rated = queryOf(request, 'fait') === 'avis'
  sendPage(response, 200, h(ConversationPage, { talk: { ...talk, turn, auto, rated } }))
}

/** `POST …/messages` */
async function postMessage(needs: PlainNeeds, request: Request, response: Response) {
  await needs.limits.address(request)
  const opened = await openConversation(needs, request)
  const { conversation, links, frame } = opened
  await needs.limits.conversation(conversation.id)
  try {
    const form = parseBody(messageRequest, request.body)
    requireWords(form)
    await needs.receive(conversation, { ...form, clientId: sendId(form), caller: needs.limits.callerKey(request) })
    response.redirect(303, `${links.base}#${LAST_MESSAGE}`)
  } catch (error) {
    if (!(error instanceof AppError) || error.field !== 'text') throw error
    const draft = { text: typedIn(request, 'text'), problem: problemOfText(error, needs, frame) }
    sendPage(response, error.status, h(ConversationPage, { talk: { ...(await talkOf(needs, opened)), draft } }))
  }
}

/** `POST …/avis`: an opinion of an answer. "This is not my question" is also said to the assistant, which proposes others. */
async function postOpinion(needs: PlainNeeds, request: Request, response: Response) {
  const { conversation, links, frame } = await openConversation(needs, request)
  await needs.limits.conversation(conversation.id)
  const { clientId, feedback, message } = parseBody(opinionForm, request.body)
  const { seq } = await recordOpinion(needs, conversation, { messageId: message, feedback })
  if (feedback === 'not_my_question') {
    await needs.receive(conversation, { clientId, text: frame.t('opinion.not_mine'), choice: 'none' })
    return response.redirect(303, `${links.base}#${LAST_MESSAGE}`)
  }
  response.redirect(303, `${links.base}?fait=avis#avis-${seq}`)
}

async function talkOf(needs: PlainNeeds, { conversation, links, frame }: Opened): Promise<Talk> {
  const view = await messagesView(needs, conversation, 0)
  return { frame, links, view, reference: view.handoff?.reference ?? '', turn: 0, auto: false }
}

/** `GET /sans-script?commune=&langue=` */
async function showAsk(needs: PlainNeeds, request: Request, response: Response): Promise<void> {
  const frame = frameOf(needs, communeMeant(needs, request, queryOf(request, 'commune')), pageLanguage(request))
  const view = await communeView(needs, frame.commune, { language: frame.language, page: null })
  sendPage(response, 200, h(AskPage, { frame, view }))
}

/** `POST /sans-script`: begins a conversation with a question, or with the wish to talk to somebody. */
async function postAsk(needs: PlainNeeds, request: Request, response: Response): Promise<void> {
  const frame = frameOf(
    needs,
    communeMeant(needs, request, typedIn(request, 'commune') || undefined),
    formLanguage(request),
  )
  await needs.limits.start(request)
  await needs.limits.commune(frame.commune.id)
  try {
    const form = parseBody(askForm, request.body)
    requireWords(form)
    const caller = needs.limits.callerKey(request)
    const conversation = await needs.assistant.queueFairly(caller, () => startOnce(needs, form.cle, frame))
    await needs.limits.conversation(conversation.id)
    const links = conversationLinks(conversation.id, form.cle)
    if (form.choice === 'human') return response.redirect(303, await reachHuman(needs, conversation, links))
    const { text, choice } = form
    await needs.receive(conversation, { clientId: sendId(form), text, choice, caller })
    response.redirect(303, `${links.base}#${LAST_MESSAGE}`)
  } catch (error) {
    if (!(error instanceof AppError) || error.field !== 'text') throw error
    const view = await communeView(needs, frame.commune, { language: frame.language, page: null })
    const problem = problemOfText(error, needs, frame)
    sendPage(response, error.status, h(AskPage, { frame, view, draft: { text: typedIn(request, 'text'), problem } }))
  }
}

/** What is wrong with a text, in words that stand beside its field. */
function problemOfText(error: AppError, { say }: PlainNeeds, { t, language }: Frame): string {
  return error.code === 'text_empty' ? t('write.empty') : toProblem(error, say, language).detail
}

/** The conversation that a token begins; the same one when the form is sent again. */
async function startOnce(needs: PlainNeeds, token: string, { commune, language }: Frame): Promise<Conversation> {
  const id = conversationIdOf(token)
  try {
    return (await startConversation(needs, { id, token, commune, language, page: PLAIN_PREFIX })).conversation
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'conversation_exists') throw error
    return conversationOfToken(needs, id, token)
  }
}

/** Calls an agent; when none can talk, a message can be left. @returns the address where the citizen goes on */
async function reachHuman(needs: PlainNeeds, conversation: Conversation, links: ConversationLinks): Promise<string> {
  try {
    await callAgent(needs, conversation, conversation.language)
    return `${links.base}#${LAST_MESSAGE}`
  } catch (error) {
    if (error instanceof AppError && error.code === 'reception_closed') return links.leaveMessage
    throw error
  }
}

/** `POST …/agent` */
async function postAgent(needs: PlainNeeds, request: Request, response: Response): Promise<void> {
  const { conversation, links } = await openConversation(needs, request)
  await needs.limits.conversation(conversation.id)
  response.redirect(303, await reachHuman(needs, conversation, links))
}

/** `POST …/attente`: she no longer waits. Pressed twice, or once the wait is over, it changes nothing. */
async function postStopWaiting(needs: PlainNeeds, request: Request, response: Response): Promise<void> {
  const { conversation, links } = await openConversation(needs, request)
  const handoff = await needs.store.findOpenHandoff(conversation.id)
  if (handoff?.kind === 'live') await cancel(needs.handoffContext, handoff)
  response.redirect(303, `${links.base}#${LAST_MESSAGE}`)
}

/** `GET …/message` */
async function showMessageForm(needs: PlainNeeds, request: Request, response: Response): Promise<void> {
  const opened = await openConversation(needs, request)
  await sendForm(needs, response, { opened, draft: { name: '', phone: '', email: '', text: '' }, faults: {} })
}

/** `POST …/message` */
async function postLeftMessage(needs: PlainNeeds, request: Request, response: Response): Promise<void> {
  const opened = await openConversation(needs, request)
  const { conversation, links, frame } = opened
  await needs.limits.conversation(conversation.id)
  const [name = '', phone = '', email = '', text = ''] = CONTACT_FIELDS.map((field) => typedIn(request, field))
  const draft = { name, phone, email, text }
  const faults = contactFaults(needs.say, frame, draft)
  if (Object.keys(faults).length > 0) return sendForm(needs, response, { opened, draft, faults })
  const left = await toLeftMessage(needs.assistant, conversation, { ...draft, masked: maskedIn(response) })
  await leaveMessage(needs.handoffContext, conversation, left)
  response.redirect(303, `${links.base}#${LAST_MESSAGE}`)
}

async function sendForm(
  needs: PlainNeeds,
  response: Response,
  { opened, draft, faults }: { opened: Opened; draft: ContactDraft; faults: ContactFaults },
): Promise<void> {
  const { conversation, frame, links } = opened
  const availability = await availabilityView(needs, frame.commune, frame.language)
  const waiting = (await needs.store.findOpenHandoff(conversation.id)) !== undefined
  const status = Object.keys(faults).length > 0 ? 422 : 200
  const page = { frame, links, availability, waiting, now: needs.now(), draft, faults }
  sendPage(response, status, h(MessageFormPage, page))
}
