import { randomUUID } from 'node:crypto'
import {
  byMailAge,
  type Mail,
  mailWaitMs,
  type NewCommuneMail,
  type NewLetter,
  settled,
} from '../../platform/mail/mail.js'
import type { Document } from '../../platform/store/document.js'
import { isBefore } from '../conversations/conversation-document.js'
import { isMailDue } from './mail-in-conversation.js'
import type { MailStore } from './mail-verbs.js'

/** Mails that have not left, of conversations and of the staff. */
export interface OutboxStore extends MailStore {
  /** Puts a mail that belongs to no conversation in the outbox: one to a member of staff. What has left is forgotten at once. */
  queueCommuneMail(mail: NewCommuneMail): Promise<void>
  /** Puts somebody's letter of a week in the outbox, unless she has had one of its kind in that week. @param to.week ISO week, `2026-W48` */
  queueLetter(mail: NewLetter, to: { userId: string; week: string }): Promise<'queued' | 'already'>
}

/** Mails that belong to no conversation and have not left: a few at a time. */
export interface OutboxDocument {
  version: 1
  mails: Mail[]
  /** The last week of which each person has had a letter of each kind, by {@link letterKey}: in the write that queues it. */
  letters?: Record<string, string>
}

/** How long a mail that was given up is shown to administrators, ms. */
const KEEP_FAILED_MS = 7 * 24 * 3_600_000

/** The verbs about mails, over those of conversations and those of none. */
export function outboxVerbs(outbox: Document<OutboxDocument>, ofConversations: MailStore): OutboxStore {
  const all = async () => structuredClone((await outbox.read())?.mails ?? [])
  return {
    queueMail: ofConversations.queueMail,
    queueCommuneMail: (mail) =>
      outbox.update((document) => ({
        document: withMail(document, mail),
        result: undefined,
        changes: [],
        forgets: true,
      })),
    queueLetter: (mail, { userId, week }) =>
      outbox.update((document) => {
        const key = letterKey(mail, userId)
        const former = Object.entries(document?.letters ?? {})
        if (former.some(([one, last]) => one === key && last >= week))
          return { document, result: 'already', changes: [] }
        // Weeks that are over are in nobody's way.
        const current = former.filter(([one, last]) => one !== key && last >= week)
        const letters = Object.fromEntries([...current, [key, week]])
        return { document: { ...withMail(document, mail), letters }, result: 'queued', changes: [], forgets: true }
      }),
    async listDueMails(at) {
      const own = (await all()).filter((mail) => isMailDue(mail, at))
      return [...own, ...(await ofConversations.listDueMails(at))].sort(byMailAge)
    },
    async listUnsentMails(communeId) {
      const own = (await all()).filter((mail) => mail.communeId === communeId)
      return [...own, ...(await ofConversations.listUnsentMails(communeId))].sort(byMailAge)
    },
    async startMailTry(mailId, at) {
      if (!(await all()).some(({ id }) => id === mailId)) return ofConversations.startMailTry(mailId, at)
      return outbox.update((document) => {
        const mail = document?.mails.find(({ id }) => id === mailId)
        if (!document || !mail || !isMailDue(mail, at)) return { document, result: undefined, changes: [] }
        const tries = mail.tries + 1
        const tried = { ...mail, tries, nextTryAt: new Date(Date.parse(at) + mailWaitMs(tries)).toISOString() }
        const mails = document.mails.map((one) => (one === mail ? tried : one))
        return { document: { ...document, mails }, result: tried, changes: [] }
      })
    },
    async settleMail(mailId, result) {
      if (!(await all()).some(({ id }) => id === mailId)) return ofConversations.settleMail(mailId, result)
      return outbox.update((document) => {
        const mails = (document?.mails ?? []).flatMap((mail) => {
          if (mail.id !== mailId) return [mail]
          // A link that lets somebody in is nowhere once it has left.
          return result.outcome === 'sent' ? [] : [settled(mail, result)]
        })
        return { document: { ...(document ?? EMPTY), mails }, result: undefined, changes: [], forgets: true }
      })
    },
  }
}

const EMPTY: OutboxDocument = { version: 1, mails: [] }

/** One mail more; those that were given up long ago are dropped. */
function withMail(document: OutboxDocument | null, mail: NewCommuneMail): OutboxDocument {
  const oldest = new Date(Date.parse(mail.createdAt) - KEEP_FAILED_MS).toISOString()
  const kept = (document?.mails ?? []).filter((one) => one.status === 'waiting' || !isBefore(one.createdAt, oldest))
  const queued: Mail = {
    ...structuredClone(mail),
    id: randomUUID(),
    conversationId: null,
    status: 'waiting',
    tries: 0,
    nextTryAt: mail.createdAt,
    fault: null,
  }
  return { ...(document ?? EMPTY), mails: [...kept, queued] }
}

function letterKey({ communeId, kind }: NewLetter, userId: string): string {
  return `${kind} ${communeId} ${userId}`
}
