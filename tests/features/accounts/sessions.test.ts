import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { DEMONSTRATION_PASSWORD } from '../../../src/commands/demonstration.js'
import { cookieOf, expectProblem, StaffMember } from '../../platform/http/clients.js'
import { AGENT, type Answer, OPEN, startTestServer, type TestServer } from '../../platform/http/harness.js'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer({ communes: [{ id: 'zedville', nom: 'Zedville' }] })
})
beforeEach(() => server.clock.set(OPEN))
afterAll(() => server.stop())

function signIn(email: string, password: string, headers: Record<string, string> = {}): Promise<Answer> {
  return server.call('POST', '/session', { body: { email, password }, headers })
}

describe('signing in', () => {
  it('opens a session and says who is signed in, without any secret', async () => {
    const answer = await signIn(` ${AGENT.toUpperCase()} `, DEMONSTRATION_PASSWORD)
    expect(answer.status).toBe(200)
    expect(answer.body.user).toEqual({
      id: expect.any(String),
      displayName: 'Accueil',
      email: AGENT,
      roles: ['agent'],
      communeId: 'villebourg',
    })
    const cookie = cookieOf(answer)
    const again = await server.call('GET', '/session', { headers: { cookie } })
    expect(again.body).toEqual(answer.body)
    expect(answer.text).not.toContain(cookie.split('=')[1])
  })

  it('sets cookies that no script, other site or plain connection can have', async () => {
    const { headers } = await signIn(AGENT, DEMONSTRATION_PASSWORD)
    expect(headers.getSetCookie()).toHaveLength(2)
    expect(headers.getSetCookie()[1]).toMatch(
      /^__Host-guichet-known=[\w-]+; Max-Age=15552000; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
    )
    const [pair, ...flags] = (headers.getSetCookie()[0] ?? '').split('; ')
    expect(pair).toMatch(/^__Host-guichet=[\w-]{43}$/)
    expect(flags.sort()).toEqual(['HttpOnly', 'Max-Age=43200', 'Path=/', 'SameSite=Lax', 'Secure'])
  })

  it('keeps only a hash of the cookie', async () => {
    const { cookie } = await server.signIn()
    expect(await server.store.getSession(cookie.split('=')[1] ?? '')).toBeUndefined()
  })

  it('says the same of a wrong password and of an unknown account', async () => {
    const wrong = await signIn(AGENT, 'pas le bon')
    const unknown = await signIn('personne@villebourg.example', DEMONSTRATION_PASSWORD)
    for (const answer of [wrong, unknown, await signIn('', ''), await signIn('\u0000', '\ud800')]) {
      expectProblem(answer, 401, 'sign_in_failed')
      expect(answer.headers.getSetCookie()).toEqual([])
    }
    expect(unknown.text).toBe(wrong.text)
  })

  it.each([
    [{ email: AGENT }, 'password'],
    [{ email: [AGENT], password: DEMONSTRATION_PASSWORD }, 'email'],
    [{ email: AGENT, password: { $ne: '' } }, 'password'],
    [{ email: AGENT, password: 'a'.repeat(201) }, 'password'],
    [{ email: AGENT, password: DEMONSTRATION_PASSWORD, roles: ['admin'] }, 'roles'],
  ])('refuses %j', async (body, field) => {
    expectProblem(await server.call('POST', '/session', { body }), 422, 'invalid_request', field)
  })

  it('replaces the session that the browser had: one known before is worth nothing after', async () => {
    const before = await server.signIn()
    const after = await StaffMember.signIn(server, AGENT, DEMONSTRATION_PASSWORD, before.cookie)
    expect(after.cookie).not.toBe(before.cookie)
    expect(after.csrfToken).not.toBe(before.csrfToken)
    expectProblem(await before.call('GET', '/session'), 401, 'sign_in_required')
    expect((await after.call('GET', '/session')).status).toBe(200)
  })

  it('tells by which clock the commune lives', async () => {
    const agent = await server.signIn()
    expect((await agent.call('GET', '/session')).body).toMatchObject({ timeZone: 'Europe/Paris' })
  })

  it('does not take a cookie of the attacker’s choice', async () => {
    const chosen = `__Host-guichet=${'a'.repeat(43)}`
    const { cookie } = await StaffMember.signIn(server, AGENT, DEMONSTRATION_PASSWORD, chosen)
    expect(cookie).not.toBe(chosen)
    expectProblem(await server.call('GET', '/session', { headers: { cookie: chosen } }), 401, 'sign_in_required')
  })

  it('lets one person use two browsers', async () => {
    const [one, two] = [await server.signIn(), await server.signIn()]
    await one.call('DELETE', '/session')
    expectProblem(await one.call('GET', '/session'), 401, 'sign_in_required')
    expect((await two.call('GET', '/session')).status).toBe(200)
  })
})

