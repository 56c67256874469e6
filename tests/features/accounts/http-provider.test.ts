import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { type Config, readConfig } from '../../../src/config.js'
import { expectProblem } from '../../platform/http/clients.js'
import { startTestServer, type TestServer } from '../../platform/http/harness.js'
import { startMockProvider } from '../../platform/http/mock-provider.js'

type Provider = Awaited<ReturnType<typeof startMockProvider>>

let provider: Provider
let server: TestServer

const settings = (
  { issuer, client }: Provider,
  more: Record<string, string> = {},
): Pick<Config, 'identityProvider'> => {
  const { identityProvider } = readConfig({
    GUICHET_OIDC_ISSUER: issuer,
    GUICHET_OIDC_CLIENT_ID: client.id,
    GUICHET_OIDC_CLIENT_SECRET: client.secret,
    ...more,
  })
  return { identityProvider }
}

beforeAll(async () => {
  provider = await startMockProvider()
  server = await startTestServer({ config: settings(provider), captureLogs: true })
})
afterEach(() => {
  provider.person = { sub: 's1', email: 'personne@villebourg.example', email_verified: true }
  provider.faults = {}
})
afterAll(async () => {
  await server.stop()
  await provider.stop()
})

const go = (path: string, cookie = '', at = server) =>
  at.fetch(path, { redirect: 'manual', headers: cookie ? { cookie } : {} })
const locationOf = (answer: { headers: Headers }) => answer.headers.get('location') ?? ''
const cookiesOf = (answer: { headers: Headers }) =>
  Object.fromEntries(
    answer.headers.getSetCookie().map((one) => (one.split(';')[0] ?? '').split('=') as [string, string]),
  )
const PENDING = '__Host-guichet-provider'

/** A browser that goes to the provider and comes back. */
async function signIn(page = 'console', at = server) {
  const leaving = await go(`/api/v1/session/provider?page=${page}`, '', at)
  const cookie = `${PENDING}=${cookiesOf(leaving)[PENDING]}`
  const back = locationOf(await fetch(locationOf(leaving), { redirect: 'manual' }))
  const path = back.replace(at.url, '')
  return { leaving, cookie, path, arrival: await go(path, cookie, at) }
}

async function account(email: string, more: object = {}) {
  const id = `id-${email.replace(/\W/g, '-')}`
  const base = { id, communeId: 'villebourg', displayName: 'Personne', roles: ['agent' as const] }
  const createdAt = server.clock.now().toISOString()
  await server.store.saveUser({ ...base, email, passwordHash: null, demonstration: true, createdAt, ...more })
  return id
}

