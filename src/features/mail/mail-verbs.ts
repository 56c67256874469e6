import type { Mail, NewMail, SendResult } from '../../platform/mail/mail.js'
import { byMailAge } from '../../platform/mail/mail.js'
import { type ConversationCollection, change } from '../conversations/conversation-verbs.js'
import type { QueueMailResult } from './mail-in-conversation.js'
import { isMailDue, queueMail, settleMail, startMailTry } from './mail-in-conversation.js'

/** The verbs of mails that are kept with a conversation. */

/** Mails of conversations that have not left. */
export interface MailStore {
  /** Puts a mail in the outbox, unless the conversation has had `most` mails of its kind. */
  queueMail(conversationId: string, mail: NewMail, most: number): Promise<QueueMailResult>
  /** Waiting mails of every commune whose next try is at or before an instant, oldest first. */
  listDueMails(at: string): Promise<Mail[]>
  /** Mails of a commune that wait or have failed, oldest first. */
  listUnsentMails(communeId: string): Promise<Mail[]>
  /** Compare-and-set before a sending: counts the try and puts off the next one; `undefined` when the mail is not due. */
  startMailTry(mailId: string, at: string): Promise<Mail | undefined>
  /** Keeps what came of a sending through `platform/mail/mail.settled`; a mail erased meanwhile is forgotten. */
  settleMail(mailId: string, result: SendResult): Promise<void>
}

/**
 * The verbs about the outbox. A mail is kept in the document of its conversation: it is stored in one
 * write with what it tells of, and erased with it.
 */
export function mailVerbs(collection: ConversationCollection): MailStore {
  const { index } = collection
  return {
    queueMail: (conversationId, mail, most) => change(collection, conversationId, queueMail(mail, most)),
    async listDueMails(at) {
      const due = index.listUnsentMails().filter((mail) => isMailDue(mail, at))
      return structuredClone(due.sort(byMailAge))
    },
    async listUnsentMails(communeId) {
      const own = index.listUnsentMails().filter((mail) => mail.communeId === communeId)
      return structuredClone(own.sort(byMailAge))
    },
    async startMailTry(mailId, at) {
      const mail = index.getUnsentMail(mailId)
      return mail?.conversationId ? change(collection, mail.conversationId, startMailTry(mailId, at)) : undefined
    },
    async settleMail(mailId, result) {
      const mail = index.getUnsentMail(mailId)
      if (mail?.conversationId) await change(collection, mail.conversationId, settleMail(mailId, result))
    },
  }
}
