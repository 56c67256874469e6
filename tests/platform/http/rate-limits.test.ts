import { afterEach, describe, expect, it, jest } from '@jest/globals'
import { DEMONSTRATION_PASSWORD } from '../../../src/commands/demonstration.js'
import { readConfig } from '../../../src/config.js'
import { expectProblem } from './clients.js'
import { AGENT, type Answer, startTestServer, type TestServer } from './harness.js'
import { rawRequest } from './raw-request.js'

/** Servers start often here, and whatever they answer counts. */
const ENTRIES = ['abri-jardin']

let server: TestServer
const { rateLimits: defaults } = readConfig({})

afterEach(async () => {
  jest.restoreAllMocks()
  await server.stop()
})

/** The limits count real time: this moves it. */
function passTime(seconds: number): void {
  const later = Date.now() + seconds * 1000
  jest.spyOn(Date, 'now').mockReturnValue(later)
}

function countByStatus(answers: Answer[]): Record<number, number> {
  const counts: Record<number, number> = {}
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1
  return counts
}

describe('a burst of 200 messages in a conversation', () => {
  it('stores once each that it answers, says when to come back, and leaves the others alone', async () => {
    server = await startTestServer({ entries: ENTRIES, config: { rateLimits: defaults } })
    const [citizen, other] = [await server.startConversation(), await server.startConversation()]
    const burst = Array.from({ length: 200 }, (_, n) => citizen.post(`rafale ${n}`, { clientId: `burst-${1000 + n}` }))
    const neighbour = await other.say('acte de naissance')
    const answers = await Promise.all(burst)
    expect(neighbour.replies.length).toBeGreaterThan(0)
    const allowed = defaults.conversationPer10s
    expect(countByStatus(answers)).toEqual({ 200: allowed, 429: 200 - allowed })
    for (const answer of answers.filter(({ status }) => status === 429)) {
      expectProblem(answer, 429, 'too_many_requests')
      const seconds = Number(answer.headers.get('retry-after'))
      expect(answer.body.retryAfterS).toBe(seconds)
      expect(seconds).toBeGreaterThanOrEqual(1)
      expect(seconds).toBeLessThanOrEqual(10)
      expect(answer.body.detail).toContain(`${seconds} s`)
    }
    const accepted = answers.flatMap(({ status }, n) => (status === 200 ? [`rafale ${n}`] : []))
    expect((await citizen.texts()).filter((text) => text.startsWith('rafale')).sort()).toEqual(accepted.sort())
  })

  it('lets the rest through after the window, each stored once', async () => {
    server = await startTestServer({
      entries: ENTRIES,
      config: { rateLimits: { ...defaults, conversationPer10s: 60 } },
    })
    const citizen = await server.startConversation()
    let waiting = Array.from({ length: 200 }, (_, n) => n)
    let windows = 0
    while (waiting.length > 0) {
      windows += 1
      const answers = await Promise.all(
        waiting.map((n) => citizen.post(`rafale ${n}`, { clientId: `burst-${1000 + n}` })),
      )
      waiting = waiting.filter((_, index) => answers[index]?.status === 429)
      passTime(11)
    }
    expect(windows).toBe(4)
    const texts = (await citizen.texts()).filter((text) => text.startsWith('rafale'))
    expect(texts.sort()).toEqual(Array.from({ length: 200 }, (_, n) => `rafale ${n}`).sort())
  })
})

describe('what is asked too often', () => {
  it('is refused before its body is read', async () => {
    server = await startTestServer({
      entries: ENTRIES,
      config: { rateLimits: { ...defaults, startsPer10min: 1, addressPer10s: 2 } },
    })
    await server.startConversation()
    const post = (path: string) =>
      rawRequest(server.url, {
        method: 'POST',
        path,
        headers: { 'content-type': 'application/json', 'content-length': '1000' },
        body: '{',
      })
    expectProblem(await post('/api/v1/conversations'), 429, 'too_many_requests')
    expectProblem(await post('/api/v1/ask'), 429, 'too_many_requests')
  })
})