describe('sign-in through the identity provider', () => {
  it('is proposed by its name, and asked for with state, nonce and PKCE', async () => {
    expect((await server.call('GET', '/sign-in')).body).toEqual({ provider: 'ProConnect', resetByMail: false })
    const { leaving } = await signIn()
    expect(leaving.status).toBe(302)
    const { searchParams } = new URL(locationOf(leaving))
    expect([...searchParams.keys()].sort()).toEqual([
      'client_id',
      'code_challenge',
      'code_challenge_method',
      'nonce',
      'redirect_uri',
      'response_type',
      'scope',
      'state',
    ])
    expect(searchParams.get('state')?.length).toBeGreaterThanOrEqual(32)
    expect(searchParams.get('nonce')?.length).toBeGreaterThanOrEqual(32)
    expect(searchParams.get('redirect_uri')).toBe(`${server.url}/api/v1/session/provider/return`)
    expect(leaving.headers.getSetCookie()[0]).toMatch(/Max-Age=600; Path=\/; HttpOnly; Secure; SameSite=Lax/)
  })

  it('lets in who was invited, by her verified address, and tells the provider of her sign-out', async () => {
    const id = await account('personne@villebourg.example')
    const { arrival } = await signIn('admin')
    expect(locationOf(arrival)).toBe('/admin#connexion=ok')
    const cookie = `__Host-guichet=${cookiesOf(arrival)['__Host-guichet']}`
    const session = await server.call('GET', '/session', { headers: { cookie } })
    expect(session.body.user).toMatchObject({ id, roles: ['agent'] })
    expect(await server.store.getUser(id)).toMatchObject({ subject: 's1', lastSignInAt: expect.any(String) })
    const out = await server.call('DELETE', '/session', { headers: { cookie, 'x-csrf-token': session.body.csrfToken } })
    expect(out.status).toBe(200)
    await fetch(out.body.next, { redirect: 'manual' })
    expect(provider.ended.get('id_token_hint')?.split('.')).toHaveLength(3)
    expect(provider.ended.get('post_logout_redirect_uri')).toBe(`${server.url}/compte`)
    expect((await server.call('GET', '/session', { headers: { cookie } })).status).toBe(401)
  })

  it.each([
    ['nobody was invited with this address', { sub: 's9', email: 'inconnue@ville.fr', email_verified: true }],
    ['the address is not verified', { sub: 's1', email: 'personne@villebourg.example', email_verified: false }],
    ['the provider does not say that it is', { sub: 's1', email: 'personne@villebourg.example' }],
    ['another person has the address now', { sub: 's2', email: 'personne@villebourg.example', email_verified: true }],
  ])('lets nobody in when %s', async (_, person) => {
    provider.person = person
    const { arrival } = await signIn()
    expect(locationOf(arrival)).toBe('/console#connexion=unknown')
    expect(cookiesOf(arrival)).toEqual({ [PENDING]: '' })
    expect((await server.store.listUsers()).some(({ email }) => email === 'inconnue@ville.fr')).toBe(false)
  })

  it('has who has an account in two communes choose one, and takes her no further with a third', async () => {
    const communes = [{ id: 'zedville', nom: 'Zedville' }]
    const both = await startTestServer({ config: settings(provider), communes })
    try {
      const email = 'personne@villebourg.example'
      const base = { displayName: 'Personne', roles: ['agent' as const], passwordHash: null, demonstration: true }
      for (const communeId of ['villebourg', 'zedville'])
        await both.store.saveUser({ ...base, id: communeId, communeId, email, createdAt: '2026-11-01T00:00:00.000Z' })
      const choice = '#connexion=commune&villebourg=Villebourg-sur-Loire&zedville=Zedville'
      const asked = (await signIn('admin', both)).arrival
      expect(locationOf(asked)).toBe(`/admin${choice}`)
      expect(cookiesOf(asked)).toEqual({ [PENDING]: '' })
      const entered = (await signIn('admin&commune=zedville', both)).arrival
      expect(locationOf(entered)).toBe('/admin#connexion=ok')
      const cookie = `__Host-guichet=${cookiesOf(entered)['__Host-guichet']}`
      const session = await both.call('GET', '/session', { headers: { cookie } })
      expect(session.body.user).toMatchObject({ id: 'zedville', communeId: 'zedville' })
      expect(locationOf((await signIn('admin&commune=lune', both)).arrival)).toBe(`/admin${choice}`)
    } finally {
      await both.stop()
    }
  })

  it('lets nobody in whose account was deactivated', async () => {
    await account('partie@villebourg.example', { deactivatedAt: '2026-11-01T00:00:00.000Z' })
    provider.person = { sub: 's3', email: 'partie@villebourg.example', email_verified: true }
    expect(locationOf((await signIn()).arrival)).toBe('/console#connexion=unknown')
  })

  it.each([
    ['another nonce', { nonce: 'n'.repeat(43) }],
    ['another audience', { audience: 'somebody-else' }],
    ['a key that is not published', { otherKey: true }],
    ['somebody else’s information', { subject: 's2' }],
  ])('refuses an identity with %s', async (_, faults) => {
    provider.faults = faults
    const { arrival } = await signIn()
    expect(locationOf(arrival)).toBe('/console#connexion=failed')
    expect(cookiesOf(arrival)).toEqual({ [PENDING]: '' })
  })

  it('refuses another browser’s return, a forged state, a code that was used, and one that comes late', async () => {
    const { cookie, path } = await signIn()
    const failed = (page: string) => `/${page}#connexion=failed`
    expect(locationOf(await go(path))).toBe(failed('compte'))
    expect(locationOf(await go(path, `${PENDING}=forged`))).toBe(failed('compte'))
    expect(locationOf(await go(path, cookie))).toBe(failed('console'))
    expect(locationOf(await go(path.replace(/state=[^&]*/, 'state=forged'), cookie))).toBe(failed('console'))
    const leaving = await go('/api/v1/session/provider')
    const late = `${PENDING}=${cookiesOf(leaving)[PENDING]}`
    server.clock.advance({ minutes: 11 })
    const back = locationOf(await fetch(locationOf(leaving), { redirect: 'manual' })).replace(server.url, '')
    expect(locationOf(await go(back, late))).toBe(failed('compte'))
  })

  it('goes back to no other page than those of the server, and logs nothing of who came', async () => {
    expect(locationOf((await signIn('https://ailleurs.example')).arrival)).toMatch(/^\/console#/)
    expect(server.logs()).not.toMatch(/villebourg\.example|eyJ/)
  })

  it('says so when the provider cannot be reached, and asks nothing of it before somebody signs in', async () => {
    const gone = await startMockProvider()
    const other = await startTestServer({ config: settings(gone) })
    expect(gone.reached).toBe(0)
    await gone.stop()
    expect(locationOf(await go('/api/v1/session/provider?page=admin', '', other))).toBe('/admin#connexion=unreached')
    await other.stop()
  })

  it('takes ES256, employers of the commune only, addresses of a trusted provider, and no PKCE where it is off', async () => {
    const other = await startMockProvider('ES256')
    const more = { GUICHET_OIDC_ALGORITHM: 'ES256', GUICHET_OIDC_PKCE: 'no', GUICHET_OIDC_TRUSTS_EMAIL: 'yes' }
    const config = settings(other, { ...more, GUICHET_OIDC_SIRETS: '21750001600019' })
    const at = await startTestServer({ config })
    await at.store.saveUser({ ...((await server.store.getUser('id-personne-villebourg-example')) ?? never()), id: 'p' })
    other.person = { sub: 's1', email: 'personne@villebourg.example', siret: '21750001600019' }
    expect(locationOf((await signIn('console', at)).arrival)).toBe('/console#connexion=ok')
    expect(other.asked.has('code_challenge')).toBe(false)
    other.person = { ...other.person, siret: '13002526500013' }
    expect(locationOf((await signIn('console', at)).arrival)).toBe('/console#connexion=failed')
    await at.stop()
    await other.stop()
  })

  it('is nowhere when no provider is set', async () => {
    const plain = await startTestServer()
    expectProblem(await plain.call('GET', '/session/provider'), 404, 'provider_off')
    expectProblem(await plain.call('GET', '/session/provider/return'), 404, 'provider_off')
    await plain.stop()
  })
})

function never(): never {
  throw new Error('the account exists')
}
