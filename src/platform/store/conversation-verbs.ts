import { isOpen } from '../../features/handoffs/handoff.js'
import { ownDataOf } from '../../features/retention/own-data-of.js'
import { AppError } from '../model/app-error.js'
import type { Store } from '../model/store.js'
import * as apply from './conversation-document.js'
import type { ConversationIndex } from './conversation-index.js'
import type { DocumentSet } from './document-set.js'

/**
 * Acts that decide over several documents (a reference given once, the last place of a half-day) take turns by name: each sees what the one before it
 * wrote. Here, those of one process; a store that several processes share also holds the name in the database while it writes.
 */
export class Turns {
  readonly #last = new Map<string, Promise<unknown>>()

  /** Runs an act after those that asked for the same name before it, whatever came of them. */
  inTurn<R>(name: string, act: () => Promise<R>): Promise<R> {
    const turn = (this.#last.get(name) ?? Promise.resolve()).then(act, act)
    const settled = turn.then(
      () => {},
      () => {},
    )
    this.#last.set(name, settled)
    void settled.then(() => {
      if (this.#last.get(name) === settled) this.#last.delete(name)
    })
    return turn
  }
}

/** Conversations that a store keeps, and what it knows of them without reading. */
export interface ConversationCollection {
  documents: DocumentSet<apply.ConversationDocument>
  index: ConversationIndex
  turns: Turns
}

type ConversationVerbs = Pick<
  Store,
  | 'createConversation'
  | 'getConversation'
  | 'knownConversation'
  | 'openTurn'
  | 'getTranscript'
  | 'readOwnData'
  | 'listMessages'
  | 'appendTurn'
  | 'appendMessage'
  | 'recordFeedback'
  | 'recordRating'
  | 'setLanguage'
  | 'closeConversation'
  | 'eraseConversation'
  | 'listConversationsUpdatedBefore'
>

/** Ids become file names: this shape holds UUIDs and base64url, and no path. */
const ID_SHAPE = /^[A-Za-z0-9_-]{1,64}$/

/** The verbs of {@link Store} about conversations and messages. */
export function conversationVerbs(collection: ConversationCollection): ConversationVerbs {
  const { documents, index } = collection
  const read = (id: string) => documents.read(id)
  return {
    async createConversation(conversation, messages) {
      if (!ID_SHAPE.test(conversation.id)) throw new AppError('invalid_conversation_id', 400, { field: 'id' })
      return structuredClone(await documents.update(conversation.id, apply.create(conversation, messages)))
    },
    getConversation: async (id) => structuredClone((await read(id))?.conversation),
    async knownConversation(id) {
      const conversation = (await read(id))?.conversation
      return conversation && { id, communeId: conversation.communeId, tokenHash: conversation.tokenHash }
    },
    async openTurn(id) {
      const document = await read(id)
      if (document === null) return undefined
      const { conversation, handoffs, messages } = document
      return structuredClone({ conversation, handoff: handoffs.find(isOpen), messageCount: messages.length })
    },
    async getTranscript(id) {
      const document = await read(id)
      return document === null ? undefined : structuredClone(apply.toTranscript(document))
    },
    async readOwnData(id) {
      const document = await read(id)
      return document === null ? undefined : structuredClone(ownDataOf(document))
    },
    async listMessages(id, afterSeq) {
      const messages = (await read(id))?.messages ?? []
      return structuredClone(messages.filter(({ seq }) => seq > afterSeq))
    },
    appendTurn: (input) => change(collection, input.conversationId, apply.appendTurn(input)),
    appendMessage: (id, message, extras) => change(collection, id, apply.appendMessage(message, extras)),
    recordFeedback: (id, messageId, feedback) => change(collection, id, apply.recordFeedback(messageId, feedback)),
    recordRating: (id, rating) => change(collection, id, apply.recordRating(rating)),
    setLanguage: (id, language) => change(collection, id, apply.setLanguage(language)),
    closeConversation: (id, at, notice) => change(collection, id, apply.close(at, notice)),
    eraseConversation: (id) => change(collection, id, apply.erase),
    listConversationsUpdatedBefore: async (at) => index.listUpdatedBefore(at),
  }
}

/** Applies a verb to a conversation that exists; an unknown id reaches no file. Answers are copies, the caller's to change. */
export async function change<R>(
  { documents }: ConversationCollection,
  id: string,
  verb: apply.ConversationVerb<R>,
  turn?: string,
): Promise<R> {
  if (!documents.has(id)) return structuredClone(verb(null).result)
  return structuredClone(await documents.update(id, verb, turn))
}
