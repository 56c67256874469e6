import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { SpanStatusCode } from '@opentelemetry/api'
import type { Store } from '../../src/store/store.js'
import { localSender, type Receiver, startReceiver } from '../features/webhooks/receiver.js'
import type { StaffMember } from '../platform/http/clients.js'
import { startTestServer, type TestServer } from '../platform/http/harness.js'
import { inTree, type KeptSpans, keepSpans, namesOf, SpanKind } from './kept-spans.js'

/** Words that nothing but the typed texts of this file contains, and what is masked in them. */
const TYPED = ['chrysanthème', '0612345678', '06 12 34 56 78', 'jeanne.dupont@exemple.fr', 'renouvellement-insolite']
const MESSAGES = 'POST /api/v1/conversations/:id/messages'

let spans: KeptSpans
let server: TestServer
let receiver: Receiver
let agent: StaffMember
let failing: Set<keyof Store>

beforeAll(async () => {
  spans = keepSpans()
  failing = new Set()
  receiver = await startReceiver()
  const resolve = async () => ['127.0.0.1']
  server = await startTestServer({
    captureLogs: true,
    webhookSender: localSender({ resolve, isRefused: () => false }),
    wrapStore: (store) =>
      new Proxy(store, {
        get: (target, verb: keyof Store) =>
          failing.has(verb) ? () => Promise.reject(new Error(`${TYPED[0]} failed`)) : target[verb],
      }),
  })
  agent = await server.signIn()
})
beforeEach(() => {
  failing.clear()
  spans.clear()
})
afterAll(async () => {
  await server.stop()
  await receiver.close()
  spans.remove()
})

async function treeOf(name: string) {
  await spans.ended(name)
  const tree = spans.treeOf(name)
  if (!tree) throw new Error(`no trace of ${name}`)
  return tree
}

