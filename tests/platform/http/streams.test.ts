import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals'
import type { Store } from '../../../src/store.js'
import { expectProblem, type StaffMember } from './clients.js'
import { AGENT, OPEN, OTHER_AGENT, startTestServer, type TestServer } from './harness.js'
import { rawRequest } from './raw-request.js'

let server: TestServer
let agent: StaffMember
/** Runs after a read of messages has been made and before it is given. */
let afterRead: (conversationId: string) => Promise<void> = async () => {}

function withPauses(store: Store): Store {
  return {
    ...store,
    async listMessages(id, after) {
      const messages = await store.listMessages(id, after)
      await afterRead(id)
      return messages
    },
  }
}

beforeAll(async () => {
  server = await startTestServer({ wrapStore: withPauses })
  agent = await server.signIn(AGENT)
})
beforeEach(async () => {
  afterRead = async () => {}
  server.clock.set(OPEN)
  await agent.beAvailable()
  for (const { conversationId } of await server.store.listHandoffs('villebourg', ['pending', 'assigned'])) {
    await server.store.eraseConversation(conversationId)
  }
})
afterEach(() => {
  jest.useRealTimers()
})
afterAll(() => server.stop())

/** Lets the test pass the time of what happens at a regular pace, from now on; everything else keeps its own. */
function takeIntervals(): void {
  const others = [
    'Date',
    'hrtime',
    'nextTick',
    'performance',
    'queueMicrotask',
    'setImmediate',
    'clearImmediate',
    'setTimeout',
    'clearTimeout',
  ] as const
  jest.useFakeTimers({ doNotFake: [...others] })
}

