import type { Client } from '@botpress/client'
import type { DialogueMemory } from '../platform/model/conversation.js'
import type { Payload } from '../platform/model/payload.js'

/** What the dialogue core did during one turn. */
export interface TurnRecord {
  payloads: Payload[]
  memory: DialogueMemory
}

type MessageInput = Parameters<Client['createMessage']>[0]
type StateInput = Parameters<Client['setState']>[0]

/**
 * A Botpress client of one turn, in this process: messages that the bot creates and states that it sets are recorded, and
 * written together by one `appendTurn` when the bot has finished. An operation that the bot does not use is an error,
 * never a call on the network.
 */
export function createLocalClient(record: TurnRecord): Client {
  const operations: Record<string, (input: never) => Promise<unknown>> = {
    async createMessage(input: MessageInput) {
      record.payloads.push({ ...input.payload, type: input.type } as Payload)
      return { message: { ...input, id: String(record.payloads.length), createdAt: '', direction: 'outgoing' } }
    },
    async getState() {
      return { state: { payload: record.memory }, meta: { cached: true } }
    },
    async setState(input: StateInput) {
      record.memory = input.payload as unknown as DialogueMemory
      return { state: { ...input } }
    },
  }
  return new Proxy({} as Client, {
    get: (_, operation) => {
      if (operation === 'then') return undefined
      return (
        operations[String(operation)] ??
        (() => Promise.reject(new Error(`not available in this process: ${String(operation)}`)))
      )
    },
  })
}
