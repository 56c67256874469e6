import { beforeEach, describe, expect, it } from '@jest/globals'
import { sweepPush } from '../../../src/features/agent-alerts/push-rounds.js'
import { claim } from '../../../src/features/handoffs/talk/act.js'
import { leaveMessage, requestAgent } from '../../../src/features/handoffs/talk/request.js'
import { sayAsAgent, sayAsCitizen } from '../../../src/features/handoffs/talk/say-in-handoff.js'
import type { Conversation } from '../../../src/platform/model/conversation.js'
import type { Handoff } from '../../../src/platform/model/handoff.js'
import type { Pusher, PushPayload, PushResult, PushSubscription } from '../../../src/platform/push/push.js'
import { NEVER_QUIET } from '../../../src/platform/time/quiet-hours.js'
import { agent, startHandover } from '../handoffs/harness.js'

const anne = agent('anne', 'Anne')
const bruno = agent('bruno', 'Bruno')
let town: ReturnType<typeof startHandover>
let conversation: Conversation
let sent: { to: string; payload: PushPayload }[]
let result: PushResult
let consoles: Set<string>
let faults: unknown[]

const pusher: Pusher = {
  publicKey: 'key',
  accepts: () => true,
  push: async ({ endpoint }, payload) => {
    sent.push({ to: endpoint, payload })
    return result
  },
}
const sweep = () =>
  sweepPush(town.context, { pusher, hasConsole: (id) => consoles.has(id), onFault: (fact) => void faults.push(fact) })
const recipients = () => sent.map(({ to }) => to)
const instant = () => town.clock.at.toISOString()

async function subscribe(userId: string, patch: Partial<PushSubscription> = {}): Promise<void> {
  const later = new Date(town.clock.at.getTime() + 12 * 3_600_000).toISOString()
  const sessionHash = `session-${userId}`
  await town.store.saveSession({ idHash: sessionHash, userId, csrfToken: 'x', createdAt: instant(), expiresAt: later })
  await town.store.savePushSubscription({
    endpoint: userId,
    keys: { p256dh: '', auth: '' },
    userId,
    communeId: 'bourg',
    sessionHash,
    language: 'fr',
    quiet: NEVER_QUIET,
    createdAt: instant(),
    pushedAt: null,
    ...patch,
  })
}
const declare = (userId: string, state: 'available' | 'away') =>
  town.store.savePresence({ userId, communeId: 'bourg', state, seenAt: instant() })
const call = (): Promise<Handoff> =>
  requestAgent(town.context, { conversation, reason: 'citizen_wish', urgent: false, subject: 'mon nom est Jeanne' })

beforeEach(async () => {
  town = startHandover()
  for (const user of [anne, bruno]) await town.store.saveUser(user)
  conversation = await town.startConversation()
  sent = []
  faults = []
  consoles = new Set()
  result = { outcome: 'sent' }
  await declare('anne', 'available')
  await subscribe('anne')
})

describe('an agent whose console is closed', () => {
  it('is told once a request has waited for a minute, in one sentence that says nothing of the citizen', async () => {
    await call()
    await sweep()
    expect(sent).toEqual([])
    town.advance(1)
    await sweep()
    await sweep()
    expect(sent).toEqual([{ to: 'anne', payload: { title: 'Une personne attend', language: 'fr' } }])
    town.advance(1)
    await sweep()
    expect(sent).toHaveLength(1)
  })

  it('is told of the next request too, in her language', async () => {
    await subscribe('anne', { language: 'en' })
    await call()
    town.advance(1)
    await sweep()
    conversation = await town.startConversation('c2')
    await call()
    town.advance(1)
    await sweep()
    expect(sent.map(({ payload }) => payload.title)).toEqual(['Somebody is waiting', 'Somebody is waiting'])
  })

  it('is told of a message left, in opening hours', async () => {
    await leaveMessage(town.context, conversation, {
      contact: { name: 'Jeanne', phone: '0639980000' },
      text: 'Bonjour',
      urgent: false,
    })
    town.advance(1)
    await sweep()
    expect(recipients()).toEqual(['anne'])
  })

  it('is told of words in her own talk, and of nobody else’s', async () => {
    await subscribe('bruno')
    await declare('bruno', 'available')
    const handoff = await call()
    await claim(town.context, handoff, anne)
    const held = (await town.store.getHandoff(handoff.id)) as Handoff
    await sayAsAgent(town.context, held, anne, { clientId: 'a-000001', text: 'Bonjour' })
    town.advance(0.5)
    await sayAsCitizen(town.context, conversation, { clientId: 'c-000001', text: 'Merci' })
    town.advance(1)
    await sweep()
    expect(recipients()).toEqual(['anne'])
  })
})

describe('nothing leaves', () => {
  const afterOneMinute = async () => {
    await call()
    town.advance(1)
    await sweep()
    return recipients()
  }

  it('to who has a console open', async () => {
    consoles.add('anne')
    expect(await afterOneMinute()).toEqual([])
  })

  it('to who declared herself away, or never was there', async () => {
    await declare('anne', 'away')
    await subscribe('bruno')
    expect(await afterOneMinute()).toEqual([])
  })

  it('in her quiet hours, and during a silence', async () => {
    await subscribe('anne', { quiet: { hours: { days: [2], from: '09:00', to: '12:00' }, until: null } })
    expect(await afterOneMinute()).toEqual([])
    await subscribe('anne', { quiet: { hours: null, until: '2026-11-24T11:00:00.000Z' } })
    await sweep()
    expect(sent).toEqual([])
    await subscribe('anne')
    await sweep()
    expect(recipients()).toEqual(['anne'])
  })

  it('when the reception is closed', async () => {
    town.clock.at = new Date('2026-11-24T21:00:00.000Z')
    await declare('anne', 'available')
    await subscribe('anne')
    expect(await afterOneMinute()).toEqual([])
  })

  it('of an old wait, after a night or a restart', async () => {
    await call()
    town.advance(12)
    await sweep()
    expect(sent).toEqual([])
  })

  it('once her session has ended, by itself or by her; the browser is forgotten', async () => {
    await town.store.deleteSession('session-anne')
    expect(await afterOneMinute()).toEqual([])
    expect(await town.store.listPushSubscriptions('bourg')).toEqual([])
  })

  it('to who is no agent any more', async () => {
    await town.store.saveUser({ ...anne, roles: ['curator'] })
    expect(await afterOneMinute()).toEqual([])
  })
})

describe('a push service', () => {
  it('that knows the browser no more makes it forgotten', async () => {
    result = { outcome: 'gone' }
    await call()
    town.advance(1)
    await sweep()
    expect(await town.store.listPushSubscriptions('bourg')).toEqual([])
    expect(faults).toEqual([])
  })

  it('that fails is told to the log by a code, and not tried again', async () => {
    result = { outcome: 'failed', fault: '500' }
    await call()
    town.advance(1)
    await sweep()
    await sweep()
    expect([faults, sent.length]).toEqual([[{ fault: '500' }], 1])
    expect(await town.store.listPushSubscriptions('bourg')).toHaveLength(1)
  })
})
