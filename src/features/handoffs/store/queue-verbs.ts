import type { Store } from '../../../platform/model/store.js'
import type { ConversationDocument } from '../../../platform/store/conversation-document.js'
import type { ConversationCollection } from '../../../platform/store/conversation-verbs.js'
import { excerptsOf } from '../../../platform/text/search-conversations.js'

type QueueVerbs = Pick<Store, 'listQueue' | 'findByReference' | 'searchConversations'>

/** The verbs of {@link Store} by which agents find requests and conversations. */
export function queueVerbs({ documents, index }: ConversationCollection): QueueVerbs {
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
