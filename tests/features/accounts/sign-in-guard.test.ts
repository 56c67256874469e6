import { afterEach, describe, expect, it } from '@jest/globals'
import { DEMONSTRATION_PASSWORD } from '../../../src/commands/demonstration.js'
import { hashPassword } from '../../../src/features/accounts/password.js'
import { createSignInGuard, type SignInGuard } from '../../../src/features/accounts/routes/sign-in-guard.js'
import { singleInstance } from '../../../src/platform/instances/single-instance.js'
import type { GuardedKey } from '../../../src/platform/security/sign-in-tries.js'
import { expectProblem } from '../../platform/http/clients.js'
import { AGENT, type Answer, Clock, OPEN, startTestServer, type TestServer } from '../../platform/http/harness.js'

describe('createSignInGuard', () => {
  const fail = async (guard: SignInGuard, times: number, key: GuardedKey = { key: 'a' }) => {
    for (let time = 0; time < times; time += 1) await guard.begin([key])
  }
  const guardAt = (clock: Clock) => createSignInGuard(singleInstance().tries, clock.now)

  it('counts tries that are made at the same instant', async () => {
    const guard = guardAt(new Clock())
    await Promise.all(Array.from({ length: 5 }, () => guard.begin([{ key: 'a' }])))
    await expect(guard.begin([{ key: 'a' }])).rejects.toThrow('sign_in_delayed')
    await guard.begin([{ key: 'b' }])
  })

  it('doubles the wait, and forgets it after half an hour', async () => {
    const clock = new Clock()
    const guard = guardAt(clock)
    await fail(guard, 5)
    clock.advance({ seconds: 2 })
    await fail(guard, 1)
    clock.advance({ seconds: 3 })
    await expect(guard.begin([{ key: 'a' }])).rejects.toThrow('sign_in_delayed')
    clock.advance({ seconds: 1 })
    await fail(guard, 1)
    clock.advance({ minutes: 31 })
    await fail(guard, 5)
  })

  it('keeps nobody out by a clock that was ahead and is set right', async () => {
    const clock = new Clock()
    const guard = guardAt(clock)
    clock.advance({ hours: 24 })
    await fail(guard, 5)
    // Servers whose clocks differ a little count together.
    clock.advance({ seconds: -30 })
    await expect(guard.begin([{ key: 'a' }])).rejects.toThrow('sign_in_delayed')
    clock.advance({ hours: -24 })
    await fail(guard, 5)
    await expect(guard.begin([{ key: 'a' }])).rejects.toThrow('sign_in_delayed')
  })

  it('lets who succeeds take back her own tries, and of shared ones the last alone', async () => {
    const guard = guardAt(new Clock())
    const shared = { key: 'a', shared: true }
    await fail(guard, 4, shared)
    await (await guard.begin([shared])).succeed()
    await fail(guard, 1, shared)
    await expect(guard.begin([shared])).rejects.toThrow('sign_in_delayed')
    await fail(guard, 4, { key: 'own' })
    await (await guard.begin([{ key: 'own' }])).succeed()
    await fail(guard, 5, { key: 'own' })
  })
})

