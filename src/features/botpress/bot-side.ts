import { Client, isApiError } from '@botpress/client'
import type { RemoteTalk } from '../../platform/model/conversation.js'

/** Where a town's bot is reached, and by what its calls are known. */
export interface BotpressAccount {
  /** Of the API that runs the bot: its own host, or Botpress's. */
  url: string
  token: string
  /** The end of the address that the bot calls. */
  secret: string
}

/** Time that the bot's host has to answer, ms. */
const TIMEOUT_MS = 10_000

/** What tells one bot from another on its host. */
export type BotKey = Pick<RemoteTalk, 'botId' | 'integrationId'>

/** The side of the bot: what is told it. Each call rejects when its host is away; done again, none is done twice, but the events. */
export interface BotSide {
  /** A conversation there for one of ours. @returns its id */
  openConversation(key: BotKey, id: string): Promise<string>
  /** A user there who stands for somebody here. @returns its id */
  userFor(key: BotKey, who: { id: string; name?: string | undefined }): Promise<string>
  say(talk: RemoteTalk, message: { id: string; userId: string; text: string }): Promise<void>
  tell(talk: RemoteTalk, event: { type: 'hitlAssigned'; userId: string } | { type: 'hitlStopped' }): Promise<void>
}

/** Whether the bot's host says that it knows a conversation no more: nothing will reach it. */
export function isGone(error: unknown): boolean {
  return isApiError(error) && error.code === 404
}

/** {@link BotSide} over the client of Botpress. */
export function createBotSide({ url, token }: BotpressAccount): BotSide {
  const client = ({ botId, integrationId }: BotKey) =>
    new Client({ apiUrl: url, token, botId, integrationId, timeout: TIMEOUT_MS, retry: { retries: 0 } })
  return {
    async openConversation(key, id) {
      const { conversation } = await client(key).getOrCreateConversation({ channel: 'hitl', tags: { id } })
      return conversation.id
    },
    async userFor(key, { id, name }) {
      const { user } = await client(key).getOrCreateUser({ tags: { id }, ...(name === undefined ? {} : { name }) })
      return user.id
    },
    async say(talk, { id, userId, text }) {
      const { conversationId } = talk
      const said = { conversationId, userId, type: 'text', payload: { text }, tags: { id } }
      await client(talk).getOrCreateMessage(said)
    },
    async tell(talk, { type, ...who }) {
      const { conversationId } = talk
      await client(talk).createEvent({ type, conversationId, payload: { conversationId, ...who } })
    },
  }
}
