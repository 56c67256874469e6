import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { MOST_TRIES } from '../../../src/features/webhooks/delivery.js'
import { newWebhookSecret } from '../../../src/features/webhooks/signature.js'
import { type DeliverySweep, sweepDeliveries, type TryFact } from '../../../src/features/webhooks/sweep-deliveries.js'
import { sealPlace } from '../../../src/features/webhooks/webhook.js'
import { createSealer } from '../../../src/platform/store/sealer.js'
import { openLowdbStore } from '../../../src/store/lowdb-store.js'
import { createMemoryStore } from '../../../src/store/memory-store.js'
import type { Store } from '../../../src/store/store.js'
import { at, conversation, handoff, message } from '../../contract/sample-inputs.js'
import { makeTemporaryFolder, removeFolder } from '../../platform/store/temporary-folder.js'
import { isSigned, localSender, type Receiver, startReceiver } from './receiver.js'
import { webhook } from './samples.js'

const SECRET = newWebhookSecret()
let receiver: Receiver
let folder: string
let store: Store
let nowMs: number
let faults: TryFact[]
let stopped: string[]

beforeEach(async () => {
  receiver = await startReceiver()
  folder = await makeTemporaryFolder()
  store = createMemoryStore()
  nowMs = Date.parse(at(5))
  faults = []
  stopped = []
})
afterEach(async () => {
  await store.close()
  await receiver.close()
  await removeFolder(folder)
})

const sealer = () => createSealer(folder)
const parts = (patch: Partial<DeliverySweep> = {}): DeliverySweep => ({
  store,
  sender: localSender({ timeoutMs: 2_000 }),
  sealer: sealer(),
  publicOrigin: 'https://chat.ville.example',
  now: () => new Date(nowMs),
  onTry: () => {},
  onFault: (fact) => faults.push(fact),
  onStopped: ({ state }) => stopped.push(state),
  stopping: () => false,
  ...patch,
})

async function register(patch: Parameters<typeof webhook>[0] = {}) {
  const one = webhook({ address: receiver.address, ...patch })
  const sealed = await sealer().seal(SECRET, sealPlace(one))
  await store.addWebhook({ ...one, secrets: [{ sealed, until: null }] })
}

async function request(id: string) {
  await store.createConversation(conversation(id), [])
  await store.requestHandoff(handoff(id), message('system', 'avis'))
}