describe('an address', () => {
  it('is limited over all its conversations, questions and streams', async () => {
    server = await startTestServer({ entries: ENTRIES, config: { rateLimits: { ...defaults, addressPer10s: 20 } } })
    const citizen = await server.startConversation()
    const starts = await Promise.all(Array.from({ length: 25 }, () => server.call('POST', '/conversations')))
    expect(countByStatus(starts)).toEqual({ 201: 19, 429: 6 })
    expectProblem(await citizen.post('acte'), 429, 'too_many_requests')
    expectProblem(await server.call('POST', '/ask', { body: { question: 'acte' } }), 429, 'too_many_requests')
    expectProblem(await citizen.call('GET', '/events'), 429, 'too_many_requests')
    expectProblem(await signIn(AGENT), 429, 'too_many_requests')
    expectProblem(await server.call('GET', '/openapi.json'), 429, 'too_many_requests')
    expect((await citizen.read()).messages).toHaveLength(1)
    passTime(11)
    expect((await citizen.post('acte')).status).toBe(200)
  })

  it('is limited in requests of any kind, files and refusals among them; not in asking how the server is', async () => {
    server = await startTestServer({ entries: ENTRIES, config: { rateLimits: { ...defaults, addressPer10s: 2 } } })
    const paths = ['/', '/rien', '/api/v1/agent/queue', '/sans-script', '/api/v1/openapi.json', '/', '/', '/', '/', '/']
    const answers = await Promise.all(paths.map((path) => server.fetch(path)))
    expect(answers.filter(({ status }) => status === 429)).toEqual([])
    expectProblem(await server.fetch('/'), 429, 'too_many_requests')
    expectProblem(await server.call('GET', '/agent/queue'), 429, 'too_many_requests')
    expect((await server.fetch('/healthz')).status).toBe(200)
  })

  it('is told by a page to who reads pages, and the key in the address of a conversation is in no log', async () => {
    server = await startTestServer({
      entries: ENTRIES,
      config: { rateLimits: { ...defaults, addressPer10s: 2 } },
      captureLogs: true,
    })
    await Promise.all(Array.from({ length: 10 }, () => server.fetch('/rien')))
    const conversation = `/sans-script/${'0'.repeat(36)}/${'clef'.repeat(10)}`
    const paths = [
      conversation,
      '/SANS-SCRIPT/x/clef',
      '/fiche/x',
      '/chat',
      '/embed',
      '/accessibilite',
      '/confidentialite',
    ]
    for (const path of paths) {
      const { status, headers, text } = await server.fetch(path)
      expect([path, status, headers.get('content-type')]).toEqual([path, 429, 'text/html; charset=utf-8'])
      expect([headers.get('cache-control'), Number(headers.get('retry-after')) > 0]).toEqual(['no-store', true])
      expect(text).toContain('Vous pouvez reprendre')
    }
    const form = { text: 'Où déclarer une naissance ?', clientId: 'un-deux-trois', langue: 'fr' }
    const sent = await server.fetch(`${conversation}/messages`, { method: 'POST', body: new URLSearchParams(form) })
    expect([sent.status, sent.text.includes('<form')]).toEqual([429, false])
    expect(server.logs()).toContain('too_many_requests')
    expect(server.logs()).not.toContain('clef')
  })

  it('is not taken from a header that anyone can write', async () => {
    server = await startTestServer({ entries: ENTRIES, config: { rateLimits: { ...defaults, addressPer10s: 3 } } })
    const calls = [1, 2, 3, 4, 5].map((n) =>
      server.call('POST', '/conversations', { headers: { 'x-forwarded-for': `203.0.113.${n}` } }),
    )
    expect(countByStatus(await Promise.all(calls))).toEqual({ 201: 3, 429: 2 })
  })

  it('is the caller’s own behind a proxy that is trusted', async () => {
    server = await startTestServer({
      entries: ENTRIES,
      config: { trustedProxies: 1, rateLimits: { ...defaults, addressPer10s: 1 } },
    })
    const from = async (address: string) =>
      (await server.call('POST', '/conversations', { headers: { 'x-forwarded-for': address } })).status
    expect([await from('203.0.113.1'), await from('203.0.113.1')]).toEqual([201, 429])
    expect([await from('198.51.100.7, 203.0.113.1'), await from('203.0.113.2')]).toEqual([429, 201])
    expect([await from('2001:db8:1:2::1'), await from('2001:db8:1:2:ffff::9')]).toEqual([201, 429])
    expect([await from('2001:db8:1:3::1'), await from('2001:db8::1')]).toEqual([201, 201])
  })
})

function signIn(email: string, password = 'pas le bon', headers: Record<string, string> = {}): Promise<Answer> {
  return server.call('POST', '/session', { body: { email, password }, headers })
}

describe('guessing a password', () => {
  it('is slowed, whatever the writing of the address', async () => {
    server = await startTestServer({ entries: ENTRIES, config: { rateLimits: { ...defaults, signInPerMinute: 3 } } })
    for (const email of [AGENT, ` ${AGENT}`, `${AGENT.toUpperCase()}  `]) expect((await signIn(email)).status).toBe(401)
    expectProblem(await signIn(`\t${AGENT}`, DEMONSTRATION_PASSWORD), 429, 'too_many_requests')
    expect((await signIn('etat-civil@villebourg.example', DEMONSTRATION_PASSWORD)).status).toBe(200)
    passTime(61)
    expect((await signIn(AGENT, DEMONSTRATION_PASSWORD)).status).toBe(200)
  })

  it('does not lock the owner out of her account', async () => {
    server = await startTestServer({
      entries: ENTRIES,
      config: { trustedProxies: 1, demonstrationRemote: true, rateLimits: { ...defaults, signInPerMinute: 3 } },
    })
    const stranger = { 'x-forwarded-for': '203.0.113.66' }
    for (let attempt = 0; attempt < 5; attempt += 1) await signIn(AGENT, 'pas le bon', stranger)
    expect((await signIn(AGENT, DEMONSTRATION_PASSWORD, stranger)).status).toBe(429)
    expect((await signIn(AGENT, DEMONSTRATION_PASSWORD, { 'x-forwarded-for': '203.0.113.5' })).status).toBe(200)
  })
})
