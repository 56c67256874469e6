import { request as send } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { DEMONSTRATION_PASSWORD } from '../../src/commands/demonstration.js'
import { readConfig } from '../../src/config.js'
import { hashSecret } from '../../src/platform/http/secrets.js'
import { AGENT, type CallOptions, startTestServer, type TestServer } from '../platform/http/harness.js'
import { startMockProvider } from '../platform/http/mock-provider.js'

const SENTENCE = /Les comptes de démonstration ne s’ouvrent que sur la machine du serveur/
const CREDENTIALS = { email: AGENT, password: DEMONSTRATION_PASSWORD }
const FRENCH = { 'accept-language': 'fr' }

/** What a proxy or a tunnel on this very machine adds. */
const PASSED_ON: [string, string][] = [
  ['x-forwarded-for', '127.0.0.1'],
  ['x-forwarded-for', ''],
  ['forwarded', 'for=127.0.0.1'],
  ['x-real-ip', '127.0.0.1'],
  ['x-forwarded-host', 'localhost'],
  ['x-forwarded-proto', 'https'],
  ['via', '1.1 tunnel'],
]

let server: TestServer
let provider: Awaited<ReturnType<typeof startMockProvider>>
beforeAll(async () => {
  provider = await startMockProvider()
  const { issuer, client } = provider
  const { identityProvider } = readConfig({
    GUICHET_OIDC_ISSUER: issuer,
    GUICHET_OIDC_CLIENT_ID: client.id,
    GUICHET_OIDC_CLIENT_SECRET: client.secret,
  })
  server = await startTestServer({ config: { identityProvider } })
})
afterAll(async () => {
  await server.stop()
  await provider.stop()
})

const signIn = (headers: Record<string, string> = {}, at = server) =>
  at.call('POST', '/session', { headers: { ...FRENCH, ...headers }, body: CREDENTIALS })
const cookieOf = ({ headers }: { headers: Headers }) => headers.getSetCookie()[0]?.split(';')[0] ?? ''

