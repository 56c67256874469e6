import type { Request, Response } from 'express'
import { h } from 'preact'
import { recordOpinion } from '../../assistant/routes/record-opinion.js'
import { messageRequest } from '../../platform/http/contract.js'
import type { HttpContext } from '../../platform/http/http-context.js'
import { parseBody } from '../../platform/http/problem.js'
import { requireWords } from '../../platform/http/require-words.js'
import { messagesView } from '../../platform/http/views.js'
import { AppError } from '../../platform/model/app-error.js'
import { problemOfText } from './ask.js'
import { ConversationPage } from './pages/conversation-page.js'
import { isLive, type Talk } from './pages/talk.js'
import { type Opened, openConversation } from './plain-access.js'
import type { PlainContext } from './plain-context.js'
import { opinionForm, sendId } from './plain-forms.js'
import { LAST_MESSAGE } from './plain-links.js'
import { queryOf, typedIn } from './query.js'
import { sendPage } from './send-page.js'

/** `GET /sans-script/:id/:token?actualiser=oui&tour=&fait=avis` */
export async function showTalk({ http }: PlainContext, request: Request, response: Response): Promise<void> {
  const opened = await openConversation(http, request)
  const talk = await talkOf(http, opened)
  const turn = Number(/^\d{1,6}$/.exec(queryOf(request, 'tour') ?? '')?.[0] ?? 0)
  const auto = queryOf(request, 'actualiser') === 'oui' && isLive(talk.view)
  const rated = queryOf(request, 'fait') === 'avis'
  sendPage(response, 200, h(ConversationPage, { talk: { ...talk, turn, auto, rated } }))
}

/** `POST …/messages` */
export async function postMessage({ http, receive }: PlainContext, request: Request, response: Response) {
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
export async function postOpinion({ http, receive }: PlainContext, request: Request, response: Response) {
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
