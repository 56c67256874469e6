import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { DEMONSTRATION_PASSWORD } from '../../../src/commands/demonstration.js'
import { AGENT, startTestServer, type TestServer } from './harness.js'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer({ captureLogs: true })
})
afterAll(() => server.stop())

const events = () =>
  server
    .logs()
    .split('\n')
    .filter((line) => line.includes('"security"'))
    .map((line) => JSON.parse(line) as Record<string, unknown>)

describe('the log', () => {
  it('tells sign-ins and refusals by their codes, and nothing that anybody wrote', async () => {
    const staff = await server.signIn()
    await server.call('POST', '/session', { body: { email: AGENT, password: 'secret-essaye' } })
    await server.call('GET', '/admin/settings', { headers: staff.headers })
    await server.call('POST', '/session', {
      headers: { origin: 'https://ailleurs.example' },
      body: { email: AGENT, password: DEMONSTRATION_PASSWORD },
    })
    expect(events().map(({ security, userId }) => [security, userId])).toEqual([
      ['signed_in', staff.userId],
      ['sign_in_failed', undefined],
      ['forbidden', undefined],
      ['csrf', undefined],
    ])
    const [, refused] = events()
    expect(refused).toMatchObject({ status: 401, method: 'POST', path: '/api/v1/session' })
    expect(refused?.caller).toMatch(/^[\w-]{22}$/)
    for (const word of [AGENT, 'secret-essaye', '127.0.0.1', 'ailleurs']) expect(server.logs()).not.toContain(word)
  })

  it('is not filled by a flood, and says how much it left out', async () => {
    const before = events().length
    const attempts = Array.from({ length: 60 }, () => server.call('GET', '/admin/settings', { headers: {} }))
    await Promise.all(attempts)
    const staff = await server.signIn()
    await Promise.all(
      Array.from({ length: 60 }, () => server.call('GET', '/admin/settings', { headers: staff.headers })),
    )
    const forbidden = events().filter(({ security }) => security === 'forbidden')
    expect(forbidden.length).toBe(20)
    expect(events().length).toBeLessThan(before + 60)
  })
})
