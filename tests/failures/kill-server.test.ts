import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { request } from 'node:http'
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import type { MessagesView, RepliedView, StartedView } from '../../src/features/conversations/contract.js'
import type { Message } from '../../src/platform/model/conversation.js'
import { makeWorkplace, RealServer, removeWorkplace, type Workplace } from './real-server.js'

const MESSAGES = 200
const CONVERSATIONS = 8

interface Send {
  conversation: StartedView
  clientId: string
  text: string
  /** What the server acknowledged; `null` until it has. */
  acknowledged: RepliedView | null
}

let workplace: Workplace
const servers: RealServer[] = []

beforeAll(async () => {
  workplace = await makeWorkplace()
})
afterEach(async () => {
  for (const server of servers.splice(0)) await server.kill('SIGKILL')
})
afterAll(() => removeWorkplace(workplace))

async function start(): Promise<RealServer> {
  const server = await RealServer.start(workplace)
  servers.push(server)
  return server
}

async function startConversation({ url }: RealServer): Promise<StartedView> {
  const response = await fetch(`${url}/api/v1/conversations`, { method: 'POST' })
  return (await response.json()) as StartedView
}

function headersOf({ token }: StartedView): Record<string, string> {
  return { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
}

/** Sends a message; what is not acknowledged, because the server died, stays so. */
async function post({ url }: RealServer, send: Send): Promise<void> {
  const { conversation, clientId, text } = send
  try {
    const response = await fetch(`${url}/api/v1/conversations/${conversation.id}/messages`, {
      method: 'POST',
      headers: headersOf(conversation),
      body: JSON.stringify({ clientId, text }),
    })
    if (response.status === 200) send.acknowledged = (await response.json()) as RepliedView
  } catch {
    // The connection was cut: the citizen's browser knows nothing, and will send again.
  }
}

async function readAll({ url }: RealServer, conversation: StartedView): Promise<Message[]> {
  const headers = headersOf(conversation)
  const response = await fetch(`${url}/api/v1/conversations/${conversation.id}/messages?after=0`, { headers })
  expect(response.status).toBe(200)
  return ((await response.json()) as MessagesView).messages
}

/** Each acknowledged message is there once, followed by the replies that were acknowledged with it; and no number is missing. */
function expectWhole(messages: Message[], sends: Send[]): void {
  expect(messages.map(({ seq }) => seq)).toEqual(messages.map((_, index) => index + 1))
  const clientIds = messages.flatMap(({ clientId }) => clientId ?? [])
  expect(new Set(clientIds).size).toBe(clientIds.length)
  for (const { acknowledged } of sends) {
    if (!acknowledged) continue
    const { message, replies } = acknowledged
    expect(messages.slice(message.seq - 1, message.seq + replies.length)).toEqual([message, ...replies])
  }
}

/** Every message of a citizen has its answer: a turn is whole or absent. */
function expectAnswered(messages: Message[]): void {
  for (const { author, seq } of messages) {
    if (author === 'citizen') expect(messages[seq]?.author).toBe('assistant')
  }
}

describe('a server killed while 200 messages are being posted', () => {
  it('has every acknowledged message, once, when it is back; and takes the others once', async () => {
    const first = await start()
    const conversations = await Promise.all(Array.from({ length: CONVERSATIONS }, () => startConversation(first)))
    const sends = Array.from({ length: MESSAGES }, (_, n): Send => {
      const conversation = conversations[n % CONVERSATIONS] as StartedView
      return { conversation, clientId: `kill-${1000 + n}`, text: `acte de naissance, demande ${n}`, acknowledged: null }
    })
    const limit = randomInt(40, 140)
    let count = 0
    await Promise.all(
      sends.map(async (send) => {
        await post(first, send)
        if (send.acknowledged) count += 1
        if (count === limit) first.signal('SIGKILL')
      }),
    )
    expect(await first.exited).toEqual({ code: null, signal: 'SIGKILL' })
    const lost = sends.filter(({ acknowledged }) => !acknowledged)
    expect(lost.length).toBeGreaterThan(0)
    expect(lost.length).toBeLessThanOrEqual(MESSAGES - limit)

    const second = await start()
    const of = (conversation: StartedView) => sends.filter((send) => send.conversation === conversation)
    for (const conversation of conversations) {
      const messages = await readAll(second, conversation)
      expectWhole(messages, of(conversation))
      expectAnswered(messages)
    }

    // Everything again, as browsers that doubt do, the acknowledged ones too.
    const before = new Map(sends.map((send) => [send, send.acknowledged]))
    await Promise.all(sends.map((send) => post(second, send)))
    for (const [send, acknowledged] of before) {
      if (acknowledged) expect(send.acknowledged).toEqual(acknowledged)
    }
    for (const conversation of conversations) {
      const messages = await readAll(second, conversation)
      expectWhole(messages, of(conversation))
      expectAnswered(messages)
      const texts = messages.flatMap(({ author, payload }) =>
        author === 'citizen' && payload.type === 'text' ? [payload.text] : [],
      )
      expect(texts.sort()).toEqual(
        of(conversation)
          .map(({ text }) => text)
          .sort(),
      )
    }
  })
})

describe('a second server on the same data', () => {
  it('is refused while the first one lives, with the way out, and harms nobody', async () => {
    const first = await start()
    const conversation = await startConversation(first)
    const second = RealServer.launch(workplace)
    expect(await second.exited).toEqual({ code: 1, signal: null })
    expect(second.output).toContain('PostgreSQL')
    expect(second.output).not.toMatch(/\n\s+at /)
    const send: Send = { conversation, clientId: 'second-0001', text: 'acte de mariage', acknowledged: null }
    await post(first, send)
    expectWhole(await readAll(first, conversation), [send])
    await first.kill('SIGKILL')
    expectWhole(await readAll(await start(), conversation), [send])
  })
})

describe('a server that is told to stop', () => {
  it('finishes the request that it is answering, ends the streams, and exits without a fault', async () => {
    const server = await start()
    const conversation = await startConversation(server)
    const headers = headersOf(conversation)
    const stream = await fetch(`${server.url}/api/v1/conversations/${conversation.id}/events`, { headers })
    const reader = (stream.body as ReadableStream<Uint8Array>).getReader()
    await reader.read()

    // A request whose body is still to come: the server has begun it once it says "continue".
    const sent = request(`${server.url}/api/v1/conversations/${conversation.id}/messages`, {
      method: 'POST',
      headers: { ...headers, expect: '100-continue' },
    })
    const answered = once(sent, 'response')
    sent.flushHeaders()
    await once(sent, 'continue')
    server.signal('SIGTERM')
    await server.says(/Arrêt/)
    for (let chunk = await reader.read(); !chunk.done; ) chunk = await reader.read()
    await expect(fetch(`${server.url}/healthz`)).rejects.toThrow('fetch failed')

    sent.end(JSON.stringify({ clientId: 'drain-0001', text: 'acte de décès' }))
    const [response] = await answered
    const chunks: Buffer[] = []
    for await (const chunk of response) chunks.push(chunk)
    expect(response.statusCode).toBe(200)
    const acknowledged = JSON.parse(Buffer.concat(chunks).toString()) as RepliedView
    expect(await server.exited).toEqual({ code: 0, signal: null })

    const send: Send = { conversation, clientId: 'drain-0001', text: 'acte de décès', acknowledged }
    expectWhole(await readAll(await start(), conversation), [send])
  })
})
