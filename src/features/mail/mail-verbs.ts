import type { Mail } from '../../platform/mail/mail.js'
import type { Store } from '../../platform/model/store.js'
import { type ConversationCollection, change } from '../../platform/store/conversation-verbs.js'
import { isDue, queueMail, settleMail, startMailTry } from './mail-in-conversation.js'

/** The verbs of mails that are kept with a conversation. */
export type MailVerbs = Pick<Store, 'queueMail' | 'listDueMails' | 'listUnsentMails' | 'startMailTry' | 'settleMail'>

/**
 * The verbs of {@link Store} about the outbox. A mail is kept in the document of its conversation: it is stored in one
 * write with what it tells of, and erased with it.
 */
export function mailVerbs(collection: ConversationCollection): MailVerbs {
  const { index } = collection
  return {
    queueMail: (conversationId, mail, most) => change(collection, conversationId, queueMail(mail, most)),
    async listDueMails(at) {
      const due = index.listUnsentMails().filter((mail) => isDue(mail, at))
      return structuredClone(due.sort(byAge))
    },
    async listUnsentMails(communeId) {
      const own = index.listUnsentMails().filter((mail) => mail.communeId === communeId)
      return structuredClone(own.sort(byAge))
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

function byAge(a: Mail, b: Mail): number {
  return Date.parse(a.createdAt) - Date.parse(b.createdAt) || (a.id < b.id ? -1 : 1)
}
