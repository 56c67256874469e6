import type { QueuedHandoff } from '../../../platform/model/digest.js'
import type { Handoff } from '../../../platform/model/handoff.js'
import type { ConversationDocument } from '../../conversations/conversation-document.js'
import type { ConversationCollection } from '../../conversations/conversation-verbs.js'
import type { ConversationSearch, ConversationsFound } from '../../conversations/search-conversations.js'
import { excerptsOf } from '../../conversations/search-conversations.js'

/** Which requests {@link QueueStore.listQueue} tells. */
export interface QueueScope {
  communeId: string
  /** Those that ended at or after this instant are told too. */
  endedSince: string
  /** Those of these conversations alone. */
  conversationIds?: readonly string[]
}

/** How agents find requests and conversations. */
export interface QueueStore {
  /** Open requests of a commune, and those that ended of late, each with what a list shows of its conversation; in no order. */
  listQueue(scope: QueueScope): Promise<QueuedHandoff[]>
  /** The requests of a commune that have a reference, however it is written; the latest first. */
  findByReference(communeId: string, reference: string): Promise<Handoff[]>
  /** Conversations of a commune that were handed over and have all the words; what was erased is not found any more. */
  searchConversations(communeId: string, search: ConversationSearch): Promise<ConversationsFound>
}

/** The verbs by which agents find requests and conversations. */
export function queueVerbs({ documents, index }: ConversationCollection): QueueStore {
  return {
    async listQueue({ communeId, endedSince, conversationIds }) {
      const sinceMs = Date.parse(endedSince)
      const handoffs = conversationIds?.flatMap((id) => index.handoffsOf(id)) ?? index.listHandoffs()
      const wanted = handoffs.filter(
        (one) => one.communeId === communeId && (one.endedAt === null || Date.parse(one.endedAt) >= sinceMs),
      )
      return structuredClone(
        wanted.flatMap((handoff) => {
          const digest = index.digestOf(handoff.conversationId)
          return digest ? [{ handoff, digest }] : []
        }),
      )
    },
    async findByReference(communeId, reference) {
      const wanted = plain(reference)
      const found = index
        .listHandoffs()
        .filter((one) => one.communeId === communeId && one.reference !== undefined && plain(one.reference) === wanted)
      return structuredClone(found.sort((a, b) => Date.parse(b.requestedAt) - Date.parse(a.requestedAt)))
    },
    async searchConversations(communeId, { words, skip, most }) {
      const ids = index.searchTexts.find(communeId, words)
      const documentsFound = await Promise.all(ids.slice(skip, skip + most).map((id) => documents.read(id)))
      const found = documentsFound.flatMap((document) => (document ? foundOf(document, words) : []))
      return { total: ids.length, found: structuredClone(found) }
    },
  }
}

function foundOf({ conversation, handoffs, messages }: ConversationDocument, words: readonly string[]) {
  const handoff = handoffs.at(-1)
  if (!handoff) return []
  const { channel = 'web', updatedAt } = conversation
  return [{ handoff, channel, updatedAt, excerpts: excerptsOf(messages, words) }]
}

/** A reference as it is compared: said aloud, it has neither dashes nor capitals. */
function plain(reference: string): string {
  return reference.toUpperCase().replace(/[^A-Z0-9]/g, '')
}
