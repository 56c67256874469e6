import type { Document, Verb } from '../../platform/store/document.js'
import { MAX_PERSONAL_REPLIES, type PersonalReply } from './reply.js'

/** Personal replies of every agent: some dozens each, and short. */
export interface RepliesDocument {
  version: 1
  replies: PersonalReply[]
}

/** The sentences that agents keep for themselves. */
export interface ReplyStore {
  /** Keeps a reply of an agent, in the place of her former one of the same id. */
  saveReply(reply: PersonalReply): Promise<'saved' | 'too_many'>
  /** Those of an agent, in the order in which they were first saved. */
  listReplies(userId: string): Promise<PersonalReply[]>
  deleteReply(userId: string, id: string): Promise<'deleted' | 'unknown'>
  /** Forgets the replies of accounts that are no more. @returns how many */
  dropRepliesWithoutAccount(): Promise<number>
}

/** The verbs about the replies that agents keep for themselves. */
export function replyVerbs(replies: Document<RepliesDocument>, userIds: () => Promise<string[]>): ReplyStore {
  return {
    saveReply: (reply) => replies.update(withReply(reply)),
    async listReplies(userId) {
      const own = ((await replies.read())?.replies ?? []).filter((one) => one.userId === userId)
      return structuredClone(own)
    },
    deleteReply: async (userId, id) => {
      const dropped = await replies.update(withoutReplies((one) => one.userId === userId && one.id === id))
      return dropped > 0 ? 'deleted' : 'unknown'
    },
    async dropRepliesWithoutAccount() {
      const known = new Set(await userIds())
      return replies.update(withoutReplies((one) => !known.has(one.userId)))
    },
  }
}

function withReply(reply: PersonalReply): Verb<RepliesDocument, 'saved' | 'too_many'> {
  return (document) => {
    const replies = document?.replies ?? []
    const isHers = (one: PersonalReply) => one.userId === reply.userId
    const isKnown = replies.some((one) => isHers(one) && one.id === reply.id)
    if (!isKnown && replies.filter(isHers).length >= MAX_PERSONAL_REPLIES) {
      return { document, result: 'too_many', changes: [] }
    }
    const saved = structuredClone(reply)
    const next = isKnown
      ? replies.map((one) => (isHers(one) && one.id === reply.id ? saved : one))
      : [...replies, saved]
    return { document: { version: 1, replies: next }, result: 'saved', changes: [] }
  }
}

/** What is taken away is nowhere on the disk afterwards: an agent who deletes a reply means it. */
function withoutReplies(isGone: (reply: PersonalReply) => boolean): Verb<RepliesDocument, number> {
  return (document) => {
    const replies = document?.replies ?? []
    const kept = replies.filter((one) => !isGone(one))
    const dropped = replies.length - kept.length
    if (dropped === 0) return { document, result: 0, changes: [] }
    return { document: { version: 1, replies: kept }, result: dropped, changes: [], forgets: true }
  }
}
