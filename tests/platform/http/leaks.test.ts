import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import type { Store } from '../../../src/store.js'
import type { Citizen, StaffMember } from './clients.js'
import { type Answer, startTestServer, type TestServer } from './harness.js'
import { rawRequest } from './raw-request.js'

/** Words that nothing but the typed texts of this file contains. */
const SECRET = 'chrysanthème-bleu'
const PASSWORD = 'mot-de-passe-typé'
const FAULT = 'EIO /srv/guichet/data/conversations/x.json'

let server: TestServer
let citizen: Citizen
let agent: StaffMember
/** Verbs of the store that fail as a bug would. */
let failing: Set<keyof Store>

function withFailures(store: Store): Store {
  return new Proxy(store, {
    get: (target, verb: keyof Store) =>
      // A database tells in which values it saw a fault, beside its message.
      failing.has(verb)
        ? () => Promise.reject(Object.assign(new Error(`${FAULT} near ${verb}`), { detail: `Key (text)=(${SECRET})` }))
        : target[verb],
  })
}

beforeAll(async () => {
  failing = new Set()
  server = await startTestServer({ captureLogs: true, wrapStore: withFailures })
  citizen = await server.startConversation()
  agent = await server.signIn()
})
beforeEach(() => failing.clear())
afterAll(() => server.stop())

/** A refusal says its sentence and nothing of the inside, nor of what was sent. */
function expectDiscreet(answer: Answer, status: number): void {
  expect(answer.status).toBe(status)
  expect(Object.keys(answer.body)).toEqual(expect.arrayContaining(['type', 'title', 'status', 'code', 'detail']))
  const { type, title, status: repeated, code, detail, field, retryAfterS, ...more } = answer.body
  expect(more).toEqual({})
  expect(answer.text).not.toMatch(/\bat .*:\d+:\d+|node_modules|\/srv|\/src\/|\.ts\b|\.js\b|Error:|EIO/)
  expect(answer.text).not.toContain(SECRET)
  expect(answer.text).not.toContain(PASSWORD)
}

const words = { clientId: 'client-leaks-1', text: SECRET }

describe('a failure inside', () => {
  it.each<[string, keyof Store, () => Promise<Answer>]>([
    ['a message', 'appendTurn', () => citizen.call('POST', '/messages', words)],
    [
      'a conversation',
      'createConversation',
      () => server.call('POST', '/conversations', { body: { page: `/${SECRET}` } }),
    ],
    ['a reading', 'listMessages', () => citizen.call('GET', '/messages')],
    ['a key', 'getConversation', () => citizen.call('GET', '/messages')],
    [
      'a sign-in',
      'findUsersByEmail',
      () => server.call('POST', '/session', { body: { email: SECRET, password: PASSWORD } }),
    ],
    ['a queue', 'listQueue', () => agent.call('GET', '/agent/queue')],
    [
      'a message left',
      'requestHandoff',
      () => citizen.call('POST', '/handoff', { kind: 'message', name: SECRET, email: 'a@b.fr', text: SECRET }),
    ],
  ])('of %s is told in one sentence, and logged with its stack', async (_, verb, call) => {
    failing.add(verb)
    const logged = server.logs().length
    const answer = await call()
    expectDiscreet(answer, 500)
    expect(answer.body.code).toBe('internal')
    expect(server.logs().slice(logged)).toContain(FAULT)
  })

  it('does not stop a stream, which goes on with what comes next', async () => {
    const stream = await citizen.stream()
    await stream.next('availability')
    failing.add('listMessages')
    await server.store.appendMessage(citizen.id, {
      author: 'agent',
      at: '',
      language: 'fr',
      payload: { type: 'text', text: SECRET },
    })
    await agent.beAvailable()
    await stream.next('availability', ({ canTalk }) => canTalk)
    failing.clear()
    await server.store.appendMessage(citizen.id, {
      author: 'agent',
      at: '',
      language: 'fr',
      payload: { type: 'text', text: 'fin' },
    })
    await stream.next('message', ({ payload }) => payload.text === 'fin')
    const seqs = stream.seqs()
    expect(seqs).toEqual(seqs.map((_, index) => index + 1))
    stream.close()
  })
})

describe('a refusal', () => {
  it('repeats nothing of what was sent', async () => {
    const path = `/conversations/${citizen.id}/messages`
    const refused: [Promise<Answer>, number][] = [
      [citizen.call('POST', '/messages', { ...words, clientId: SECRET }), 422],
      [citizen.call('POST', '/messages', { ...words, [SECRET]: 1 }), 422],
      [citizen.call('POST', '/messages', { ...words, text: SECRET.repeat(500) }), 422],
      [citizen.call('POST', '/messages', `{"text":"${SECRET}`), 400],
      [
        server.call('POST', path, { body: words, headers: { authorization: `Bearer ${encodeURIComponent(SECRET)}` } }),
        401,
      ],
      [server.call('GET', `/${encodeURIComponent(SECRET)}`), 404],
      [server.call('GET', `/communes/${encodeURIComponent(SECRET)}`), 404],
      [server.call('POST', '/session', { body: { email: SECRET, password: PASSWORD } }), 401],
      [server.call('POST', '/session', { body: { email: [SECRET], password: PASSWORD } }), 422],
      [rawRequest(server.url, { path: `/api/v1/communes/%E0%A4%A${SECRET}`.replace('è', 'e') }), 404],
    ]
    for (const [answer, status] of refused) expectDiscreet(await answer, status)
  })
})

describe('the log', () => {
  it('has nothing of what citizens and agents wrote, nor any key', async () => {
    const one = await server.startConversation({ page: `/${SECRET}` })
    await one.say(`${SECRET} acte de naissance`)
    await one.call('POST', '/handoff', { kind: 'message', name: SECRET, email: `${PASSWORD}@exemple.fr`, text: SECRET })
    const [item] = (await agent.queue()).pending
    await agent.act(item?.id ?? '', 'claim')
    await agent.act(item?.id ?? '', 'messages', { clientId: 'agent-leaks1', text: SECRET })
    await one.say(SECRET)
    await one.call('DELETE', '')
    const logs = server.logs()
    expect(logs).toContain('request failed')
    for (const text of [SECRET, encodeURIComponent(SECRET), PASSWORD, one.started.token, citizen.started.token]) {
      expect(logs).not.toContain(text)
    }
    expect(logs).not.toContain(agent.cookie.split('=')[1])
    expect(logs).not.toContain(agent.csrfToken)
  })
})
