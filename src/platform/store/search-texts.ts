import type { Handoff } from '../../features/handoffs/handoff.js'
import type { Message } from '../model/conversation.js'
import { foldText } from '../text/fold-text.js'
import { isSearched, searchedText } from '../text/search-conversations.js'
import type { ConversationDocument } from './conversation-document.js'

interface SearchedConversation {
  communeId: string
  updatedAtMs: number
  /** Folded, each word after a space. */
  text: string
}

/**
 * What is searched of the conversations that were handed over: one folded text each, in memory, kept up at each commit and
 * scanned whole. 5,000 conversations make some 10 MB, which a scan goes through in a few milliseconds: an inverted index
 * would hold more, and would have to forget word by word. Nothing of it is on the disk, so what is erased is gone at once.
 */
export class SearchTexts {
  readonly #conversations = new Map<string, SearchedConversation>()
  /** Messages are never changed in place: each is folded once, as long as its document stays in memory. */
  readonly #folded = new WeakMap<Message, string>()

  /** Replaces what is searched of a conversation; `null` forgets it. */
  set(id: string, document: ConversationDocument | null): void {
    this.#conversations.delete(id)
    if (document === null || document.handoffs.length === 0) return
    const { conversation, messages, handoffs } = document
    const said = messages.filter(isSearched).map((message) => this.#foldOnce(message))
    const text = [...said, ...handoffs.map(foldRequest)].join('')
    this.#conversations.set(id, {
      communeId: conversation.communeId,
      updatedAtMs: Date.parse(conversation.updatedAt),
      text,
    })
  }

  /** Ids of the conversations of a commune that have every word, latest first. @param words folded */
  find(communeId: string, words: readonly string[]): string[] {
    // Long words are the rarest: most conversations are passed over at the first.
    const starts = words.map((word) => ` ${word}`).sort((a, b) => b.length - a.length)
    return [...this.#conversations]
      .filter(([, one]) => one.communeId === communeId && starts.every((start) => one.text.includes(start)))
      .sort(([, a], [, b]) => b.updatedAtMs - a.updatedAtMs)
      .map(([id]) => id)
  }

  #foldOnce(message: Message): string {
    const known = this.#folded.get(message)
    if (known !== undefined) return known
    const text = foldText(searchedText(message))
    this.#folded.set(message, text)
    return text
  }
}

/** Reference (said in groups or in one), name and subject of a request. */
function foldRequest({ reference = '', contact, subject, conversationId }: Handoff): string {
  const whole = reference.replaceAll('-', '')
  return foldText(
    [reference, whole, reference === '' ? conversationId.slice(0, 6) : '', contact?.name, subject].join(' '),
  )
}
