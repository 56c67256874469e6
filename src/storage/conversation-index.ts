import { type Handoff, isOpen } from '../domain/handoff.js'
import type { ConversationDocument } from './conversation-document.js'

interface IndexedConversation {
  /** Epoch milliseconds. */
  updatedAtMs: number
  handoffs: readonly Handoff[]
}

/**
 * What must be found without reading every document: last updates and handoffs. Rebuilt from the documents at opening
 * and kept up at each commit, so it never says more than the disk. Handoffs stay whole in memory (under 1 kB each): a
 * large town makes some thousands within its retention.
 */
export class ConversationIndex {
  readonly #conversations = new Map<string, IndexedConversation>()
  readonly #handoffs = new Map<string, Handoff>()

  /** Replaces what is known of a conversation; `null` forgets it. */
  set(id: string, document: ConversationDocument | null): void {
    for (const handoff of this.#conversations.get(id)?.handoffs ?? []) this.#handoffs.delete(handoff.id)
    this.#conversations.delete(id)
    if (document === null) return
    const { conversation, handoffs } = document
    this.#conversations.set(id, { updatedAtMs: Date.parse(conversation.updatedAt), handoffs })
    for (const handoff of handoffs) this.#handoffs.set(handoff.id, handoff)
  }

  /** Ids of conversations last updated before an instant. */
  listUpdatedBefore(at: string): string[] {
    const limit = Date.parse(at)
    return [...this.#conversations].filter(([, { updatedAtMs }]) => updatedAtMs < limit).map(([id]) => id)
  }

  getHandoff(id: string): Handoff | undefined {
    return this.#handoffs.get(id)
  }

  findOpenHandoff(conversationId: string): Handoff | undefined {
    return this.#conversations.get(conversationId)?.handoffs.find(isOpen)
  }

  /** Every handoff, in no order. */
  listHandoffs(): Handoff[] {
    return [...this.#handoffs.values()]
  }
}
