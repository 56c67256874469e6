import type { Conversation, Message, RemoteTalk } from '../../platform/model/conversation.js'
import type { Handoff } from '../../platform/model/handoff.js'
import { type ConversationDocument, type ConversationVerb, unchanged } from '../conversations/conversation-document.js'
import type { ConversationCollection } from '../conversations/conversation-verbs.js'

/** A talk of another bot as it stands. */
export interface ToldTalk {
  conversation: Conversation & { remote: RemoteTalk }
  messages: Message[]
  /** Its last request. */
  handoff: Handoff | undefined
}

/** What is stored of talks that another bot has handed over. Each is kept in the document of its conversation, and erased with it. */
export interface RemoteTalkStore {
  /** From now on a bot is told what is said in a conversation, of which it knows what has been said so far. Nobody is told. */
  beginRemoteTalk(
    conversationId: string,
    remote: Pick<RemoteTalk, 'conversationId' | 'botId' | 'integrationId'>,
  ): Promise<void>
  /** Ids of the conversations whose bot has not been told that they are over. */
  listRemoteTalks(): Promise<string[]>
  /** Whether a conversation is one of them, as this process knows it. */
  knownRemoteTalk(conversationId: string): Promise<boolean>
  /** The one that a bot knows by an id of its own; `undefined` when there is none. */
  findRemoteTalk(remoteId: string): Promise<string | undefined>
  readRemoteTalk(conversationId: string): Promise<ToldTalk | undefined>
  /** Keeps what its bot has been told. Nobody is told. */
  noteRemoteTold(conversationId: string, told: Partial<Pick<RemoteTalk, 'sent' | 'assigned' | 'over'>>): Promise<void>
}

/** The verbs about talks of other bots. */
export function remoteTalkVerbs({ documents, index }: ConversationCollection): RemoteTalkStore {
  return {
    beginRemoteTalk: async (conversationId, remote) =>
      void (await documents.update(
        conversationId,
        withRemote(({ messages }) => ({ ...remote, sent: messages.length, assigned: null })),
      )),
    listRemoteTalks: async () => [...index.remoteTalks.keys()],
    knownRemoteTalk: async (conversationId) => index.remoteTalks.has(conversationId),
    findRemoteTalk: async (remoteId) => [...index.remoteTalks].find(([, id]) => id === remoteId)?.[0],
    async readRemoteTalk(conversationId) {
      const document = await documents.read(conversationId)
      const remote = document?.conversation.remote
      if (!document || !remote || remote.over) return undefined
      const { conversation, messages, handoffs } = document
      return structuredClone({ conversation: { ...conversation, remote }, messages, handoff: handoffs.at(-1) })
    },
    async noteRemoteTold(conversationId, told) {
      // Erased meanwhile: there is nothing to tell of it any more.
      if (documents.has(conversationId))
        await documents.update(
          conversationId,
          withRemote((_, remote) => remote && { ...remote, ...told }),
        )
    },
  }
}

function withRemote(
  next: (document: ConversationDocument, former: RemoteTalk | undefined) => RemoteTalk | undefined,
): ConversationVerb<void> {
  return (document) => {
    const remote = document && next(document, document.conversation.remote)
    if (!document || !remote) return unchanged(document, undefined)
    return {
      document: { ...document, conversation: { ...document.conversation, remote } },
      result: undefined,
      changes: [],
    }
  }
}
