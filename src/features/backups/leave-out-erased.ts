import type { ConversationDocument } from '../../platform/store/conversation-document.js'
import type { KeptDocument } from '../../platform/store/move-documents.js'
import type { UsersDocument } from '../accounts/staff-verbs.js'
import type { PracticeDocument } from '../practice/practice-verbs.js'
import type { RepliesDocument } from '../replies/reply-verbs.js'
import { type ErasedKind, type Erasure, erasureOf, replyErasedId } from '../retention/erasure.js'
import { withoutContactOf } from '../retention/forget-contact.js'
import { forgetMasked } from '../retention/masked-in-conversation.js'

/** What is noted just before a backup may have been erased just after; and the clocks of several servers differ a little. */
const MARGIN_MS = 60_000

/** Takes what was erased out of the documents of a backup. */
export type LeaveOutErased = (one: KeptDocument) => object | null

/**
 * @param madeAt the instant of the backup: who practised, or came back, after an erasure that is older has done so since
 * @returns what is left of a document; the same object when nothing of it was erased, `null` when all was
 */
export function leaveOutErased(erasures: readonly Erasure[], madeAt: string): LeaveOutErased {
  const dates = new Map(erasures.map(({ kind, what, at }) => [`${kind} ${what}`, at]))
  const whenErased = (kind: ErasedKind, id: string) => {
    const { what } = erasureOf(kind, id, '')
    return dates.get(`${kind} ${what}`)
  }
  const isErased = (kind: ErasedKind, id: string) => whenErased(kind, id) !== undefined
  const since = new Date(Date.parse(madeAt) - MARGIN_MS).toISOString()
  const erasedSince = (kind: ErasedKind, id: string) => {
    const at = whenErased(kind, id)
    return at !== undefined && at >= since ? at : undefined
  }
  return ({ kind, key, document }) => {
    switch (kind) {
      case 'conversations':
        return isErased('conversation', key) ? null : ofConversation(document as ConversationDocument, isErased)
      case 'users':
        return ofUsers(withoutErased(document as UsersDocument, isErased), (id) => erasedSince('account', id))
      case 'practice': {
        const practice = document as PracticeDocument
        const records = practice.records.filter(({ userId }) => !erasedSince('practice', userId))
        return records.length < practice.records.length ? { ...practice, records } : document
      }
      case 'replies': {
        const replies = document as RepliesDocument
        const left = replies.replies.filter(({ userId, id }) => !isErased('reply', replyErasedId(userId, id)))
        return left.length < replies.replies.length ? { ...replies, replies: left } : document
      }
      default:
        return document
    }
  }
}

function ofConversation(document: ConversationDocument, isErased: (kind: ErasedKind, id: string) => boolean) {
  let left = document
  for (const { id } of document.handoffs) {
    if (isErased('contact', id)) left = withoutContactOf(left, id)
    if (isErased('masked', id)) left = forgetMasked(id)(left).document ?? left
  }
  return left
}

function withoutErased(document: UsersDocument, isErased: (kind: ErasedKind, id: string) => boolean): UsersDocument {
  const users = document.users.filter(({ id }) => !isErased('erased_account', id))
  return users.length < document.users.length ? { ...document, users } : document
}

/** Who was sent away stays away. */
function ofUsers(document: UsersDocument, deactivatedAt: (id: string) => string | undefined): UsersDocument {
  const sentAway = document.users.filter((user) => user.deactivatedAt === undefined && deactivatedAt(user.id))
  if (sentAway.length === 0) return document
  const ids = new Set(sentAway.map(({ id }) => id))
  const users = document.users.map((user) => {
    const at = ids.has(user.id) ? deactivatedAt(user.id) : undefined
    return at ? { ...user, deactivatedAt: at } : user
  })
  const tokens = document.tokens?.filter(({ userId }) => !ids.has(userId))
  return { ...document, users, ...(tokens ? { tokens } : {}) }
}