/** A sign-in by another name of the server: `fetch` says the real one. */
function signInBy(host: string): Promise<number> {
  const { hostname, port } = new URL(server.url)
  const headers = { host, origin: `http://${host}`, 'content-type': 'application/json' }
  return new Promise((resolve, reject) => {
    const sent = send({ hostname, port, path: '/api/v1/session', method: 'POST', headers }, (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
    sent.on('error', reject)
    sent.end(JSON.stringify(CREDENTIALS))
  })
}

function expectElsewhere(answer: { status: number; body: { code: string; detail: string } | null }): void {
  expect({ status: answer.status, code: answer.body?.code }).toEqual({ status: 403, code: 'demonstration_elsewhere' })
  expect(answer.body?.detail).toMatch(SENTENCE)
}

describe('an account of the demonstration', () => {
  it('signs in from this machine, by any name of it', async () => {
    expect((await signIn()).status).toBe(200)
    const { port } = new URL(server.url)
    for (const name of ['localhost', 'guichet.localhost', '127.0.0.1', '127.8.8.8', '[::1]'])
      expect([name, await signInBy(`${name}:${port}`)]).toEqual([name, 200])
  })

  it.each(PASSED_ON)('does not sign in through a proxy that adds %s: %s', async (name, value) => {
    const answer = await signIn({ [name]: value })
    expectElsewhere(answer)
    expect(answer.headers.getSetCookie()).toEqual([])
  })

  it('does not sign in by a name that another site has led here', async () => {
    for (const name of ['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example', '10.0.0.1', 'x'])
      expect([name, await signInBy(name)]).toEqual([name, 403])
  })

  it('says nothing of the password to who does not know it', async () => {
    const wrong = { headers: { 'x-forwarded-for': '203.0.113.9' }, body: { ...CREDENTIALS, password: 'autre chose' } }
    expect((await server.call('POST', '/session', wrong)).body.code).toBe('sign_in_failed')
  })

  it('is not let in elsewhere by a session that was opened here, nor gets another by it', async () => {
    const entered = await signIn()
    const headers = { cookie: cookieOf(entered), 'x-csrf-token': entered.body.csrfToken }
    const call = (method: string, path: string, { body }: CallOptions = {}, more = {}) =>
      server.call(method, path, { headers: { ...headers, ...more }, ...(body === undefined ? {} : { body }) })
    const away = { 'x-forwarded-for': '203.0.113.9' }
    const change = { current: DEMONSTRATION_PASSWORD, password: 'un mot de passe bien à moi' }
    expect((await call('GET', '/session')).status).toBe(200)
    for (const [method, path, body] of [
      ['GET', '/session', undefined],
      ['GET', '/agent/queue', undefined],
      ['PUT', '/account/password', change],
      ['POST', '/account/second-factor', { password: DEMONSTRATION_PASSWORD }],
    ] as const)
      expect((await call(method, path, { body }, away)).status).toBe(401)
  })

  it('is not opened elsewhere by a link', async () => {
    const user = (await server.store.findUsersByEmail('etat-civil@villebourg.example'))[0]
    const now = server.clock.now()
    const token = {
      hash: hashSecret('a-link'),
      userId: user?.id ?? '',
      purpose: 'reset' as const,
      createdAt: now.toISOString(),
      expiresAt: new Date(now.getTime() + 3_600_000).toISOString(),
    }
    await server.store.saveStaffToken(token, null)
    const headers = { ...FRENCH, 'x-forwarded-for': '203.0.113.9' }
    expectElsewhere(await server.call('POST', '/staff-links/read', { headers, body: { token: 'a-link' } }))
    const body = { token: 'a-link', password: 'un mot de passe bien à moi' }
    expectElsewhere(await server.call('POST', '/staff-links/use', { headers, body }))
    expect((await server.call('POST', '/staff-links/read', { body: { token: 'a-link' } })).status).toBe(200)
  })

  it('is not let in elsewhere by the identity provider, and the page says why', async () => {
    provider.person = { sub: 's9', email: AGENT, email_verified: true }
    const arrive = async (headers: Record<string, string>) => {
      const leaving = await server.fetch('/api/v1/session/provider?page=console', { redirect: 'manual' })
      const atProvider = await fetch(leaving.headers.get('location') ?? '', { redirect: 'manual' })
      const path = (atProvider.headers.get('location') ?? '').replace(server.url, '')
      const arrival = await server.fetch(path, {
        redirect: 'manual',
        headers: { cookie: cookieOf(leaving), ...headers },
      })
      return arrival.headers.get('location')
    }
    expect(await arrive({ 'x-forwarded-for': '203.0.113.9' })).toBe('/console#connexion=elsewhere')
    expect((await server.store.findUsersByEmail(AGENT))[0]?.subject).toBeUndefined()
    expect(await arrive({})).toBe('/console#connexion=ok')
  })
})

describe('other accounts and other servers', () => {
  it('an account of the town’s own signs in from anywhere', async () => {
    await server.signInAs({ email: 'anne@ville.example', roles: ['agent'], demonstration: false })
    const body = { email: 'anne@ville.example', password: DEMONSTRATION_PASSWORD }
    const headers = { 'x-forwarded-for': '203.0.113.9' }
    expect((await server.call('POST', '/session', { headers, body })).status).toBe(200)
  })

  it('behind proxies nobody is of this machine, unless the demonstration is open to others', async () => {
    const behind = await startTestServer({ config: { trustedProxies: 1 } })
    expectElsewhere(await signIn({}, behind))
    await behind.stop()
    const open = await startTestServer({ config: { trustedProxies: 1, demonstrationRemote: true } })
    expect((await signIn({ 'x-forwarded-for': '203.0.113.9' }, open)).status).toBe(200)
    await open.stop()
  })

  it('in an installation an account of a demonstration does not sign in, even from this machine', async () => {
    const installation = await startTestServer({ config: { demonstration: false } })
    const from = (await server.store.findUsersByEmail(AGENT))[0]
    if (from) await installation.store.saveUser(from)
    expectElsewhere(await signIn({}, installation))
    await installation.stop()
  })
})