describe('a session', () => {
  it('ends when the agent signs out, who is then away', async () => {
    const agent = await server.signIn()
    await agent.beAvailable()
    const { status, headers } = await agent.call('DELETE', '/session')
    expect(status).toBe(204)
    expect(headers.getSetCookie()).toEqual([expect.stringMatching(/^__Host-guichet=; Max-Age=0; /)])
    for (const [method, path] of STAFF_CALLS) expectProblem(await agent.call(method, path), 401, 'sign_in_required')
    const presences = await server.store.listPresences('villebourg')
    expect(presences.find(({ userId }) => userId === agent.userId)?.state).toBe('away')
  })

  it('ends by itself after twelve hours', async () => {
    const agent = await server.signIn()
    server.clock.advance({ hours: 11, minutes: 59, seconds: 59 })
    expect((await agent.call('GET', '/session')).status).toBe(200)
    server.clock.advance({ seconds: 1 })
    for (const [method, path] of STAFF_CALLS) expectProblem(await agent.call(method, path), 401, 'sign_in_required')
  })

  it('ends its streams with it', async () => {
    const agent = await server.signIn()
    const stream = await agent.stream()
    await stream.next('queue')
    await agent.call('DELETE', '/session')
    await stream.ended
    expect(stream.events.map(({ type }) => type)).toEqual(['queue'])
  })

  it('ends its streams when it expires', async () => {
    const agent = await server.signIn()
    const stream = await agent.stream()
    await stream.next('queue')
    server.clock.advance({ hours: 12 })
    const citizen = await server.startConversation()
    await citizen.call('POST', '/handoff', { kind: 'message', name: 'J', email: 'j@exemple.fr', text: 'Bonjour' })
    await stream.ended
    expect(stream.events.map(({ type }) => type)).toEqual(['queue'])
    await citizen.call('DELETE', '')
  })

  it.each([
    '',
    '__Host-guichet',
    '__Host-guichet=',
    '__Host-guichet=%E0%A4%A',
    'guichet=x',
    '__Host-guichet=__proto__',
  ])('is not opened by the cookie %j', async (cookie) => {
    for (const [method, path] of STAFF_CALLS) {
      expectProblem(await server.call(method, path, { headers: { cookie } }), 401, 'sign_in_required')
    }
  })
})

describe('a request that changes something', () => {
  it('must repeat the session’s token', async () => {
    const [agent, other] = [await server.signIn(), await server.signIn()]
    const body = { state: 'available' }
    for (const token of ['', 'a', other.csrfToken, `${agent.csrfToken}a`, agent.csrfToken.slice(1)]) {
      const headers = { cookie: agent.cookie, ...(token === '' ? {} : { 'x-csrf-token': token }) }
      expectProblem(await server.call('POST', '/agent/availability', { headers, body }), 403, 'csrf')
    }
    expect((await agent.queue()).presence).toBe('away')
    expect((await agent.call('POST', '/agent/availability', body)).status).toBe(200)
    await agent.beAvailable('away')
  })

  it('must come from the server’s own pages', async () => {
    const agent = await server.signIn()
    const foreign: Record<string, string>[] = [
      { origin: 'https://ailleurs.example' },
      { origin: 'null' },
      { origin: server.url.replace('http:', 'https:') },
      { origin: `${server.url}.ailleurs.example` },
      { 'sec-fetch-site': 'cross-site' },
    ]
    for (const headers of foreign) {
      expectProblem(await agent.call('POST', '/agent/availability', { state: 'available' }, headers), 403, 'csrf')
      expectProblem(await signIn(AGENT, DEMONSTRATION_PASSWORD, headers), 403, 'csrf')
      expectProblem(await agent.call('DELETE', '/session', undefined, headers), 403, 'csrf')
    }
    expect((await agent.queue()).presence).toBe('away')
    const own = { origin: server.url, 'sec-fetch-site': 'same-origin' }
    expect((await agent.call('POST', '/agent/availability', { state: 'away' }, own)).status).toBe(200)
    expect((await signIn(AGENT, DEMONSTRATION_PASSWORD, own)).status).toBe(200)
  })
})

