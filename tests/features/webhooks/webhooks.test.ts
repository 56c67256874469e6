import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { type CloudEvent, HTTP } from 'cloudevents'
import type { WebhookSecretView, WebhooksView } from '../../../src/features/webhooks/contract.js'
import { WEBHOOK_BODIES } from '../../../src/features/webhooks/event-bodies.js'
import { expectProblem, type StaffMember } from '../../platform/http/clients.js'
import { AGENT, OPEN, startTestServer, type TestServer } from '../../platform/http/harness.js'
import { isSigned, localSender, type Receiver, startReceiver } from './receiver.js'

let server: TestServer
let receiver: Receiver
let admin: StaffMember

beforeAll(async () => {
  receiver = await startReceiver()
  const isRefused = (ip: string) => ip !== '127.0.0.1'
  const resolve = async (host: string) => (host === 'inside.example' ? ['10.0.0.7'] : ['127.0.0.1'])
  server = await startTestServer({ webhookSender: localSender({ resolve, isRefused }), captureLogs: true })
  server.clock.set(OPEN)
  admin = await server.signIn('admin@villebourg.example')
})
afterAll(async () => {
  await server.stop()
  await receiver.close()
})
beforeEach(async () => {
  receiver.answer = (_request, response) => response.writeHead(204).end()
  for (const { id } of (await view()).webhooks) await admin.call('DELETE', `/admin/webhooks/${id}`)
  receiver.received.length = 0
})