describe('with an SDK', () => {
  it('a turn is a trace: the request, the turn in it, what is masked, decided, searched and written in that', async () => {
    const citizen = await server.startConversation()
    await citizen.say('Mon numéro est le 06 12 34 56 78. Où demander un acte de naissance ?')
    const tree = await treeOf(MESSAGES)
    expect(namesOf(tree)).toEqual([
      MESSAGES,
      [
        // The message is searched for danger first, with its one sentence that asks, and what is found answers. Each of two sentences is searched too: there may be two questions.
        ['turn', [['mask'], ['search'], ['search'], ['decide', [['search'], ['search']]], ['store write']]],
      ],
    ])
    expect(tree.span.kind).toBe(SpanKind.SERVER)
    expect(tree.span.attributes).toEqual({
      'http.request.method': 'POST',
      'http.route': '/api/v1/conversations/:id/messages',
      'http.response.status_code': 200,
    })
    expect(inTree(tree, 'turn')?.attributes).toEqual({
      'guichet.commune': 'villebourg',
      'guichet.outcome': expect.stringMatching(/^(answered|clarification)/),
    })
    expect(inTree(tree, 'mask')?.attributes).toEqual({ 'guichet.masked': 1 })
    expect(inTree(tree, 'search')?.attributes).toEqual({
      'guichet.entries': expect.any(Number),
      'guichet.candidates': expect.any(Number),
      'guichet.by_meaning': false,
    })
    expect(inTree(tree, 'store write')?.attributes).toEqual({ 'guichet.document': 'conversations' })
  })

  it('so is a question without a conversation, and what an agent does', async () => {
    await server.call('POST', '/ask', { body: { question: 'acte de naissance' } })
    const ask = await treeOf('POST /api/v1/ask')
    expect(namesOf(ask)).toEqual(['POST /api/v1/ask', [['mask'], ['search']]])
    expect(ask.span.attributes).toMatchObject({ 'guichet.commune': 'villebourg', 'http.response.status_code': 200 })

    const citizen = await server.startConversation()
    await agent.beAvailable()
    await citizen.callAgent()
    const [item] = (await agent.queue()).pending
    await agent.act(item?.id ?? '', 'claim')
    const claim = await treeOf('POST /api/v1/agent/handoffs/:id/claim')
    expect(claim.span.attributes).toMatchObject({ 'guichet.commune': 'villebourg' })
    expect(inTree(claim, 'store write')?.attributes).toEqual({ 'guichet.document': 'conversations' })
  })

  it('each of several turns at once has its own spans, whoever made them wait', async () => {
    const citizens = await Promise.all(Array.from({ length: 24 }, () => server.startConversation()))
    spans.clear()
    await Promise.all(citizens.map((citizen) => citizen.say('acte de naissance')))
    const requests = spans.all().filter(({ name }) => name === MESSAGES)
    expect(requests).toHaveLength(24)
    for (const request of requests) {
      const own = spans.all().filter((span) => span.spanContext().traceId === request.spanContext().traceId)
      expect(own.map(({ name }) => name).sort()).toEqual(
        ['decide', 'mask', MESSAGES, 'search', 'store write', 'turn'].sort(),
      )
    }
  })

  it('a delivery to other software is a trace of its own', async () => {
    const admin = await server.signIn('admin@villebourg.example')
    const body = { name: 'Suivi', address: receiver.address, events: ['handoff.requested'] }
    const registered = await admin.call('POST', '/admin/webhooks', body)
    const citizen = await server.startConversation()
    await agent.beAvailable()
    await citizen.callAgent()
    while (receiver.received.length === 0) await server.app.sweep()
    const delivery = await treeOf('webhook delivery')
    expect(delivery.span.kind).toBe(SpanKind.CLIENT)
    expect(delivery.span.attributes).toEqual({
      'guichet.commune': 'villebourg',
      'guichet.webhook': registered.body.webhook.id,
      'guichet.event': 'handoff.requested',
      'guichet.outcome': 'delivered',
      'guichet.answer': '204',
    })
    // Nobody else learns how a trace is numbered.
    expect(Object.keys(receiver.received[0]?.headers ?? {})).not.toContain('traceparent')
  })

  it('a failure is a code, in the trace and in the log, which say how they go together', async () => {
    failing.add('appendTurn')
    const citizen = await server.startConversation()
    await citizen.post('acte de naissance')
    const { span } = await treeOf(MESSAGES)
    expect(span.status).toEqual({ code: SpanStatusCode.ERROR })
    expect(span.attributes).toMatchObject({ 'error.type': 'internal', 'http.response.status_code': 500 })
    const line = server
      .logs()
      .split('\n')
      .find((one) => one.includes('request failed'))
    expect(JSON.parse(line ?? '{}')).toMatchObject({ traceId: span.spanContext().traceId, spanId: expect.any(String) })
    await server.call('POST', '/ask', { body: { question: ' ' } })
    const refused = await treeOf('POST /api/v1/ask')
    expect(refused.span.status).toEqual({ code: SpanStatusCode.UNSET })
    expect(refused.span.attributes).toMatchObject({ 'error.type': 'text_empty', 'http.response.status_code': 422 })
  })

  it('a stranger’s headers name no trace, and streams are none', async () => {
    const traceId = 'a'.repeat(32)
    const traceparent = `00-${traceId}-${'b'.repeat(16)}-01`
    const citizen = await server.startConversation()
    await citizen.call('GET', '/messages', undefined, { traceparent })
    const { span } = await treeOf('GET /api/v1/conversations/:id/messages')
    expect([span.parentSpanContext, span.spanContext().traceId === traceId]).toEqual([undefined, false])
    const stream = await citizen.stream()
    await stream.next('availability')
    stream.close()
    await stream.ended
    expect(spans.all().map(({ name }) => name)).not.toContainEqual(expect.stringContaining('events'))
  })

  it('nothing that anybody typed is in any span, nor a key', async () => {
    const citizen = await server.startConversation({ page: `/${TYPED[4]}` })
    await citizen.say(`${TYPED.join(' ')} acte de naissance`)
    await citizen.call('POST', '/messages', { clientId: TYPED[4], text: TYPED[0], [String(TYPED[4])]: 1 })
    await citizen.call('POST', '/handoff', { kind: 'message', name: TYPED[0], email: TYPED[3], text: TYPED.join(' ') })
    const id = await agent.take(citizen)
    await agent.act(id, 'messages', { clientId: 'agent-typed1', text: TYPED.join(' ') })
    await agent.act(id, 'notes', { clientId: 'agent-typed2', text: TYPED.join(' ') })
    await server.call('GET', `/${encodeURIComponent(TYPED[0] ?? '')}`)
    await server.call('GET', `/agent/search?q=${encodeURIComponent(TYPED[0] ?? '')}`, { headers: agent.headers })
    await server.call('POST', '/session', { body: { email: TYPED[3], password: TYPED[0] } })
    const plain = `/sans-script/${citizen.id}/${citizen.started.token}`
    const form = { method: 'POST', body: new URLSearchParams({ text: TYPED[0] ?? '', cle: 'plain-typed-1' }) }
    await server.fetch(plain)
    await server.fetch(`${plain}/messages`, form)
    await server.fetch(`/API/v1/communes/${TYPED[4]}`)
    await spans.ended('POST /sans-script/:id/:token/messages')
    const told = JSON.stringify(
      spans.all().map(({ name, attributes, events, status, links }) => ({ name, attributes, events, status, links })),
    )
    expect(spans.all().length).toBeGreaterThan(20)
    for (const text of [...TYPED, ...TYPED.map(encodeURIComponent), citizen.started.token, citizen.id])
      expect(told).not.toContain(text)
    for (const word of ['naissance', '127.0.0.1', 'accueil@']) expect(told).not.toContain(word)
  })
})
