import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals'
import type { PostgresServer } from '../../benchmarks/store/postgres-server.js'
import type { MessagesView, RepliedView, StartedView } from '../../src/features/conversations/contract.js'
import { startOwnServer } from '../postgres/postgres-server.js'
import { makeWorkplace, RealServer, removeWorkplace, type Workplace } from './real-server.js'

// Processes start cold, beside whatever else the machine does.
jest.setTimeout(120_000)

let workplace: Workplace
let database: PostgresServer
let server: RealServer

beforeAll(async () => {
  database = await startOwnServer()
  workplace = await makeWorkplace()
  server = await RealServer.start({
    ...workplace,
    dataDir: path.join(workplace.folder, 'away'),
    settings: { DATABASE_URL: database.urlOf('postgres') },
  })
})
afterAll(async () => {
  await server?.kill('SIGKILL')
  if (workplace) await removeWorkplace(workplace)
  await database?.end().catch(() => {})
})

const headersOf = ({ token }: StartedView) => ({ authorization: `Bearer ${token}`, 'content-type': 'application/json' })

/** Any request; an answer must come, whatever it is, long before a browser gives up. */
async function call(method: string, address: string, init: RequestInit = {}) {
  const response = await fetch(server.url + address, { method, signal: AbortSignal.timeout(15_000), ...init })
  const type = response.headers.get('content-type') ?? ''
  // biome-ignore lint/suspicious/noExplicitAny: answers of every shape.
  const body: any = /json/.test(type) ? await response.json() : await response.text()
  return { status: response.status, body }
}

const say = (conversation: StartedView, clientId: string) =>
  call('POST', `/api/v1/conversations/${conversation.id}/messages`, {
    headers: headersOf(conversation),
    body: JSON.stringify({ clientId, text: 'acte de naissance' }),
  })

async function whenReady(): Promise<void> {
  while ((await call('GET', '/readyz')).status !== 200) await setTimeout(100)
}

/** Reads a stream until it has told something. */
async function hears(conversation: StartedView, words: string, act: () => Promise<unknown>): Promise<void> {
  const { id } = conversation
  const stream = await fetch(`${server.url}/api/v1/conversations/${id}/events`, { headers: headersOf(conversation) })
  const reader = (stream.body as ReadableStream<Uint8Array>).getReader()
  const decoder = new TextDecoder()
  let told = ''
  await Promise.all([
    act(),
    (async () => {
      while (!told.includes(words)) {
        const { value, done } = await reader.read()
        if (done) throw new Error(`the stream ended: ${told}`)
        told += decoder.decode(value, { stream: true })
      }
    })(),
  ])
  await reader.cancel()
}

describe.each([
  ['stopped', () => database.end(), () => database.startAgain()],
  ['silent', () => database.signal('SIGSTOP'), () => database.signal('SIGCONT')],
])('a database that is %s', (name, goAway, comeBack) => {
  it('is told at once to everybody, with whom to phone; and everything goes on by itself when it is back', async () => {
    const conversation = (await call('POST', '/api/v1/conversations')).body as StartedView
    expect((await say(conversation, `${name}-0001`)).status).toBe(200)
    await hears(conversation, `${name}-0002`, async () => {
      await goAway()
      const [sent, begun, read, ready, measured] = await Promise.all([
        say(conversation, `${name}-0002`),
        call('POST', '/api/v1/conversations'),
        call('GET', `/api/v1/conversations/${conversation.id}/messages?after=0`, { headers: headersOf(conversation) }),
        call('GET', '/readyz'),
        call('GET', '/metrics'),
      ])
      for (const { status, body } of [sent, begun, read]) {
        expect([status, body.code, body.retryAfterS]).toEqual([503, 'storage_unavailable', 5])
        expect(body.detail).toMatch(/Votre texte n’est pas perdu.* appelez la mairie.*02[\s ]\d\d/u)
      }
      expect([ready.status, ready.body.status, ready.body.storage]).toEqual([503, 'not_ready', 'unavailable'])
      expect(measured.body).toMatch(/^guichet_storage_writable 0$/m)
      // A question that needs no conversation is answered all the same.
      const asked = await call('POST', '/api/v1/ask', {
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ question: 'acte de naissance' }),
      })
      expect(asked.status).toBe(200)
      expect((await call('GET', '/healthz')).status).toBe(200)

      await comeBack()
      await whenReady()
      // As the browser does: the same message, under the same id. The stream that was open all the time tells it.
      expect((await say(conversation, `${name}-0002`)).status).toBe(200)
    })
    const { body } = await call('GET', `/api/v1/conversations/${conversation.id}/messages?after=0`, {
      headers: headersOf(conversation),
    })
    const { messages } = body as MessagesView
    expect(messages.map(({ seq }) => seq)).toEqual(messages.map((_, index) => index + 1))
    expect(messages.flatMap(({ clientId }) => clientId ?? [])).toEqual([`${name}-0001`, `${name}-0002`])
    expect((await say(conversation, `${name}-0003`)).body as RepliedView).toMatchObject({
      message: { clientId: `${name}-0003` },
    })
  })
})

describe('a server that is told to stop while its database is away', () => {
  it('ends all the same', async () => {
    await database.signal('SIGSTOP')
    server.signal('SIGTERM')
    const ended = await server.exited
    await database.signal('SIGCONT')
    expect(ended.signal).toBeNull()
  })
})