describe('an account tried from everywhere', () => {
  let server: TestServer
  afterEach(() => server.stop())
  let addresses = 0

  /** From an address that nobody had before. */
  function signIn(password: string, { email = AGENT, cookie = '' } = {}): Promise<Answer> {
    addresses += 1
    const from = `198.51.${Math.floor(addresses / 250)}.${(addresses % 250) + 1}`
    const headers = { 'x-forwarded-for': from, ...(cookie ? { cookie } : {}) }
    return server.call('POST', '/session', { headers, body: { email, password } })
  }

  const knownIn = ({ headers }: Answer) =>
    headers
      .getSetCookie()
      .find((cookie) => cookie.startsWith('__Host-guichet-known='))
      ?.split(';')[0] ?? ''

  it('makes strangers wait, all together, and neither the browser that it knows nor another account', async () => {
    server = await startTestServer({ config: { trustedProxies: 1, demonstrationRemote: true } })
    const first = await signIn(DEMONSTRATION_PASSWORD)
    const cookie = knownIn(first)
    expect(first.headers.getSetCookie().join()).toMatch(
      /__Host-guichet-known=[\w-]+; Max-Age=\d+; Path=\/; HttpOnly; Secure; SameSite=Strict/,
    )
    const answers = await Promise.all(Array.from({ length: 40 }, () => signIn('pas le bon')))
    const statuses = answers.map(({ status }) => status)
    expect(statuses.filter((status) => status === 401)).toHaveLength(31)
    const refused = answers.find(({ status }) => status === 429)
    expectProblem(refused as Answer, 429, 'sign_in_delayed')
    expect(refused?.headers.get('retry-after')).toBe('2')
    // The right password of a stranger waits too: nobody learns that it is right.
    expectProblem(await signIn(DEMONSTRATION_PASSWORD), 429, 'sign_in_delayed')
    expect((await signIn(DEMONSTRATION_PASSWORD, { cookie })).status).toBe(200)
    expect((await signIn(DEMONSTRATION_PASSWORD, { email: 'etat-civil@villebourg.example' })).status).toBe(200)
  })

  it('counts an account that does not exist in the same way', async () => {
    server = await startTestServer({ config: { trustedProxies: 1, demonstrationRemote: true } })
    const email = 'personne@villebourg.example'
    const answers = await Promise.all(Array.from({ length: 40 }, () => signIn('pas le bon', { email })))
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(31)
  })

  it('forgets a browser after half a year, whatever the browser keeps', async () => {
    server = await startTestServer({ config: { trustedProxies: 1, demonstrationRemote: true } })
    const cookie = knownIn(await signIn(DEMONSTRATION_PASSWORD))
    const isKnownAfter = async (days: number) => {
      server.clock.advance({ hours: days * 24 })
      await Promise.all(Array.from({ length: 40 }, () => signIn('pas le bon')))
      return (await signIn(DEMONSTRATION_PASSWORD, { cookie })).status === 200
    }
    expect(await isKnownAfter(179)).toBe(true)
    expect(await isKnownAfter(2)).toBe(false)
  })

  it('takes no mark that it did not make, nor that of another account', async () => {
    server = await startTestServer({ config: { trustedProxies: 1, demonstrationRemote: true } })
    const other = knownIn(await signIn(DEMONSTRATION_PASSWORD, { email: 'etat-civil@villebourg.example' }))
    await Promise.all(Array.from({ length: 40 }, () => signIn('pas le bon')))
    for (const cookie of [other, `${other}a`, '__Host-guichet-known=e30', '__Host-guichet-known='])
      expectProblem(await signIn(DEMONSTRATION_PASSWORD, { cookie }), 429, 'sign_in_delayed')
  })

  it('forgives nobody what she tried before, for an account of the same address that she can open', async () => {
    server = await startTestServer({ communes: [{ id: 'zedville', nom: 'Zedville' }] })
    const email = 'partout@villebourg.example'
    const passwordHash = await hashPassword('de zedville à elle')
    const her = { email, displayName: 'Sacha', roles: ['agent' as const], demonstration: false, createdAt: OPEN }
    await server.store.saveUser({ ...her, id: 'of-zedville', communeId: 'zedville', passwordHash })
    const from = (password: string) => server.call('POST', '/session', { body: { email, password } })
    for (let guess = 0; guess < 3; guess += 1) expectProblem(await from('pas le bon'), 401, 'sign_in_failed')
    expect((await from('de zedville à elle')).status).toBe(200)
    for (let guess = 0; guess < 2; guess += 1) expectProblem(await from('pas le bon'), 401, 'sign_in_failed')
    expectProblem(await from('pas le bon'), 429, 'sign_in_delayed')
  })

  it('lets nobody who holds one commune’s account guess another’s at its ease, nor learn that there is one', async () => {
    const communes = [{ id: 'zedville', nom: 'Zedville' }]
    server = await startTestServer({ config: { trustedProxies: 1, demonstrationRemote: true }, communes })
    // An administrator who hands links over herself can open the account that she made.
    const email = 'partout@villebourg.example'
    const her = { email, displayName: 'Sacha', roles: ['agent' as const], demonstration: false, createdAt: OPEN }
    const at = async (communeId: string, password: string, beside: string | null) => {
      const passwordHash = await hashPassword(password, beside)
      await server.store.saveUser({ ...her, id: `of-${communeId}`, communeId, passwordHash })
      return passwordHash
    }
    const beside = await at('zedville', 'de zedville à elle', null)
    const cookie = knownIn(await signIn('de zedville à elle', { email }))
    const guesses = async () => {
      for (let turn = 0; turn < 12; turn += 1) {
        for (let guess = 0; guess < 4; guess += 1)
          expectProblem(await signIn('pas le bon', { email, cookie }), 401, 'sign_in_failed')
        expect((await signIn('de zedville à elle', { email, cookie })).status).toBe(200)
      }
    }
    await guesses()
    await at('villebourg', 'de villebourg à elle', beside)
    await guesses()
    expectProblem(await signIn('de villebourg à elle', { email, cookie }), 401, 'sign_in_failed')
    server.clock.advance({ minutes: 31 })
    expect((await signIn('de villebourg à elle', { email, cookie })).body.user.communeId).toBe('villebourg')
  })
})