describe('the sweep of webhooks', () => {
  it('tells what happened, signed, and only ids and facts of it', async () => {
    await register()
    await request('c1')
    expect(await sweepDeliveries(parts())).toBe(1)
    expect(await sweepDeliveries(parts())).toBe(0)
    const [received] = receiver.received
    if (!received || receiver.received.length > 1) throw new Error('one comes')
    expect(isSigned(received, SECRET)).toBe(true)
    const body = JSON.parse(received.body)
    expect(body).toMatchObject({ type: 'handoff.requested', version: 1, timestamp: at(2), communeId: 'bourg' })
    expect(body.data).toEqual({
      handoffId: expect.any(String),
      conversationId: 'c1',
      reference: null,
      kind: 'live',
      department: null,
      reason: 'citizen_wish',
      urgent: false,
      language: 'fr',
    })
  })

  it('tries again under the same id until it is taken, and gives up after ten tries', async () => {
    receiver.answer = (_request, response) => response.writeHead(500).end()
    await register()
    await request('c1')
    let sweeps = 0
    for (; sweeps < 400 && (await store.listDeliveries('bourg'))[0]?.status !== 'dead'; sweeps += 1) {
      await sweepDeliveries(parts())
      nowMs += 10 * 60_000
    }
    expect(receiver.received).toHaveLength(MOST_TRIES)
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
    expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(1)
    // Ten tries within a day and a half: the waits of the table.
    expect(sweeps * 10).toBeGreaterThan(20 * 60)
    expect(sweeps * 10).toBeLessThan(36 * 60)
    expect(faults.map(({ final }) => final)).toEqual([...Array(9).fill(false), true])
    expect(JSON.stringify(faults)).not.toContain('receiver.example')
    await store.replayDeliveries('bourg', { webhookId: 'w1', ids: null }, new Date(nowMs).toISOString())
    receiver.answer = (_request, response) => response.writeHead(200).end()
    expect(await sweepDeliveries(parts())).toBe(1)
    expect(receiver.received.at(-1)?.headers['webhook-id']).toBe(receiver.received[0]?.headers['webhook-id'])
  })

  it('waits as long as the receiver asks', async () => {
    receiver.answer = (_request, response) => response.writeHead(503, { 'retry-after': '7200' }).end()
    await register()
    await request('c1')
    await sweepDeliveries(parts())
    nowMs += 119 * 60_000
    await sweepDeliveries(parts())
    expect(receiver.received).toHaveLength(1)
    nowMs += 2 * 60_000
    await sweepDeliveries(parts())
    expect(receiver.received).toHaveLength(2)
  })

  it('stops at once for a receiver that is gone', async () => {
    receiver.answer = (_request, response) => response.writeHead(410).end()
    await register()
    await request('c1')
    await sweepDeliveries(parts())
    await request('c2')
    await sweepDeliveries(parts())
    expect([receiver.received.length, stopped]).toEqual([1, ['gone']])
  })

  it('lets one webhook that does not answer hold no other', async () => {
    const mute = await startReceiver()
    mute.answer = () => {}
    await register({ id: 'mute', address: mute.address })
    await register({ id: 'w1' })
    for (const id of ['c1', 'c2', 'c3']) await request(id)
    const sweeping = sweepDeliveries(parts({ sender: localSender({ timeoutMs: 1_500 }) }))
    while (receiver.received.length < 3) await new Promise((resolve) => setTimeout(resolve, 5))
    expect(mute.received.length).toBeLessThanOrEqual(1)
    expect(await sweeping).toBe(3)
    expect(mute.received).toHaveLength(1)
    await mute.close()
  })

  it('makes each try once when several processes sweep', async () => {
    await register()
    for (let n = 0; n < 12; n += 1) await request(`c${n}`)
    const sweeps = await Promise.all([1, 2, 3].map(() => sweepDeliveries(parts())))
    expect(sweeps.reduce((sum, one) => sum + one)).toBe(12)
    expect(receiver.received).toHaveLength(12)
  })

  it('loses nothing when the process dies between what happened and its delivery, or in a try', async () => {
    const open = () => openLowdbStore({ dataDir: `${folder}/data` })
    await store.close()
    store = await open()
    await register()
    await request('c1')
    // Nothing was queued: what happened lies with its conversation.
    await store.close()
    store = await open()
    expect(await store.listDeliveries('bourg')).toEqual([])
    await store.queueEvents(new Date(nowMs).toISOString())
    const [queued] = await store.listDeliveries('bourg')
    await store.startDelivery('bourg', queued?.id ?? '', new Date(nowMs).toISOString())
    // The try was counted, and never ended.
    await store.close()
    store = await open()
    nowMs += 10 * 60_000
    expect(await sweepDeliveries(parts())).toBe(1)
    expect((await store.listDeliveries('bourg'))[0]).toMatchObject({ status: 'delivered', tries: 2 })
  })

  it('sends nothing unsigned, and leaves the rest for the next start when it stops', async () => {
    await register()
    await request('c1')
    const stranger = createSealer(`${folder}/other`)
    expect(await sweepDeliveries(parts({ stopping: () => true }))).toBe(0)
    expect(await sweepDeliveries(parts({ sealer: stranger }))).toBe(0)
    expect([receiver.received.length, faults[0]?.answer]).toEqual([0, 'no_secret'])
  })

  it('signs with both secrets for a day after they were renewed', async () => {
    await register()
    const second = newWebhookSecret()
    const sealed = await sealer().seal(second, sealPlace(webhook()))
    await store.changeWebhook('bourg', 'w1', { type: 'renew', sealed, at: new Date(nowMs).toISOString() })
    await request('c1')
    await sweepDeliveries(parts())
    nowMs += 25 * 3_600_000
    await request('c2')
    await sweepDeliveries(parts())
    expect(receiver.received.map((one) => [isSigned(one, SECRET), isSigned(one, second)])).toEqual([
      [true, true],
      [false, true],
    ])
  })
})