describe('roles', () => {
  it('keep what is for agents from a curator', async () => {
    const curator = await server.signInAs({ email: 'redaction@villebourg.example', roles: ['curator'] })
    expect((await curator.call('GET', '/session')).status).toBe(200)
    for (const [method, path] of AGENT_CALLS) expectProblem(await curator.call(method, path), 403, 'forbidden')
  })

  it('let an administrator take handoffs', async () => {
    const admin = await server.signIn('admin@villebourg.example')
    expect((await admin.queue()).pending).toEqual([])
  })

  it('count at each request: an account that loses its role loses its stream too', async () => {
    const agent = await server.signInAs({ email: 'passage@villebourg.example', roles: ['agent'] })
    const stream = await agent.stream()
    await stream.next('queue')
    const user = await server.store.getUser(agent.userId)
    if (!user) throw new Error('the account exists')
    await server.store.saveUser({ ...user, roles: ['curator'] })
    expectProblem(await agent.call('GET', '/agent/queue'), 403, 'forbidden')
    const citizen = await server.startConversation()
    await citizen.call('POST', '/handoff', { kind: 'message', name: 'J', email: 'j@exemple.fr', text: 'Bonjour' })
    await stream.ended
    expect(stream.events.map(({ type }) => type)).toEqual(['queue'])
  })
})

describe('communes', () => {
  it('see nothing of each other', async () => {
    const here = await server.signIn()
    const there = await server.signInAs({ email: 'accueil@zedville.example', roles: ['agent'], communeId: 'zedville' })
    const stream = await there.stream()
    await stream.next('queue')
    await here.beAvailable()
    const citizen = await server.startConversation({ communeId: 'villebourg' })
    await citizen.callAgent()
    const handoffId = (await server.store.findOpenHandoff(citizen.id))?.id ?? ''
    const { pending, availableAgents } = await there.queue()
    expect([pending, availableAgents]).toEqual([[], 0])
    expectProblem(await there.call('GET', `/agent/handoffs/${handoffId}`), 404, 'unknown_handoff')
    for (const action of ['claim', 'messages', 'release', 'resolve']) {
      const body = { clientId: 'agent-zed1', text: 'Bonjour', resolution: 'answered' }
      expectProblem(await there.act(handoffId, action, body), 404, 'unknown_handoff')
    }
    const neighbour = await server.startConversation({ communeId: 'zedville' })
    expect(JSON.stringify(neighbour.started.messages)).toContain('Zedville')
    expectProblem(await neighbour.callAgent(), 409, 'reception_closed')
    await there.beAvailable()
    expect((await neighbour.callAgent()).body).toMatchObject({ status: 'pending', position: 1 })
    expect((await here.queue()).pending.map(({ id }) => id)).toContain(handoffId)
    expect((await here.queue()).pending.every(({ communeId }) => communeId === 'villebourg')).toBe(true)
    await stream.next('message')
    expect(stream.events.filter(({ type }) => type === 'message').map(({ data }) => data.conversationId)).toEqual([
      neighbour.id,
    ])
  })
})

const AGENT_CALLS = [
  ['GET', '/agent/queue'],
  ['GET', '/agent/events'],
  ['POST', '/agent/availability'],
  ['GET', '/agent/handoffs/x'],
  ['POST', '/agent/handoffs/x/claim'],
  ['POST', '/agent/handoffs/x/messages'],
  ['POST', '/agent/handoffs/x/release'],
  ['POST', '/agent/handoffs/x/resolve'],
] as const

const STAFF_CALLS = [['GET', '/session'], ['DELETE', '/session'], ...AGENT_CALLS] as const
