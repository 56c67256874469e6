import { randomUUID } from 'node:crypto'
import { type Mail, mailWaitMs, type NewMail, type SendResult, settled } from '../../platform/mail/mail.js'
import { type ConversationDocument, type ConversationVerb, unchanged } from '../conversations/conversation-document.js'

/** What came of {@link MailStore.queueMail}. */
export type QueueMailResult = 'queued' | 'too_many' | 'unknown_conversation'

/** A mail as it enters the outbox of a conversation: to send at once. */
export function waitingMail({ conversation }: ConversationDocument, mail: NewMail): Mail {
  return {
    ...structuredClone(mail),
    id: randomUUID(),
    conversationId: conversation.id,
    communeId: conversation.communeId,
    status: 'waiting',
    tries: 0,
    nextTryAt: mail.createdAt,
    fault: null,
  }
}

/** Puts a mail in the outbox, unless the conversation has had `most` of its kind, those that left included. */
export function queueMail(mail: NewMail, most: number): ConversationVerb<QueueMailResult> {
  return (document) => {
    if (document === null) return unchanged(document, 'unknown_conversation')
    const mails = document.mails ?? []
    if (mails.filter(({ kind }) => kind === mail.kind).length >= most) return unchanged(document, 'too_many')
    return { document: { ...document, mails: [...mails, waitingMail(document, mail)] }, result: 'queued', changes: [] }
  }
}

/** Counts a try before it is made, and puts off the next one. */
export function startMailTry(mailId: string, at: string): ConversationVerb<Mail | undefined> {
  return (document) => {
    const mail = document?.mails?.find(({ id }) => id === mailId)
    if (document === null || !mail || !isMailDue(mail, at)) return unchanged(document, undefined)
    const tries = mail.tries + 1
    const nextTryAt = new Date(Date.parse(at) + mailWaitMs(tries)).toISOString()
    const tried = { ...mail, tries, nextTryAt }
    return { document: withMail(document, tried), result: tried, changes: [] }
  }
}

/** Keeps what came of a sending. */
export function settleMail(mailId: string, result: SendResult): ConversationVerb<void> {
  return (document) => {
    const mail = document?.mails?.find(({ id, status }) => id === mailId && status === 'waiting')
    if (document === null || !mail) return unchanged(document, undefined)
    const next = settled(mail, result)
    // An address that is kept no longer is not in the former version either.
    return { document: withMail(document, next), result: undefined, changes: [], forgets: next.to === '' }
  }
}

/** Whether a mail is to be sent at an instant. */
export function isMailDue({ status, nextTryAt }: Mail, at: string): boolean {
  return status === 'waiting' && Date.parse(nextTryAt) <= Date.parse(at)
}

function withMail(document: ConversationDocument, changed: Mail): ConversationDocument {
  return { ...document, mails: (document.mails ?? []).map((mail) => (mail.id === changed.id ? changed : mail)) }
}
