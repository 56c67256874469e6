import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import webPush from 'web-push'
import { createWebPusher } from '../../../src/platform/push/web-pusher.js'
import { startPushService, vapidClaims } from '../../features/agent-alerts/fake-push-service.js'

const KEYS = webPush.generateVAPIDKeys()
let service: Awaited<ReturnType<typeof startPushService>>

beforeEach(async () => {
  service = await startPushService()
})
afterEach(() => service.close())

const pusher = () => createWebPusher({ ...KEYS, contact: 'mailto:mairie@example.org', services: [service.host] })
const SENTENCE = { title: 'Une personne attend', language: 'fr' as const }

describe('web push', () => {
  it('sends one sentence that the browser alone can read, signed by the installation', async () => {
    const browser = service.browser('anne')
    expect(await pusher().push(browser, SENTENCE)).toEqual({ outcome: 'sent' })
    const [{ path, headers, body } = { path: '', headers: {}, body: Buffer.alloc(0) }] = service.received
    expect(service.received).toHaveLength(1)
    expect(path).toBe('/anne')
    expect(headers).toMatchObject({ 'content-encoding': 'aes128gcm', urgency: 'high', ttl: '600', topic: 'waiting' })
    expect(browser.read(body)).toEqual(SENTENCE)
    expect(body.toString('latin1')).not.toContain('personne')
    expect(vapidClaims(headers.authorization, KEYS.publicKey)).toMatchObject({
      aud: `http://${service.host}`,
      sub: 'mailto:mairie@example.org',
    })
    expect(headers.cookie ?? headers.referer).toBeUndefined()
  })

  it.each([
    [404, { outcome: 'gone' }],
    [410, { outcome: 'gone' }],
    [429, { outcome: 'failed', fault: '429' }],
    [500, { outcome: 'failed', fault: '500' }],
    [302, { outcome: 'failed', fault: '302' }],
  ])('says what came of it when the service answers %d', async (status, expected) => {
    service.state.status = status
    expect(await pusher().push(service.browser('anne'), SENTENCE)).toEqual(expected)
    expect(service.received).toHaveLength(1)
  })

  it('sends nothing to what is no push service, nor to keys that are none, and never rejects', async () => {
    const { keys } = service.browser('anne')
    const strict = createWebPusher({ ...KEYS, contact: 'mailto:mairie@example.org', services: [] })
    expect(await strict.push({ endpoint: `http://${service.host}/x`, keys }, SENTENCE)).toEqual({ outcome: 'gone' })
    const broken = { endpoint: `http://${service.host}/x`, keys: { p256dh: 'short', auth: 'short' } }
    expect(await pusher().push(broken, SENTENCE)).toMatchObject({ outcome: 'failed' })
    expect(service.received).toEqual([])
    const { host } = service
    await service.close()
    expect(
      await createWebPusher({ ...KEYS, contact: 'mailto:m@example.org', services: [host] }).push(
        { endpoint: `http://${host}/x`, keys },
        SENTENCE,
      ),
    ).toEqual({ outcome: 'failed', fault: 'ECONNREFUSED' })
    service = await startPushService()
  })
})
