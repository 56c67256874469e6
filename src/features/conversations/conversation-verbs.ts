import { AppError } from '../../platform/model/app-error.js'
import type { Conversation, Feedback, Message, NewMessage, Transcript } from '../../platform/model/conversation.js'
import { isOpen } from '../../platform/model/handoff.js'
import type { Language } from '../../platform/model/language.js'
import type { Rating } from '../../platform/model/rating.js'
import type { DocumentSet } from '../../platform/store/document-set.js'
import type { NamedLocks } from '../../platform/store/named-locks.js'
import * as apply from './conversation-document.js'
import type { ConversationIndex } from './conversation-index.js'
import type {
  FeedbackResult,
  MessageExtras,
  MessageResult,
  RatingResult,
  TurnInput,
  TurnOpening,
  TurnResult,
} from './conversation-results.js'
import { type OwnData, ownRequest } from './own-data.js'

/** Conversations that a store keeps, and what it knows of them without reading. */
export interface ConversationCollection {
  documents: DocumentSet<apply.ConversationDocument>
  index: ConversationIndex
  locks: NamedLocks
}

/** Conversations: their messages, turns and ratings. */
export interface ConversationStore {
  /** @throws AppError `conversation_exists`, or `invalid_conversation_id` unless it is 1 to 64 of `A-Z a-z 0-9 _ -` */
  createConversation(conversation: Conversation, messages: NewMessage[]): Promise<Transcript>
  getConversation(id: string): Promise<Conversation | undefined>
  /** How many conversations of a commune that are kept began at an instant or later. */
  countConversationsSince(communeId: string, at: string): Promise<number>
  /**
   * A conversation as this process knows it, whatever other processes have written since: for what never changes of it. One that another process has just
   * begun, or erased, may be unknown, or known still.
   */
  knownConversation(id: string): Promise<Pick<Conversation, 'id' | 'communeId' | 'tokenHash'> | undefined>
  /** What a turn begins from; `undefined` when unknown. */
  openTurn(conversationId: string): Promise<TurnOpening | undefined>
  /** Conversation, messages and turns together; `undefined` when unknown. */
  getTranscript(id: string): Promise<Transcript | undefined>
  /** Everything that is kept with a conversation, as its citizen may have it; `undefined` when unknown. */
  readOwnData(id: string): Promise<OwnData | undefined>
  /** Messages with `seq > afterSeq`, in order; empty when unknown. */
  listMessages(conversationId: string, afterSeq: number): Promise<Message[]>
  appendTurn(input: TurnInput): Promise<TurnResult>
  /**
   * A message without a turn: from an agent, the system, or a citizen who talks with an agent. A citizen's makes what her agent had put aside
   * due at once, in the same write.
   */
  appendMessage(conversationId: string, message: NewMessage, extras?: MessageExtras): Promise<MessageResult>
  recordFeedback(conversationId: string, messageId: string, feedback: Feedback): Promise<FeedbackResult>
  /** Keeps what a citizen thinks of her conversation, ended or not; the last rating counts, on the day of the first. */
  recordRating(conversationId: string, rating: Rating): Promise<RatingResult>
  /** The language in which the citizen is spoken to from now on; that of her open handoff too. */
  setLanguage(conversationId: string, language: Language): Promise<'recorded' | 'unknown'>
  /** Ends a conversation: an open live handoff is cancelled in the same write; a message left still waits for its agent. */
  closeConversation(conversationId: string, at: string, notice: NewMessage): Promise<'closed' | 'unknown'>
  /** Deletes a conversation, its turns and its handoffs for good. */
  eraseConversation(conversationId: string): Promise<'erased' | 'unknown'>
  /** Ids of conversations last updated before an instant, for retention. */
  listConversationsUpdatedBefore(at: string): Promise<string[]>
}

/** Ids become file names: this shape holds UUIDs and base64url, and no path. */
const ID_SHAPE = /^[A-Za-z0-9_-]{1,64}$/

/** The verbs about conversations and messages. */
export function conversationVerbs(collection: ConversationCollection): ConversationStore {
  const { documents, index } = collection
  const read = (id: string) => documents.read(id)
  return {
    async createConversation(conversation, messages) {
      if (!ID_SHAPE.test(conversation.id)) throw new AppError('invalid_conversation_id', 400, { field: 'id' })
      return structuredClone(await documents.update(conversation.id, apply.create(conversation, messages)))
    },
    getConversation: async (id) => structuredClone((await read(id))?.conversation),
    countConversationsSince: async (communeId, at) => index.countSince(communeId, at),
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
  lock?: string,
): Promise<R> {
  if (!documents.has(id)) return structuredClone(verb(null).result)
  return structuredClone(await documents.update(id, verb, lock))
}

/** What a conversation's document holds, for its citizen. */
function ownDataOf(document: apply.ConversationDocument): OwnData {
  const { tokenHash: _, ...conversation } = document.conversation
  const { messages, turns, handoffs, mails = [], masked = [], notes = [], remarks = [] } = document
  return {
    conversation,
    messages,
    turns: turns.map(({ turn }) => turn),
    requests: handoffs.map(ownRequest),
    mails: mails.map(({ kind, to, subject, text, status, createdAt }) => ({
      kind,
      to,
      subject,
      text,
      status,
      createdAt,
    })),
    sealed: masked.map(({ kind, messageSeq }) => ({ kind, messageSeq })),
    notes: notes.length,
    remarks: remarks.length,
  }
}
