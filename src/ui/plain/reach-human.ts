import type { Request, Response } from 'express'
import { h } from 'preact'
import { toLeftMessage } from '../../assistant/routes/left-message.js'
import { maskedIn } from '../../assistant/routes/mask-typed.js'
import { callAgent } from '../../features/handoffs/routes/call-agent.js'
import { cancel } from '../../features/handoffs/talk/act.js'
import { leaveMessage } from '../../features/handoffs/talk/request.js'
import type { HttpContext } from '../../platform/http/http-context.js'
import { availabilityView } from '../../platform/http/views.js'
import { AppError } from '../../platform/model/app-error.js'
import type { Conversation } from '../../platform/model/conversation.js'
import { CONTACT_FIELDS, type ContactDraft, type ContactFaults, contactFaults } from './contact-faults.js'
import { MessageFormPage } from './pages/message-form-page.js'
import { type Opened, openConversation } from './plain-access.js'
import type { PlainContext } from './plain-context.js'
import { type ConversationLinks, LAST_MESSAGE } from './plain-links.js'
import { typedIn } from './query.js'
import { sendPage } from './send-page.js'

/** Calls an agent; when none can talk, a message can be left. @returns the address where the citizen goes on */
export async function reachHuman(
  http: HttpContext,
  conversation: Conversation,
  links: ConversationLinks,
): Promise<string> {
  try {
    await callAgent(http, conversation, conversation.language)
    return `${links.base}#${LAST_MESSAGE}`
  } catch (error) {
    if (error instanceof AppError && error.code === 'reception_closed') return links.leaveMessage
    throw error
  }
}

/** `POST …/agent` */
export async function postAgent({ http }: PlainContext, request: Request, response: Response): Promise<void> {
  const { conversation, links } = await openConversation(http, request)
  await http.limits.conversation(conversation.id)
  response.redirect(303, await reachHuman(http, conversation, links))
}

/** `POST …/attente`: she no longer waits. Pressed twice, or once the wait is over, it changes nothing. */
export async function postStopWaiting({ http }: PlainContext, request: Request, response: Response): Promise<void> {
  const { conversation, links } = await openConversation(http, request)
  const handoff = await http.assistant.store.findOpenHandoff(conversation.id)
  if (handoff?.kind === 'live') await cancel(http.assistant.handover, handoff)
  response.redirect(303, `${links.base}#${LAST_MESSAGE}`)
}

/** `GET …/message` */
export async function showMessageForm({ http }: PlainContext, request: Request, response: Response): Promise<void> {
  const opened = await openConversation(http, request)
  await sendForm(http, response, { opened, draft: { name: '', phone: '', email: '', text: '' }, faults: {} })
}

/** `POST …/message` */
export async function postLeftMessage({ http }: PlainContext, request: Request, response: Response): Promise<void> {
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
