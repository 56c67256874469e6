import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Client } from '@botpress/client'
import type { Bot } from '@botpress/sdk'

type Row = Record<string, unknown> & { id: string; tags: Record<string, string> }
type Body = Record<string, unknown> & { tags?: Record<string, string>; conversationId: string; userId: string }

/** What runs bots, on this machine: the calls of Botpress's API that a bot and its integrations make, and what it tells each of them. */
export interface BotpressHost {
  url: string
  /** What citizens were told, oldest first. */
  told: { conversationId: string; name: string; text: string }[]
  /** Events that the integration sent. */
  events: { type: string; payload: Record<string, unknown> }[]
  /** Whether it answers; away, every call of the integration fails. */
  isAway: boolean
  /** Forgets a conversation, as when its bot was deleted. */
  forget(conversationId: string): void
  /** A client as a bot has one. */
  client(): Client
  /** Runs a bot, whose integration is at an address. */
  run(bot: Pick<Bot, 'handler'>, at: { address: string; configuration: object }): void
  /** A citizen writes to the bot. */
  say(conversationId: string, text: string): Promise<void>
  close(): Promise<void>
}

/** The conversations of the web chat, where citizens write to the bot; those of the integration have its channel. */
const WEB = 'channel'
const BOT = 'bot-1'