describe('the stream of a conversation', () => {
  it('gives everything in order: what was said, the wait, who can answer', async () => {
    const citizen = await server.startConversation()
    await citizen.say('acte de naissance')
    const stream = await citizen.stream()
    await stream.next('availability')
    const { messages, availability } = await citizen.read()
    expect(stream.events.map(({ type, id }) => [type, id])).toEqual([
      ...messages.map(({ seq }) => ['message', String(seq)]),
      ['handoff', undefined],
      ['availability', undefined],
    ])
    expect(stream.events.flatMap(({ type, data }) => (type === 'message' ? [data] : []))).toEqual(messages)
    expect(stream.events.at(-1)?.data).toEqual(availability)
    expect(stream.response.headers.get('cache-control')).toContain('no-store')
  })

  it('resumes after the last message that the reader has, by header or by address', async () => {
    const citizen = await server.startConversation()
    await citizen.say('acte de naissance')
    const all = (await citizen.read()).messages.map(({ seq }) => seq)
    const cases: [Record<string, string>, string, number[]][] = [
      [{ 'last-event-id': '2' }, '', all.slice(2)],
      [{}, '?after=1', all.slice(1)],
      [{ 'last-event-id': '2' }, '?after=0', all.slice(2)],
      [{ 'last-event-id': String(all.length) }, '', []],
      [{ 'last-event-id': 'b1c2-uuid' }, '', all],
      [{ 'last-event-id': 'Infinity' }, '', all],
      [{ 'last-event-id': '-3' }, '', all],
      [{}, '?after=-1', all],
    ]
    for (const [headers, query, expected] of cases) {
      const stream = await citizen.stream(headers, query)
      await stream.next('availability')
      expect(stream.seqs()).toEqual(expected)
    }
  })

  it('tells what comes afterwards, once each', async () => {
    const citizen = await server.startConversation()
    const stream = await citizen.stream()
    await stream.next('availability')
    await Promise.all(Array.from({ length: 15 }, (_, n) => citizen.say(`question ${n}`)))
    const { messages } = await citizen.read()
    await stream.next('message', ({ seq }) => seq === messages.length)
    expect(stream.seqs()).toEqual(messages.map(({ seq }) => seq))
  })

  it('loses and doubles nothing that arrives while it reads', async () => {
    const citizen = await server.startConversation()
    let arrivals = 0
    afterRead = async (id) => {
      if (id !== citizen.id || arrivals >= 3) return
      arrivals += 1
      await server.store.appendMessage(id, {
        author: 'agent',
        at: OPEN,
        language: 'fr',
        payload: { type: 'text', text: `pendant la lecture ${arrivals}` },
      })
    }
    const stream = await citizen.stream()
    await stream.next('message', ({ seq }) => seq === 4)
    await citizen.say('et après ?')
    const { messages } = await citizen.read()
    await stream.next('message', ({ seq }) => seq === messages.length)
    expect(stream.seqs()).toEqual(messages.map(({ seq }) => seq))
  })

  it('gives the same to streams opened at any moment of a storm', async () => {
    const citizen = await server.startConversation()
    const storm = Array.from({ length: 20 }, (_, n) => citizen.say(`message ${n}`))
    const streams = await Promise.all(Array.from({ length: 5 }, () => citizen.stream()))
    await Promise.all(storm)
    const expected = (await citizen.read()).messages.map(({ seq }) => seq)
    for (const stream of streams) {
      await stream.next('message', ({ seq }) => seq === expected.length)
      expect(stream.seqs()).toEqual(expected)
    }
  })

  it('follows the place in the queue, and the agent who comes', async () => {
    const first = await server.startConversation()
    await first.callAgent()
    server.clock.advance({ seconds: 1 })
    const citizen = await server.startConversation()
    const stream = await citizen.stream()
    await citizen.callAgent()
    await stream.next('handoff', (handoff) => handoff?.position === 2)
    await first.call('DELETE', '/handoff')
    await stream.next('handoff', (handoff) => handoff?.position === 1)
    const handoffId = (await server.store.findOpenHandoff(citizen.id))?.id ?? ''
    await agent.act(handoffId, 'claim')
    await stream.next('handoff', (handoff) => handoff?.status === 'assigned' && handoff.agentName === 'Accueil')
    await agent.act(handoffId, 'messages', { clientId: 'agent-sse1', text: 'Bonjour' })
    await stream.next('message', ({ author, payload }) => author === 'agent' && payload.text === 'Bonjour')
    await agent.act(handoffId, 'resolve', { resolution: 'answered' })
    expect((await stream.next('handoff', (handoff) => handoff === null)).data).toBeNull()
  })

  it('says when the last agent goes away, and when one is back', async () => {
    const citizen = await server.startConversation()
    const stream = await citizen.stream()
    await stream.next('availability', ({ canTalk }) => canTalk)
    await agent.beAvailable('away')
    const away = await stream.next('availability', ({ canTalk }) => !canTalk)
    expect(away.data.sentence).toMatch(/Aucun agent n.est disponible/)
    await agent.beAvailable()
    await stream.next('availability', ({ canTalk }) => canTalk)
    await agent.beAvailable()
    await agent.beAvailable('away')
    await stream.next('availability', ({ canTalk }) => !canTalk)
    expect(stream.events.filter(({ type }) => type === 'availability')).toHaveLength(4)
  })

  it('says that nobody can answer any more, even when nothing announces it', async () => {
    takeIntervals()
    const citizen = await server.startConversation()
    const stream = await citizen.stream()
    await stream.next('availability', ({ canTalk }) => canTalk)
    server.clock.advance({ seconds: 90 })
    jest.advanceTimersByTime(30_000)
    await stream.next('availability', ({ open, canTalk }) => open && !canTalk)
    server.clock.set('2026-11-24T11:00:00.000Z')
    jest.advanceTimersByTime(30_000)
    const { data } = await stream.next('availability', ({ open }) => !open)
    expect(data.opensAt).toBe('2026-11-24T12:30:00.000Z')
  })

  it('is not silent for longer than a proxy bears', async () => {
    takeIntervals()
    const citizen = await server.startConversation()
    const stream = await citizen.stream()
    await stream.next('availability')
    const before = stream.comments
    jest.advanceTimersByTime(25_000)
    await citizen.say('passeport')
    await stream.next('message', ({ author }) => author === 'citizen')
    expect(stream.comments).toBe(before + 1)
  })

  it('tells of an expired wait', async () => {
    const citizen = await server.startConversation()
    await citizen.callAgent()
    const stream = await citizen.stream()
    await stream.next('handoff', (handoff) => handoff?.status === 'pending')
    server.clock.advance({ minutes: 10 })
    await server.app.sweep()
    await stream.next('message', ({ payload }) => payload.event === 'handoff_expired')
    await stream.next('handoff', (handoff) => handoff === null)
    expect((await citizen.read()).handoff).toBeNull()
  })

  it('ends with the conversation that is erased', async () => {
    const citizen = await server.startConversation()
    const stream = await citizen.stream()
    await stream.next('availability')
    await citizen.call('DELETE', '')
    await stream.next('closed')
    await stream.ended
    expect(stream.events.at(-1)?.type).toBe('closed')
  })

  it('is for who has the token, and cannot be only begun', async () => {
    const citizen = await server.startConversation()
    expectProblem(await server.call('GET', `/conversations/${citizen.id}/events`), 401, 'unauthenticated')
    const path = `/api/v1/conversations/${citizen.id}/events`
    const head = await rawRequest(server.url, { method: 'HEAD', path, headers: citizen.headers })
    expect(head.status).toBe(405)
    const host = await rawRequest(server.url, { path, headers: { ...citizen.headers, host: 'a b' } })
    expect([host.status, host.body?.code]).toEqual([400, 'invalid_request'])
  })
})

