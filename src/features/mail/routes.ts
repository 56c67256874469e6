import { DescribedError } from '../../platform/http/problem.js'
import { conversationFrom, SENT, type Served, serve } from '../../platform/http/serve-routes.js'
import { isEmail, type Mailer } from '../../platform/mail/mail.js'
import { AppError } from '../../platform/model/app-error.js'
import { cleanText } from '../../platform/text/clean-text.js'
import type { ConversationStore } from '../conversations/conversation-verbs.js'
import { transcriptRoutes } from './contract.js'
import type { MailStore } from './mail-verbs.js'
import { type TranscriptNeeds, transcriptMail, transcriptText } from './transcript-text.js'

/** Times that one conversation is sent: enough to mend a mistyped address, too few to fill someone's mailbox. */
const MOST_TRANSCRIPTS = 3

/** What these routes need. */
export interface TranscriptRouteNeeds {
  store: Pick<ConversationStore, 'listMessages'> & Pick<MailStore, 'queueMail'>
  handover: TranscriptNeeds
  mailer: Mailer | null
}

/** Serves {@link transcriptRoutes}: a citizen keeps her conversation as text, or by e-mail when there is a mail server. */
export function serveTranscripts({ store, handover, mailer }: TranscriptRouteNeeds): Served[] {
  return [
    serve(transcriptRoutes.read, async ({ response }) => {
      const conversation = conversationFrom(response)
      const messages = await store.listMessages(conversation.id, 0)
      response.type('text/plain').send(transcriptText(handover, conversation, messages))
      return SENT
    }),
    serve(transcriptRoutes.send, async ({ body, response }) => {
      const conversation = conversationFrom(response)
      const to = cleanText(body.email)
      if (!mailer) throw new AppError('mail_unavailable', 409)
      if (!isEmail(to)) throw new AppError('email_invalid', 422, { field: 'email' })
      const messages = await store.listMessages(conversation.id, 0)
      const mail = transcriptMail(handover, conversation, { messages, to })
      const outcome = await store.queueMail(conversation.id, mail, MOST_TRANSCRIPTS)
      if (outcome === 'unknown_conversation') throw new AppError('unknown_conversation', 404)
      if (outcome === 'too_many') throw new DescribedError('transcript_limit', 429, { most: String(MOST_TRANSCRIPTS) })
      return null
    }),
  ]
}
