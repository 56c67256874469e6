import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { declarePresence } from '../../../src/features/handoffs/queue/agent-presence.js'
import { snooze, sweepSnoozes } from '../../../src/features/handoffs/queue/put-aside.js'
import { createRouter } from '../../../src/features/handoffs/queue/router.js'
import { sweepOverdueHandoffs } from '../../../src/features/handoffs/queue/sweep-overdue-handoffs.js'
import { sweepPresences } from '../../../src/features/handoffs/queue/sweep-presences.js'
import { tellWaits } from '../../../src/features/handoffs/queue/tell-waits.js'
import { claim, close } from '../../../src/features/handoffs/talk/act.js'
import { sweepLeavers } from '../../../src/features/handoffs/talk/agent-departure.js'
import { leaveMessage, requestAgent } from '../../../src/features/handoffs/talk/request.js'
import { sweepMails } from '../../../src/features/mail/outbox.js'
import { applyRetention } from '../../../src/features/retention/apply-retention.js'
import { tallyEndedHandoffs } from '../../../src/features/statistics/tally.js'
import { sweepDeliveries } from '../../../src/features/webhooks/sweep-deliveries.js'
import type { Mail } from '../../../src/platform/mail/mail.js'
import type { Handoff } from '../../../src/platform/model/handoff.js'
import { openLowdbStore } from '../../../src/store/lowdb-store.js'
import { webhook } from '../webhooks/samples.js'
import { agent, OPEN, startHandover } from './harness.js'

const NOT_LIVE = { contact: { name: 'Jeanne', email: 'jeanne@exemple.fr' }, text: 'Bonjour', urgent: false }
const anne = agent('anne', 'Anne')
const ROUTED = { mode: 'round_robin', acceptSeconds: 20, capacity: 2 } as const

let dataDir: string
let town: ReturnType<typeof startHandover>
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'guichet-spoilt-'))
  town = startHandover({}, await openLowdbStore({ dataDir, cachedConversations: 0 }))
})
afterEach(async () => {
  await town.store.close()
  await rm(dataDir, { recursive: true, force: true })
})

/** Two conversations in the same state; the file of the first, and its former version, are spoilt afterwards. */
async function twice<R>(make: (id: string) => Promise<R>): Promise<[spoilt: R, sound: R]> {
  const spoilt = await make('aa-spoilt')
  // Later, so that the one that is spoilt comes first.
  town.advance(0.01)
  const made: [R, R] = [spoilt, await make('bb-sound')]
  const file = join(dataDir, 'conversations', 'aa', 'aa-spoilt.json')
  for (const one of [file, `${file}.bak`]) await writeFile(one, '{')
  return made
}

async function wait(id: string): Promise<Handoff> {
  const conversation = await town.startConversation(id)
  return requestAgent(town.context, { conversation, reason: 'citizen_wish', urgent: false, subject: '' })
}

async function talk(id: string): Promise<Handoff> {
  return (await claim(town.context, await wait(id), anne)).handoff
}

const UNAVAILABLE = { code: 'storage_unavailable' }

describe('a conversation whose file is spoilt keeps no other', () => {
  it('waiting for ever, nor without a word', async () => {
    const [, sound] = await twice(wait)
    await expect(tellWaits(town.context, new Date(0))).rejects.toMatchObject(UNAVAILABLE)
    expect((await town.noticesOf(sound.conversationId)).at(-1)?.event).toBe('nobody_there')
    town.advance(11)
    await expect(sweepOverdueHandoffs(town.context)).rejects.toMatchObject(UNAVAILABLE)
    expect(await town.store.getHandoff(sound.id)).toMatchObject({ status: 'expired' })
  })

  it('from being offered to an agent', async () => {
    town.context.communes = new Map([['bourg', { ...town.context.communeOf('bourg'), routing: ROUTED }]])
    await town.store.saveUser(anne)
    const [, sound] = await twice(wait)
    await declarePresence(town.context, anne, { state: 'available' }, true)
    await expect(createRouter(town.context, () => {}).routeAll()).rejects.toMatchObject(UNAVAILABLE)
    expect((await town.store.getHandoff(sound.id))?.offer).toMatchObject({ agentId: 'anne' })
  })

  it('with an agent who is gone', async () => {
    const [, sound] = await twice(talk)
    town.advance(2)
    await sweepPresences(town.context, new Date(0))
    await expect(sweepLeavers(town.context)).rejects.toMatchObject(UNAVAILABLE)
    expect(await town.store.getHandoff(sound.id)).toMatchObject({ status: 'pending' })
  })

  it('put aside', async () => {
    const until = new Date(Date.parse(OPEN) + 60_000).toISOString()
    const [, sound] = await twice(async (id) => snooze(town.context, await talk(id), anne, { until }))
    town.advance(2)
    await expect(sweepSnoozes(town.context)).rejects.toMatchObject(UNAVAILABLE)
    expect((await town.store.getHandoff(sound.id))?.snoozedUntil).toBeUndefined()
  })

  it('uncounted', async () => {
    const [, sound] = await twice(async (id) => close(town.context, await talk(id), anne, { resolution: 'answered' }))
    await expect(tallyEndedHandoffs(town.context)).rejects.toMatchObject(UNAVAILABLE)
    expect(await town.store.getHandoff(sound.id)).toMatchObject({ talliedAt: sound.endedAt })
  })

  it('from its mail', async () => {
    const sent: string[] = []
    const mailer = {
      send: async ({ text }: { text: string }) => {
        sent.push(text)
        return { outcome: 'sent' as const }
      },
      close: () => {},
    }
    town.context.mailer = mailer
    const left = await twice(async (id) => leaveMessage(town.context, await town.startConversation(id), NOT_LIVE))
    const asSentBy = (mail: Mail) => mail
    const sweep = {
      store: town.store,
      mailer,
      now: town.context.now,
      onFault: () => {},
      stopping: () => false,
      asSentBy,
    }
    await expect(sweepMails(sweep)).rejects.toMatchObject(UNAVAILABLE)
    expect(sent).toEqual([expect.stringContaining(left[1].reference ?? '?')])
  })

  it('untold to the town’s other software, which is told what was queued before', async () => {
    await town.store.addWebhook(webhook({ communeId: 'bourg', events: ['handoff.requested'] }))
    const [, sound] = await twice(wait)
    const told: string[] = []
    const sweep = {
      store: town.store,
      sender: {
        check: async () => null,
        send: async ({ body }: { body: string }) => {
          told.push(JSON.parse(body).data.handoffId)
          return { outcome: 'delivered' as const, answer: '204' }
        },
      },
      sealer: { seal: async (value: string) => value, open: async (value: string) => value },
      now: town.context.now,
      publicOrigin: null,
      onTry: () => {},
      onFault: () => {},
      onStopped: () => {},
      stopping: () => false,
    }
    await expect(sweepDeliveries(sweep)).rejects.toMatchObject(UNAVAILABLE)
    expect(told).toContain(sound.id)
  })

  it('from being erased in its time', async () => {
    const [, sound] = await twice((id) => town.startConversation(id))
    town.advance(31 * 24 * 60)
    await expect(applyRetention(town.context)).rejects.toMatchObject(UNAVAILABLE)
    expect(await town.store.getConversation(sound.id)).toBeUndefined()
  })
})
