import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import webPush from 'web-push'
import { NEVER_QUIET } from '../../../src/platform/time/quiet-hours.js'
import { expectProblem } from '../../platform/http/clients.js'
import { OTHER_AGENT, startTestServer, type TestServer } from '../../platform/http/harness.js'
import { startPushService } from './fake-push-service.js'

let service: Awaited<ReturnType<typeof startPushService>>
let server: TestServer

beforeAll(async () => {
  service = await startPushService()
  const push = { ...webPush.generateVAPIDKeys(), contact: 'mailto:mairie@example.org', services: [service.host] }
  server = await startTestServer({ config: { push }, captureLogs: true })
})
afterAll(async () => {
  await server.stop()
  await service.close()
})

const wish = (browser: { endpoint: string; keys: unknown }) => ({
  endpoint: browser.endpoint,
  keys: browser.keys,
  language: 'fr',
  quiet: NEVER_QUIET,
})
const subscriptions = () => server.store.listPushSubscriptions('villebourg')

describe('web push', () => {
  it('gives the browser its key and the commune’s clock', async () => {
    const agent = await server.signIn()
    const { status, body } = await agent.call('GET', '/agent/alerts')
    expect([status, body.timeZone, body.now]).toEqual([200, 'Europe/Paris', server.clock.now().toISOString()])
    expect(Buffer.from(body.pushKey, 'base64url')).toHaveLength(65)
    expectProblem(await server.call('GET', '/agent/alerts'), 401, 'sign_in_required')
  })

  it.each([
    [{ endpoint: 'https://ailleurs.example/x' }, 'endpoint'],
    [{ endpoint: 'http://127.0.0.1:1/x' }, 'endpoint'],
    [{ language: 'uk' }, 'language'],
    [{ quiet: { hours: { days: [8], from: '08:00', to: '09:00' }, until: null } }, 'quiet.hours.days.0'],
    [{ quiet: { hours: { days: [1], from: '8h', to: '09:00' }, until: null } }, 'quiet.hours.from'],
    [{ keys: { p256dh: 'a b', auth: 'x' } }, 'keys.p256dh'],
  ])('refuses %j', async (patch, field) => {
    const agent = await server.signIn()
    const answer = await agent.call('PUT', '/agent/push', { ...wish(service.browser('x')), ...patch })
    expectProblem(answer, 422, 'invalid_request', field)
    expect(await subscriptions()).toEqual([])
  })

  it('tells one closed console, once, what its browser alone can read; a sign-out forgets the browser', async () => {
    const agent = await server.signIn(OTHER_AGENT)
    await agent.beAvailable()
    const browser = service.browser('closed')
    expect((await agent.call('PUT', '/agent/push', wish(browser))).status).toBe(204)
    const citizen = await server.startConversation()
    await citizen.say('mon nom est Jeanne, je veux parler à quelqu’un')
    await citizen.callAgent()
    server.clock.advance({ seconds: 61 })
    await server.app.sweep()
    await server.app.sweep()
    for (let tries = 0; service.received.length === 0 && tries < 100; tries += 1)
      await new Promise((resolve) => setTimeout(resolve, 20))
    await server.app.sweep()
    expect(service.received.map(({ body }) => browser.read(body))).toEqual([
      { title: 'Une personne attend', language: 'fr' },
    ])
    expect(server.logs()).not.toContain('closed')
    expect(await subscriptions()).toHaveLength(1)
    expect((await agent.call('DELETE', '/session')).status).toBe(204)
    expect(await subscriptions()).toEqual([])
  })

  it('is withdrawn by the agent', async () => {
    const agent = await server.signIn()
    await agent.call('PUT', '/agent/push', wish(service.browser('one')))
    expect(await subscriptions()).toHaveLength(1)
    expect((await agent.call('DELETE', '/agent/push')).status).toBe(204)
    expect(await subscriptions()).toEqual([])
  })
})

describe('without keys', () => {
  it('nothing is offered, and a browser that asks is told so', async () => {
    const plain = await startTestServer()
    const agent = await plain.signIn()
    expect((await agent.call('GET', '/agent/alerts')).body.pushKey).toBeNull()
    expectProblem(await agent.call('PUT', '/agent/push', wish(service.browser('x'))), 409, 'push_off')
    await plain.stop()
  })
})
