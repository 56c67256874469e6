import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { createHttpsSender } from '../../../src/features/webhooks/https-sender.js'
import { newWebhookSecret } from '../../../src/features/webhooks/signature.js'
import { isSigned, localSender, type Receiver, startReceiver } from './receiver.js'

const SECRET = newWebhookSecret()
let receiver: Receiver

beforeEach(async () => {
  receiver = await startReceiver()
})
afterEach(() => receiver.close())

const AT = '2025-03-03T09:00:00.000Z'
const message = (patch = {}) => ({
  address: receiver.address,
  id: 'e1',
  at: AT,
  contentType: 'application/json; charset=utf-8',
  body: '{"é":1}',
  secrets: [SECRET],
  ...patch,
})

describe('a try', () => {
  it('posts the body, signed by each secret, under an id that stays', async () => {
    const other = newWebhookSecret()
    expect(await localSender().send(message({ secrets: [SECRET, other] }))).toEqual({
      outcome: 'delivered',
      answer: '204',
    })
    const [received] = receiver.received
    if (!received) throw new Error('something came')
    expect(received).toMatchObject({ path: '/guichet', body: '{"é":1}' })
    expect(received.headers).toMatchObject({ 'webhook-id': 'e1', 'webhook-timestamp': String(Date.parse(AT) / 1000) })
    expect([isSigned(received, SECRET), isSigned(received, other)]).toEqual([true, true])
    expect(isSigned(received, newWebhookSecret())).toBe(false)
    expect(isSigned({ ...received, body: '{"é":2}' }, SECRET)).toBe(false)
    expect(JSON.stringify(received.headers)).not.toContain(SECRET.slice(6))
  })

  it.each([
    [200, {}, { outcome: 'delivered', answer: '200' }],
    [410, {}, { outcome: 'gone', answer: '410' }],
    [400, {}, { outcome: 'failed', answer: '400', retryAfterMs: null }],
    [500, {}, { outcome: 'failed', answer: '500', retryAfterMs: null }],
    [503, { 'retry-after': '120' }, { outcome: 'failed', answer: '503', retryAfterMs: 120_000 }],
    [
      429,
      { 'retry-after': new Date(Date.parse(AT) + 60_000).toUTCString() },
      { outcome: 'failed', answer: '429', retryAfterMs: 60_000 },
    ],
    [429, { 'retry-after': 'never' }, { outcome: 'failed', answer: '429', retryAfterMs: null }],
  ])('says what came of it: %d %j', async (status, headers, expected) => {
    receiver.answer = (_request, response) => response.writeHead(status, headers).end('a secret word')
    expect(await localSender().send(message())).toEqual(expected)
    expect(receiver.received).toHaveLength(1)
  })

  it('follows no redirection, to this machine or elsewhere', async () => {
    const inside = await startReceiver()
    receiver.answer = (_request, response) => response.writeHead(307, { location: inside.address }).end()
    expect(await localSender().send(message())).toEqual({ outcome: 'failed', answer: '307', retryAfterMs: null })
    receiver.answer = (_request, response) => response.writeHead(301, { location: 'http://127.0.0.1/' }).end()
    expect(await localSender().send(message())).toMatchObject({ outcome: 'failed', answer: '301' })
    expect(inside.received).toEqual([])
    await inside.close()
  })

  it('does not wait for who does not answer, nor read what does not end', async () => {
    receiver.answer = () => {}
    const impatient = localSender({ timeoutMs: 300 })
    expect(await impatient.send(message())).toMatchObject({ outcome: 'failed', answer: 'timeout' })
    let written = 0
    receiver.answer = (_request, response) => {
      response.writeHead(200)
      const flood = () => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536))) written += 65_536
      }
      response.on('drain', flood).on('error', () => {})
      response.once('close', () => closed(undefined))
      flood()
    }
    let closed: (value: undefined) => void = () => {}
    const isClosed = new Promise((resolve) => {
      closed = resolve
    })
    expect(await localSender().send(message())).toEqual({ outcome: 'delivered', answer: '200' })
    await isClosed
    expect(written).toBeLessThan(50_000_000)
    const nowhere = localSender({ timeoutMs: 300, resolve: () => new Promise(() => {}) })
    expect(await nowhere.send(message())).toMatchObject({ outcome: 'failed', answer: 'timeout' })
  })

  it('says by a code what fails before any answer', async () => {
    expect(await localSender({ ca: '' }).send(message())).toMatchObject({
      outcome: 'failed',
      answer: expect.stringMatching(/CERT|SELF_SIGNED/),
    })
    const unknown = localSender({ resolve: async () => [] })
    expect(await unknown.send(message())).toMatchObject({ answer: 'unreachable' })
    await receiver.close()
    expect(await localSender().send(message())).toMatchObject({ answer: 'ECONNREFUSED' })
    receiver = await startReceiver()
  })

  it('never reaches this machine or a private network, whatever the name says later', async () => {
    const address = () => receiver.address
    const strict = createHttpsSender({ resolve: async () => ['127.0.0.1'] })
    expect(await strict.check(address())).toBe('private_address')
    expect(await strict.send(message())).toMatchObject({ outcome: 'failed', answer: 'private_address' })
    // One of its addresses is enough to refuse it.
    const mixed = createHttpsSender({ resolve: async () => ['93.184.216.34', '10.0.0.7'] })
    expect(await mixed.check(address())).toBe('private_address')
    // A name that was public when it was registered, and is not any more.
    const answers = [['93.184.216.34'], ['127.0.0.1']]
    const rebinding = createHttpsSender({ resolve: async () => answers.shift() ?? [] })
    expect(await rebinding.check(address())).toBeNull()
    expect(await rebinding.send(message())).toMatchObject({ answer: 'private_address' })
    // A name that changes between the look and the connection: what was looked at is connected to.
    let looks = 0
    const pinned = localSender({
      resolve: async () => {
        looks += 1
        return looks === 1 ? ['127.0.0.1'] : ['10.255.255.1']
      },
    })
    expect(await pinned.send(message())).toMatchObject({ outcome: 'delivered' })
    expect(looks).toBe(1)
    expect(receiver.received).toHaveLength(1)
  })

  it.each([
    'http://receiver.example/',
    'https://ada:secret@receiver.example/',
    'ftp://receiver.example/',
    'n’importe quoi',
  ])('takes %s for no address', async (address) => {
    expect(await localSender().check(address)).toBe('bad_address')
    expect(await localSender().send(message({ address }))).toMatchObject({ answer: 'bad_address' })
  })

  it.each([
    'https://127.0.0.1/',
    'https://[::1]/',
    'https://[::ffff:10.0.0.1]/',
    'https://2130706433/',
    'https://169.254.169.254/latest',
    'https://localhost/',
  ])('takes %s for a private one', async (address) => {
    expect(await createHttpsSender().check(address)).toBe('private_address')
  })
})