describe('the stream of a console', () => {
  it('says when the queue must be read again, and which conversation has a new message', async () => {
    const stream = await agent.stream()
    await stream.next('queue')
    const citizen = await server.startConversation()
    await citizen.say('sans agent, rien à dire')
    await citizen.callAgent()
    await stream.next('queue')
    const { message } = await citizen.say('Vous êtes là ?')
    const handoffId = (await server.store.findOpenHandoff(citizen.id))?.id
    const { data } = await stream.next('message', ({ seq }) => seq === message.seq)
    expect(data).toEqual({ handoffId, conversationId: citizen.id, seq: message.seq })
    expect(JSON.stringify(stream.events)).not.toContain('Vous êtes là')
  })
})

describe('the presence of an agent', () => {
  it('lasts as long as her console answers the beats of its stream, and no longer', async () => {
    takeIntervals()
    const stream = await agent.stream()
    await stream.next('queue')
    for (let beat = 0; beat < 4; beat += 1) {
      server.clock.advance({ seconds: 10 })
      jest.advanceTimersByTime(10_000)
      await stream.next('beat')
      expect((await agent.call('POST', '/agent/beat', { touched: false })).status).toBe(204)
    }
    expect(await agent.queue()).toMatchObject({ presence: 'available', availableAgents: 1 })
    server.clock.advance({ seconds: 30 })
    const other = await server.signIn(OTHER_AGENT)
    expect(await other.queue()).toMatchObject({ availableAgents: 0 })
    stream.close()
  })
})

describe('stopping', () => {
  it('ends the streams, and refuses what comes afterwards', async () => {
    const other = await startTestServer()
    const citizen = await other.startConversation()
    const stream = await citizen.stream()
    const console = await (await other.signIn()).stream()
    await Promise.all([stream.next('availability'), console.next('queue')])
    other.app.beginStop()
    await Promise.all([stream.ended, console.ended])
    const refused = await citizen.post('trop tard ?')
    expectProblem(refused, 503, 'stopping')
    expect(refused.headers.get('retry-after')).toBe('2')
    expect((await other.fetch('/readyz')).body).toMatchObject({ status: 'not_ready', stopping: true })
    await other.stop()
    await expect(other.fetch('/healthz')).rejects.toThrow('fetch failed')
  })
})