/** Starts a host that has the calls of `@botpress/client` 1.45 that are made here; any other is a 501, and the test fails. */
export async function startBotpressHost(): Promise<BotpressHost> {
  const rows = new Map<string, Row>()
  let bot: Pick<Bot, 'handler'> | null = null
  let integration = { address: '', configuration: {} }
  const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64')

  /** Tells the bot of something; what it answers with an error is the test's. */
  const tellBot = async (type: string, event: object) => {
    const headers = {
      'x-bot-id': BOT,
      'x-bp-operation': 'event_received',
      'x-bp-type': type,
      'x-bp-configuration': encoded({}),
    }
    const body = JSON.stringify({ event: { id: randomUUID(), type, ...event } })
    const request = { method: 'POST', path: '/', query: '', headers, body } as const
    const answer = await bot?.handler(request, { client: host.client() as never })
    if (answer?.status && answer.status >= 400) throw new Error(`the bot failed: ${answer.body}`)
  }
  const tellBotOfMessage = (message: Row) =>
    tellBot('message_created', {
      messageId: message.id,
      conversationId: message.conversationId,
      userId: message.userId,
      payload: {
        message,
        conversation: rows.get(String(message.conversationId)),
        user: rows.get(String(message.userId)),
      },
    })
  /** What the bot asks of, or says in, the integration. */
  const callIntegration = async (operation: string, type: string, body: object) => {
    const headers = {
      'content-type': 'application/json',
      'x-bot-id': BOT,
      'x-bot-user-id': 'bot-user',
      'x-integration-id': 'integration-1',
      'x-integration-alias': 'guichet',
      'x-webhook-id': 'webhook-1',
      'x-bp-operation': operation,
      'x-bp-type': type,
      'x-bp-configuration': encoded(integration.configuration),
    }
    const response = await fetch(integration.address, { method: 'POST', headers, body: JSON.stringify(body) })
    return { status: response.status, body: await response.json() }
  }

  const findOrMake = (kind: string, { tags = {}, ...given }: Partial<Body>) => {
    const same = (row: Row) => row.kind === kind && row.tags.id === tags.id && tags.id !== undefined
    const known = [...rows.values()].find(same)
    if (known) return { row: known, created: false }
    const row = { id: randomUUID(), kind, tags, createdAt: new Date().toISOString(), ...given } as Row
    rows.set(row.id, row)
    return { row, created: true }
  }
  const addMessage = async (body: Body, fromIntegration: boolean) => {
    const { row, created } = findOrMake('message', { ...body, direction: fromIntegration ? 'incoming' : 'outgoing' })
    const conversation = rows.get(body.conversationId)
    if (!conversation) return null
    const user = rows.get(body.userId)
    if (!created) return row
    if (fromIntegration) await tellBotOfMessage(row)
    else if (conversation.channel === WEB) {
      const { text } = body.payload as { text: string }
      host.told.push({ conversationId: conversation.id, name: String(user?.name ?? 'bot'), text })
    } else {
      const { type, payload } = body
      const sent = { conversation, user, message: row, type, payload }
      const { status, body: said } = await callIntegration('message_created', String(type), sent)
      if (status >= 400) throw Object.assign(new Error('refused'), { status, said })
    }
    return row
  }

  type Call = (body: Body, fromIntegration: boolean, path: string) => Promise<[number, unknown]>
  const CALLS: Record<string, Call> = {
    'POST conversations/get-or-create': async (body) => [200, { conversation: findOrMake('conversation', body).row }],
    'POST users/get-or-create': async (body) => [200, { user: findOrMake('user', body).row }],
    'POST messages/get-or-create': async (body) => {
      const row = await addMessage(body, true)
      return row ? [200, { message: row }] : [404, notFound]
    },
    'POST messages': async (body) => [201, { message: await addMessage(body, false) }],
    'POST events': async (body) => {
      if (!rows.has(body.conversationId)) return [404, notFound]
      const event = { type: String(body.type), payload: body.payload as Record<string, unknown> }
      host.events.push(event)
      await tellBot(`guichet:${event.type}`, { conversationId: body.conversationId, payload: event.payload })
      return [201, { event: { id: randomUUID(), ...body } }]
    },
    'POST actions': async ({ type, input }) => {
      const name = String(type).replace('guichet:', '')
      const { status, body } = await callIntegration('action_triggered', name, { type: name, input })
      return [status, status < 400 ? { output: body.output, meta: {} } : body]
    },
    'GET conversations': async (_body, _from, id) => [200, { conversation: rows.get(id) }],
    'PUT conversations': async ({ tags }, _from, id) => {
      const row = rows.get(id)
      if (row) row.tags = { ...row.tags, ...tags }
      return [200, { conversation: row }]
    },
  }
  const notFound = { code: 404, type: 'ResourceNotFound', message: 'unknown', id: 'e' }

  const server = createServer(async (request, response) => {
    const body = (await readJson(request)) as Body
    const fromIntegration = request.headers['x-integration-id'] !== undefined
    const [, path = ''] = /^\/v1\/chat\/([^?]*)/.exec(request.url ?? '') ?? []
    const [first = '', id = ''] = path.split('/')
    const call = CALLS[`${request.method} ${path}`] ?? CALLS[`${request.method} ${first}`]
    const answer = (status: number, said: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(said))
    if (request.headers.authorization !== 'Bearer a-token') return answer(401, { ...notFound, code: 401 })
    if (host.isAway && fromIntegration) return answer(503, { ...notFound, code: 503, type: 'Internal' })
    if (!call) return answer(501, { ...notFound, code: 501 })
    try {
      answer(...(await call(body, fromIntegration, id)))
    } catch (error) {
      const unknown = { status: 500, said: { ...notFound, code: 500, message: String(error) } }
      const { status, said } = { ...unknown, ...(error as Partial<typeof unknown>) }
      answer(status, said)
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const host: BotpressHost = {
    url,
    told: [],
    events: [],
    isAway: false,
    forget: (id) => void rows.delete(id),
    client: () => new Client({ apiUrl: url, token: 'a-token', botId: BOT, retry: { retries: 0 } }),
    run(run, at) {
      bot = run
      integration = at
    },
    async say(conversationId, text) {
      const { row: user } = findOrMake('user', { tags: { id: `citizen ${conversationId}` } })
      if (!rows.has(conversationId))
        rows.set(conversationId, { id: conversationId, kind: 'conversation', channel: WEB, tags: {} })
      const id = randomUUID()
      await tellBotOfMessage({
        id,
        kind: 'message',
        conversationId,
        userId: user.id,
        type: 'text',
        tags: {},
        payload: { text },
      })
    },
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
  return host
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  let text = ''
  for await (const piece of request) text += piece
  return text === '' ? {} : JSON.parse(text)
}
