import { describe, expect, it } from '@jest/globals'
import type { MessagesView, RepliedView, StartedView } from '../../src/features/conversations/contract.js'
import type { Message } from '../../src/platform/model/conversation.js'
import { migrateStore } from '../../src/store/migrate-store.js'
import { createDatabase } from '../postgres/test-database.js'
import type { RealServer } from './real-server.js'
import { serversOnOneDatabase } from './servers-on-one-database.js'

const { workplace, start } = serversOnOneDatabase()

async function startConversation({ url }: RealServer): Promise<StartedView> {
  const response = await fetch(`${url}/api/v1/conversations`, { method: 'POST' })
  expect(response.status).toBe(201)
  return (await response.json()) as StartedView
}

const headersOf = ({ token }: StartedView) => ({ authorization: `Bearer ${token}`, 'content-type': 'application/json' })

async function post({ url }: RealServer, conversation: StartedView, clientId: string): Promise<RepliedView | null> {
  try {
    const response = await fetch(`${url}/api/v1/conversations/${conversation.id}/messages`, {
      method: 'POST',
      headers: headersOf(conversation),
      body: JSON.stringify({ clientId, text: `acte de naissance, demande ${clientId}` }),
    })
    return response.status === 200 ? ((await response.json()) as RepliedView) : null
  } catch {
    return null
  }
}

async function readMessages({ url }: RealServer, conversation: StartedView): Promise<Message[]> {
  const response = await fetch(`${url}/api/v1/conversations/${conversation.id}/messages?after=0`, {
    headers: headersOf(conversation),
  })
  expect(response.status).toBe(200)
  return ((await response.json()) as MessagesView).messages
}

describe('two servers on one database', () => {
  it('serve one town: whoever is asked knows, tells and keeps the same, and one that is killed takes nothing with it', async () => {
    // Both make the tables and the accounts of the demonstration, at once.
    const [one, other] = await Promise.all(['one', 'other'].map((name) => start(name)))
    if (!one || !other) throw new Error('two servers were started')
    const conversation = await startConversation(one)

    // A stream held by one server tells what the other one was sent.
    const stream = await fetch(`${other.url}/api/v1/conversations/${conversation.id}/events`, {
      headers: headersOf(conversation),
    })
    const reader = (stream.body as ReadableStream<Uint8Array>).getReader()
    const decoder = new TextDecoder()
    expect(await post(one, conversation, 'first-0001')).not.toBeNull()
    let told = ''
    while (!told.includes('first-0001')) {
      const { value, done } = await reader.read()
      if (done) throw new Error(`the stream ended: ${told}`)
      told += decoder.decode(value, { stream: true })
    }
    await reader.cancel()

    // The same message sent to both is kept once; many, one of the servers being killed in the midst of them, are kept once each.
    const twice = await Promise.all([one, other].map((server) => post(server, conversation, 'twice-0001')))
    expect(twice[0]?.message).toEqual(twice[1]?.message)
    const conversations = await Promise.all(Array.from({ length: 6 }, (_, n) => startConversation(n % 2 ? one : other)))
    const acknowledged = new Map<string, RepliedView>()
    let count = 0
    await Promise.all(
      conversations.flatMap((each, n) =>
        Array.from({ length: 8 }, async (_, k) => {
          const clientId = `many-${n}-${1000 + k}`
          const reply = (await post(k % 2 ? one : other, each, clientId)) ?? (await post(other, each, clientId))
          if (reply) acknowledged.set(clientId, reply)
          count += 1
          if (count === 20) one.signal('SIGKILL')
        }),
      ),
    )
    expect(acknowledged.size).toBe(48)
    for (const [n, each] of conversations.entries()) {
      const messages = await readMessages(other, each)
      expect(messages.map(({ seq }) => seq)).toEqual(messages.map((_, index) => index + 1))
      const own = [...acknowledged].filter(([clientId]) => clientId.startsWith(`many-${n}-`))
      for (const [clientId, { message, replies }] of own) {
        expect(messages.filter((kept) => kept.clientId === clientId)).toEqual([message])
        expect(messages.slice(message.seq, message.seq + replies.length)).toEqual(replies)
      }
    }
  })
})

describe('the data folder of a server', () => {
  it('goes on in a database: the citizen’s conversation is there, with its token', async () => {
    const target = await createDatabase()
    try {
      const before = await start('data', { DATABASE_URL: '' })
      const conversation = await startConversation(before)
      for (const clientId of ['kept-0001', 'kept-0002']) await post(before, conversation, clientId)
      const messages = await readMessages(before, conversation)
      await before.kill('SIGTERM')
      const { dataDir } = workplace()
      const result = await migrateStore({ from: 'lowdb', to: 'postgres', dataDir, databaseUrl: target.url })
      expect(result).toMatchObject({ outcome: 'moved' })
      const after = await start('moved', { DATABASE_URL: target.url })
      expect(await readMessages(after, conversation)).toEqual(messages)
      expect(await post(after, conversation, 'kept-0003')).not.toBeNull()
      await after.kill('SIGTERM')
    } finally {
      await target.drop()
    }
  })
})