const view = async (): Promise<WebhooksView> => (await admin.call('GET', '/admin/webhooks')).body
const asked = (patch = {}) => ({
  name: 'Suivi des demandes',
  address: receiver.address,
  events: ['handoff.requested', 'handoff.claimed', 'handoff.closed', 'message.left', 'callback.requested'],
  ...patch,
})
async function register(patch = {}): Promise<WebhookSecretView> {
  const { status, body } = await admin.call('POST', '/admin/webhooks', asked(patch))
  expect([status, body]).toMatchObject([201, { secret: expect.stringMatching(/^whsec_/) }])
  return body
}
/** Sweeps until so many have come. */
async function come(count: number): Promise<void> {
  while (receiver.received.length < count) {
    await server.app.sweep()
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
/** Sweeps until the page shows something. */
async function shown(isShown: (view: WebhooksView) => boolean): Promise<WebhooksView> {
  for (;;) {
    await server.app.sweep()
    const now = await view()
    if (isShown(now)) return now
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

describe('webhooks', () => {
  it('are told of a request from its beginning to its end, as the document says', async () => {
    const { secret } = await register()
    const agent = await server.signIn(AGENT)
    await agent.beAvailable()
    const citizen = await server.startConversation()
    await citizen.say('Je m’appelle Jeanne Escargot')
    await citizen.callAgent()
    const handoffId = (await server.store.findOpenHandoff(citizen.id))?.id ?? ''
    await agent.act(handoffId, 'claim')
    expect((await agent.act(handoffId, 'resolve', { resolution: 'answered' })).status).toBe(200)
    await come(3)
    const bodies = receiver.received.map(({ body }) => JSON.parse(body))
    expect(bodies.map(({ type }) => type).sort()).toEqual(['handoff.claimed', 'handoff.closed', 'handoff.requested'])
    for (const body of bodies) expect(WEBHOOK_BODIES[body.type]?.strict().parse(body)).toBeTruthy()
    expect(bodies.every(({ data }) => data.handoffId === handoffId)).toBe(true)
    expect(receiver.received.every((one) => isSigned(one, secret))).toBe(true)
    expect(JSON.stringify(receiver.received)).not.toMatch(/Escargot|Jeanne|Camille/)
    const { deliveries } = await shown(({ deliveries }) => deliveries.every(({ status }) => status === 'delivered'))
    expect(deliveries.map(({ answer }) => answer)).toEqual(['204', '204', '204'])
    const { body: document } = await server.call('GET', '/openapi.json')
    expect(Object.keys(document.webhooks)).toEqual(Object.keys(WEBHOOK_BODIES))
  })

  it('are told of it as events of CloudEvents, which its own library reads', async () => {
    const { secret, webhook } = await register({ format: 'cloudevents', events: ['message.left', 'answers.stopped'] })
    await admin.call('PUT', '/admin/answers', { stopped: true, why: 'essai' })
    await come(1)
    await admin.call('PUT', '/admin/answers', { stopped: false })
    const [received] = receiver.received
    if (!received) throw new Error('something came')
    const read = HTTP.toEvent(received) as CloudEvent
    expect(read.validate()).toBe(true)
    expect(read.toJSON()).toEqual({
      specversion: '1.0',
      id: received.headers['webhook-id'],
      source: '/api/v1/communes/villebourg',
      type: 'guichet.answers.stopped.v1',
      time: new Date(OPEN).toISOString(),
      datacontenttype: 'application/json',
      communeid: 'villebourg',
      data: {},
    })
    expect(isSigned(received, secret)).toBe(true)
    // What an earlier page sends, which knows no form, leaves it as it is.
    const { name, address, events } = webhook
    const { body } = await admin.call('PUT', `/admin/webhooks/${webhook.id}`, { name, address, events, active: true })
    expect(body.format).toBe('cloudevents')
  })

  it('tell their secret once, renew it with both for a day, and keep it sealed', async () => {
    const { secret, webhook } = await register()
    const renewed = await admin.call('POST', `/admin/webhooks/${webhook.id}/secret`)
    expect(renewed.body.secret).not.toBe(secret)
    expect(renewed.body.webhook.formerSecretUntil).toBe('2026-11-25T09:00:00.000Z')
    const everything = JSON.stringify([
      await view(),
      await server.store.listWebhooks('villebourg'),
      (await admin.call('GET', '/admin/audit')).body,
      server.logs(),
    ])
    for (const one of [secret, renewed.body.secret]) expect(everything).not.toContain(one.slice(6))
    const trial = await admin.call('POST', `/admin/webhooks/${webhook.id}/trial`)
    expect(trial.body).toEqual({ delivered: true, answer: '204' })
    const [received] = receiver.received
    if (!received) throw new Error('the trial came')
    expect(WEBHOOK_BODIES['webhook.trial']?.parse(JSON.parse(received.body))).toBeTruthy()
    expect([isSigned(received, secret), isSigned(received, renewed.body.secret)]).toEqual([true, true])
    expect((await view()).deliveries).toEqual([])
  })

  it.each([
    [{ address: 'http://receiver.example/' }, 'webhook_bad_address', 'address'],
    [{ address: 'https://ada:x@receiver.example/' }, 'webhook_bad_address', 'address'],
    [{ address: 'https://inside.example/' }, 'webhook_private_address', 'address'],
    [{ address: 'https://192.168.1.1/' }, 'webhook_private_address', 'address'],
    [{ address: '' }, 'invalid_request', 'address'],
    [{ name: ' ' }, 'invalid_request', 'name'],
    [{ events: [] }, 'invalid_request', 'events'],
    [{ events: ['citizen.text'] }, 'invalid_request', 'events.0'],
    [{ format: 'xml' }, 'invalid_request', 'format'],
  ])('are refused with %j', async (patch, code, field) => {
    expectProblem(await admin.call('POST', '/admin/webhooks', asked(patch)), 422, code, field)
    expect((await view()).webhooks).toEqual([])
    const { webhook } = await register()
    const edit = { name: webhook.name, address: webhook.address, events: webhook.events, active: true, ...patch }
    expectProblem(await admin.call('PUT', `/admin/webhooks/${webhook.id}`, edit), 422, code, field)
  })

  it('are five at most, changed, paused and forgotten, and the audit tells it without the address', async () => {
    const { webhook } = await register({ address: `${receiver.address}?key=verysecret` })
    for (let n = 0; n < 4; n += 1) await register()
    expectProblem(await admin.call('POST', '/admin/webhooks', asked()), 409, 'too_many_webhooks')
    const edit = { ...asked({ name: 'Autre' }), active: false }
    const { body } = await admin.call('PUT', `/admin/webhooks/${webhook.id}`, edit)
    expect(body).toMatchObject({ name: 'Autre', state: 'paused' })
    expect((await admin.call('DELETE', `/admin/webhooks/${webhook.id}`)).status).toBe(204)
    expectProblem(await admin.call('DELETE', `/admin/webhooks/${webhook.id}`), 404, 'unknown_webhook')
    const { body: audit } = await admin.call('GET', '/admin/audit?kind=webhook&limit=3')
    const actions = audit.rows.map(({ action }: { action: string }) => action)
    expect(actions.slice(0, 2)).toEqual(['webhook_removed', 'webhook_changed'])
    expect(JSON.stringify(audit)).not.toContain('verysecret')
    expect(server.logs()).toContain('"security":"webhook_removed"')
    expect(server.logs()).not.toContain('verysecret')
  })

  it('that fail are told by the page and the metrics; dead letters are replayed or forgotten', async () => {
    receiver.answer = (_request, response) => response.writeHead(410).end()
    const { webhook } = await register({ events: ['message.left', 'answers.stopped', 'answers.resumed'] })
    const at = `/admin/webhooks/${webhook.id}`
    await admin.call('PUT', '/admin/answers', { stopped: true, why: 'essai' })
    const failed = await shown(({ webhooks }) => webhooks[0]?.dead === 1)
    expect(failed.webhooks[0]).toMatchObject({ state: 'gone', needsCare: true, waiting: 0 })
    expect(failed.deliveries[0]).toMatchObject({ type: 'answers.stopped', status: 'dead', tries: 1, answer: '410' })
    const metrics = (await server.fetch('/metrics')).text
    expect(metrics).toContain('guichet_webhooks_failing 1')
    expect(metrics).toContain('guichet_webhook_deliveries_dead 1')
    expect(metrics).toMatch(/guichet_webhook_tries_total\{outcome="gone"\} \d/)
    expect(metrics).not.toContain(webhook.id)
    const replayed = await admin.call('POST', `${at}/replay`, { deliveryIds: [failed.deliveries[0]?.id] })
    expect(replayed.body).toEqual({ count: 1 })
    receiver.answer = (_request, response) => response.writeHead(200).end()
    const { name, address, events } = webhook
    await admin.call('PUT', at, { name, address, events, active: true })
    await shown(({ deliveries }) => deliveries[0]?.status === 'delivered')
    receiver.answer = (_request, response) => response.writeHead(410).end()
    await admin.call('PUT', '/admin/answers', { stopped: false })
    await shown(({ webhooks }) => webhooks[0]?.dead === 1)
    expect((await admin.call('POST', `${at}/discard`, {})).body).toEqual({ count: 1 })
    expect((await view()).webhooks[0]?.dead).toBe(0)
  })
})
