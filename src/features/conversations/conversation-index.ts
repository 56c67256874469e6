import type { Mail } from '../../platform/mail/mail.js'
import type { Message } from '../../platform/model/conversation.js'
import { type Digest, digestOf } from '../../platform/model/digest.js'
import type { FoundFailure } from '../../platform/model/failure.js'
import { type Handoff, isOpen } from '../../platform/model/handoff.js'
import type { MaskedItem } from '../../platform/model/masked-data.js'
import type { Remark } from '../../platform/model/remark.js'
import type { Validation } from '../../platform/model/validation.js'
import type { WebhookEvent } from '../../platform/model/webhook-event.js'
import { IndexedRows } from '../../platform/store/indexed-rows.js'
import { foldText } from '../../platform/text/fold-text.js'
import { type CheckedAnswer, checkedAnswersOf } from '../publication/checked-answer.js'
import { type ConversationDocument, toTranscript } from './conversation-document.js'
import { failuresOf } from './failures-of.js'
import { isSearched, searchedText } from './search-conversations.js'

/** Events of one document that are not queued yet. */
interface EventsOfDocument {
  key: string
  communeId: string
  events: readonly WebhookEvent[]
}

/** Events that lie with what happened and wait to be queued for the webhooks of their commune, found without reading a document. */
export class PendingEvents {
  readonly #byKey = new Map<string, EventsOfDocument>()

  /** Replaces those of a document. */
  set(key: string, communeId: string, events: readonly WebhookEvent[] = []): void {
    if (events.length > 0) this.#byKey.set(key, { key, communeId, events })
    else this.#byKey.delete(key)
  }

  list(): EventsOfDocument[] {
    return [...this.#byKey.values()]
  }
}

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
class SearchTexts {
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

interface IndexedConversation {
  communeId: string
  createdAt: string
  /** Epoch milliseconds. */
  updatedAtMs: number
  handoffs: readonly Handoff[]
  mails: readonly Mail[]
  /** Of one that was handed over. */
  digest: Digest | null
}

/**
 * What must be found without reading every document: last updates, handoffs, what lists show, words, unsent mails, and what
 * waits or is kept for the staff. Rebuilt from the documents at opening
 * and kept up at each commit, so it never says more than the disk. Handoffs stay whole in memory (under 1 kB each): a
 * large town makes some thousands within its retention.
 */
export class ConversationIndex {
  readonly #conversations = new Map<string, IndexedConversation>()
  readonly #handoffs = new Map<string, Handoff>()
  readonly #unsent = new Map<string, Mail>()
  /** The words of what was handed over. */
  readonly searchTexts = new SearchTexts()
  /** Answers that wait for an agent. */
  readonly validations = new IndexedRows<Validation>()
  /** Answers that agents judged. */
  readonly checkedAnswers = new IndexedRows<CheckedAnswer>()
  /** What agents noticed. */
  readonly remarks = new IndexedRows<Remark>()
  /** Questions that were failed. */
  readonly failures = new IndexedRows<FoundFailure>()
  /** What was masked for requests, sealed. */
  readonly masked = new IndexedRows<MaskedItem>()
  /** Of each conversation that another bot handed over and does not know to be over: its id there. */
  readonly remoteTalks = new Map<string, string>()
  /** What webhooks are to be told of. */
  readonly events = new PendingEvents()

  /** Replaces what is known of a conversation; `null` forgets it. */
  set(id: string, document: ConversationDocument | null): void {
    const former = this.#conversations.get(id)
    for (const handoff of former?.handoffs ?? []) this.#handoffs.delete(handoff.id)
    for (const mail of former?.mails ?? []) this.#unsent.delete(mail.id)
    this.#conversations.delete(id)
    this.searchTexts.set(id, document)
    this.validations.set(id, document?.validations ?? [])
    this.remarks.set(id, document?.remarks ?? [])
    this.masked.set(id, document?.masked ?? [])
    const remote = document?.conversation.remote
    if (remote && !remote.over) this.remoteTalks.set(id, remote.conversationId)
    else this.remoteTalks.delete(id)
    this.events.set(id, document?.conversation.communeId ?? '', document?.events)
    const transcript = document && toTranscript(document)
    this.checkedAnswers.set(id, transcript ? checkedAnswersOf(transcript) : [])
    this.failures.set(
      id,
      transcript ? failuresOf({ ...transcript, remarks: document.remarks ?? [], handoffs: document.handoffs }) : [],
    )
    if (document === null) return
    const { conversation, handoffs, mails = [] } = document
    const unsent = mails.filter(({ status }) => status !== 'sent')
    const digest = handoffs.length > 0 ? digestOf(toTranscript(document)) : null
    const { communeId, createdAt } = conversation
    this.#conversations.set(id, {
      communeId,
      createdAt,
      updatedAtMs: Date.parse(conversation.updatedAt),
      handoffs,
      mails: unsent,
      digest,
    })
    for (const handoff of handoffs) this.#handoffs.set(handoff.id, handoff)
    for (const mail of unsent) this.#unsent.set(mail.id, mail)
  }

  /** Ids of the conversations of a commune. */
  conversationsOf(communeId: string): string[] {
    return [...this.#conversations].filter(([, one]) => one.communeId === communeId).map(([id]) => id)
  }

  /** How many conversations of a commune began at an instant or later. */
  countSince(communeId: string, at: string): number {
    let count = 0
    for (const one of this.#conversations.values()) if (one.communeId === communeId && one.createdAt >= at) count += 1
    return count
  }

  /** Ids of conversations last updated before an instant. */
  listUpdatedBefore(at: string): string[] {
    const limit = Date.parse(at)
    return [...this.#conversations].filter(([, { updatedAtMs }]) => updatedAtMs < limit).map(([id]) => id)
  }

  /** Ids of the conversations of a commune last updated at an instant or after it. */
  listUpdatedSince(communeId: string, at: string): string[] {
    const limit = Date.parse(at)
    return [...this.#conversations]
      .filter(([, one]) => one.communeId === communeId && one.updatedAtMs >= limit)
      .map(([id]) => id)
  }

  /** When a conversation was last updated, epoch milliseconds; `null` when there is none. */
  latestUpdateMs(): number | null {
    let latest: number | null = null
    for (const { updatedAtMs } of this.#conversations.values()) latest = Math.max(latest ?? updatedAtMs, updatedAtMs)
    return latest
  }

  getHandoff(id: string): Handoff | undefined {
    return this.#handoffs.get(id)
  }

  findOpenHandoff(conversationId: string): Handoff | undefined {
    return this.#conversations.get(conversationId)?.handoffs.find(isOpen)
  }

  /** The handoffs of a conversation, oldest first. */
  handoffsOf(conversationId: string): readonly Handoff[] {
    return this.#conversations.get(conversationId)?.handoffs ?? []
  }

  /** What a list shows of a conversation; `undefined` for one that was never handed over. */
  digestOf(conversationId: string): Digest | undefined {
    return this.#conversations.get(conversationId)?.digest ?? undefined
  }

  /** Every handoff, in no order. */
  listHandoffs(): Handoff[] {
    return [...this.#handoffs.values()]
  }

  getUnsentMail(id: string): Mail | undefined {
    return this.#unsent.get(id)
  }

  /** Every mail that waits or has failed, in no order. */
  listUnsentMails(): Mail[] {
    return [...this.#unsent.values()]
  }
}
