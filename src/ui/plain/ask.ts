import type { Request, Response } from 'express'
import { h } from 'preact'
import { conversationOfToken } from '../../assistant/routes/citizen-access.js'
import { startConversation } from '../../assistant/routes/start-conversation.js'
import { communeOf } from '../../platform/http/commune-of.js'
import type { HttpContext } from '../../platform/http/http-context.js'
import { parseBody, toProblem } from '../../platform/http/problem.js'
import { requireWords } from '../../platform/http/require-words.js'
import { communeView } from '../../platform/http/views.js'
import { AppError } from '../../platform/model/app-error.js'
import type { Conversation } from '../../platform/model/conversation.js'
import { type Frame, frameOf } from './frame.js'
import { AskPage } from './pages/ask-page.js'
import type { PlainContext } from './plain-context.js'
import { askForm, conversationIdOf, sendId } from './plain-forms.js'
import { conversationLinks, LAST_MESSAGE, PLAIN_PREFIX } from './plain-links.js'
import { formLanguage, pageLanguage, queryOf, typedIn } from './query.js'
import { reachHuman } from './reach-human.js'
import { sendPage } from './send-page.js'

/** `GET /sans-script?commune=&langue=` */
export async function showAsk({ http }: PlainContext, request: Request, response: Response): Promise<void> {
  const frame = frameOf(http, communeOf(http, queryOf(request, 'commune')), pageLanguage(request))
  const view = await communeView(http, frame.commune, { language: frame.language, page: null })
  sendPage(response, 200, h(AskPage, { frame, view }))
}

/** `POST /sans-script`: begins a conversation with a question, or with the wish to talk to somebody. */
export async function postAsk(context: PlainContext, request: Request, response: Response): Promise<void> {
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
export function problemOfText(error: AppError, { assistant }: HttpContext, { t, language }: Frame): string {
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
