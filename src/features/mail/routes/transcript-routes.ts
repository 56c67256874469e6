import { type RequestHandler, Router } from 'express'
import { conversationOf } from '../../../assistant/routes/citizen-access.js'
import { isEmail } from '../../../assistant/routes/contact.js'
import { cleanText } from '../../../assistant/screen.js'
import { transcriptRequest } from '../../../platform/http/contract.js'
import type { HttpContext } from '../../../platform/http/http-context.js'
import { DescribedError, parseBody } from '../../../platform/http/problem.js'
import { AppError } from '../../../platform/model/app-error.js'
import { transcriptMail, transcriptText } from '../transcript-text.js'

/** Times that one conversation is sent: enough to mend a mistyped address, too few to fill someone's mailbox. */
const MOST_TRANSCRIPTS = 3

/** Routes by which a citizen keeps her conversation: as text, or by e-mail when there is a mail server. */
export function transcriptRoutes(context: HttpContext): Router {
  const router = Router()
  router.get('/conversations/:id/transcript', readTranscript(context))
  router.post('/conversations/:id/transcript', sendTranscript(context))
  return router
}

function readTranscript(context: HttpContext): RequestHandler {
  return async (request, response) => {
    const conversation = await conversationOf(request, context)
    await context.limits.conversation(conversation.id)
    const { store, handover } = context.assistant
    const messages = await store.listMessages(conversation.id, 0)
    response.type('text/plain').send(transcriptText(handover, conversation, messages))
  }
}

/** @throws AppError `email_invalid` (422), `mail_unavailable` (409), DescribedError `transcript_limit` (429) */
function sendTranscript(context: HttpContext): RequestHandler {
  return async (request, response) => {
    const conversation = await conversationOf(request, context)
    await context.limits.conversation(conversation.id)
    const to = cleanText(parseBody(transcriptRequest, request.body).email)
    const { store, handover } = context.assistant
    if (!handover.mailer) throw new AppError('mail_unavailable', 409)
    if (!isEmail(to)) throw new AppError('email_invalid', 422, { field: 'email' })
    const messages = await store.listMessages(conversation.id, 0)
    const mail = transcriptMail(handover, conversation, { messages, to })
    const outcome = await store.queueMail(conversation.id, mail, MOST_TRANSCRIPTS)
    if (outcome === 'unknown_conversation') throw new AppError('unknown_conversation', 404)
    if (outcome === 'too_many') throw new DescribedError('transcript_limit', 429, { most: String(MOST_TRANSCRIPTS) })
    response.status(204).end()
  }
}
