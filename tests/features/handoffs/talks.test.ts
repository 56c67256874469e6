import { beforeEach, describe, expect, it } from '@jest/globals'
import {
  type Declaration,
  declarePresence,
  hearPresence,
  presenceOf,
} from '../../../src/features/handoffs/queue/agent-presence.js'
import { describeWait } from '../../../src/features/handoffs/queue/describe-wait.js'
import { mayTakeOver, takeOver } from '../../../src/features/handoffs/queue/pass-on.js'
import { snooze, sweepSnoozes } from '../../../src/features/handoffs/queue/put-aside.js'
import { sweepPresences } from '../../../src/features/handoffs/queue/sweep-presences.js'
import { claim } from '../../../src/features/handoffs/talk/act.js'
import { leave, sweepLeavers } from '../../../src/features/handoffs/talk/agent-departure.js'
import { leaveMessage, requestAgent } from '../../../src/features/handoffs/talk/request.js'
import { sayAsAgent, sayAsCitizen } from '../../../src/features/handoffs/talk/say-in-handoff.js'
import { sweepTalks } from '../../../src/features/handoffs/talk/sweep-talks.js'
import type { Conversation } from '../../../src/platform/model/conversation.js'
import type { Handoff } from '../../../src/platform/model/handoff.js'
import { agent, OPEN, startHandover } from './harness.js'

const LONG_AGO = new Date('2026-11-24T00:00:00.000Z')
const anne = agent('anne', 'Anne')
const bruno = agent('bruno', 'Bruno')
let town: ReturnType<typeof startHandover>
let conversation: Conversation
let said = 0

beforeEach(async () => {
  town = startHandover()
  conversation = await town.startConversation()
})

const call = (of: Conversation = conversation) =>
  requestAgent(town.context, { conversation: of, reason: 'citizen_wish', urgent: false, subject: 'une question' })
const now = async ({ id }: Handoff) => (await town.store.getHandoff(id)) as Handoff
const talk = async () => {
  const handoff = await call()
  await claim(town.context, handoff, anne)
  return now(handoff)
}
const sweep = async (startedAt = LONG_AGO) => {
  await sweepTalks(town.context)
  await sweepPresences(town.context, startedAt)
  await sweepLeavers(town.context)
}
const hear = () => hearPresence(town.context, anne, { streaming: false, touched: true })
const words = () => ({ clientId: `client-${++said}`, text: 'Bonjour' })
const notices = async () => (await town.store.listMessages('c1', 0)).map(({ payload }) => payload)
const last = async () => (await notices()).at(-1)
/** Minutes pass, with Anne at her console. */
const passWithAnne = async (minutes: number) => {
  for (let minute = 0; minute < minutes; minute += 1) {
    town.advance(1)
    await hear()
    await sweep()
  }
}
const beAvailable = (userId: string) =>
  town.store.savePresence({ userId, communeId: 'bourg', state: 'available', seenAt: town.clock.at.toISOString() })

describe('an agent whose console falls silent', () => {
  it('is waited for more than a minute, then her citizen goes back to her place in the queue and is told', async () => {
    const earlier = await call(await town.startConversation('earlier'))
    town.advance(1)
    const held = await talk()
    town.advance(1)
    const later = await call(await town.startConversation('later'))
    await sweep()
    expect((await now(held)).status).toBe('assigned')
    town.advance(0.5)
    await beAvailable('bruno')
    await sweep()
    expect(await now(held)).toMatchObject({ status: 'pending', agentId: null, deadlineAt: '2026-11-24T09:12:30.000Z' })
    expect(await last()).toMatchObject({ type: 'text', event: 'agent_lost' })
    const pending = await town.store.listHandoffs('bourg', ['pending'])
    expect(pending.map(({ id }) => id)).toEqual([earlier.id, held.id, later.id])
    await sweep()
    expect(await notices()).toHaveLength(3)
  })

  it('is no longer counted as available; when nobody else is, a message is offered by a button', async () => {
    await talk()
    await beAvailable('anne')
    town.advance(1.5)
    await sweep()
    expect(await last()).toMatchObject({ type: 'choice', event: 'agent_lost', options: [{ value: 'leave-message' }] })
    const left = { contact: { name: 'Jeanne', phone: '01 99 00 12 34' }, text: 'rappelez-moi', urgent: false }
    expect(await leaveMessage(town.context, conversation, left)).toMatchObject({ kind: 'message', status: 'pending' })
  })

  it('keeps her talk as long as she is heard', async () => {
    const held = await talk()
    await passWithAnne(8)
    expect(await now(held)).toMatchObject({ status: 'assigned', agentId: 'anne' })
  })

  it('has the time to come back after a restart, during which nobody could be heard', async () => {
    const held = await talk()
    town.advance(5)
    const startedAt = town.clock.at
    await sweep(startedAt)
    expect((await now(held)).status).toBe('assigned')
    town.advance(1.25)
    await sweep(startedAt)
    expect((await now(held)).status).toBe('assigned')
    town.advance(0.25)
    await sweep(startedAt)
    expect((await now(held)).status).toBe('pending')
  })

  it('comes back within the grace time: nothing has moved, and nobody was told', async () => {
    const held = await talk()
    town.advance(1.2)
    await sweep()
    await hear()
    town.advance(1.2)
    await sweep()
    expect(await now(held)).toMatchObject({ status: 'assigned', agentId: 'anne' })
    expect(await notices()).toHaveLength(2)
  })

  it('tells at once that she leaves, when she signs out: what she holds goes on, a message left too; what she put aside waits for its time', async () => {
    const held = await talk()
    const left = { contact: { name: 'Jeanne', phone: '01 99 00 12 34' }, urgent: false }
    const [message, aside] = await Promise.all(
      ['c2', 'c3'].map(async (id) => {
        const one = await leaveMessage(town.context, await town.startConversation(id), { ...left, text: id })
        await claim(town.context, one, anne)
        return one
      }),
    )
    if (!message || !aside) throw new Error('no message')
    await snooze(town.context, await now(aside), anne, { until: '2026-11-24T09:30:00.000Z' })
    await leave(town.context, anne)
    expect((await now(held)).status).toBe('pending')
    expect(await last()).toMatchObject({ event: 'handoff_requested', text: expect.stringContaining('Anne') })
    expect((await now(message)).status).toBe('pending')
    expect((await town.noticesOf('c2')).at(-1)).toMatchObject({ event: 'handoff_requested' })
    expect((await now(aside)).status).toBe('assigned')
    town.advance(30)
    await sweepSnoozes(town.context)
    expect((await now(aside)).status).toBe('pending')
    expect((await town.noticesOf('c3')).at(-1)).toMatchObject({ event: 'handoff_requested' })
  })
})

describe('an agent who says that she is absent', () => {
  const declare = (state: 'available' | 'away', hand?: Declaration['hand']) =>
    declarePresence(town.context, anne, { state, ...(hand ? { hand } : {}) }, false)
  const passSeconds = async (seconds: number) => {
    town.advance(seconds / 60)
    await hear()
    await sweep()
  }

  it('has half a minute to come back, then her citizens go back to the queue', async () => {
    const held = await talk()
    await declare('away')
    await passSeconds(25)
    await declare('available')
    await passSeconds(60)
    expect((await now(held)).status).toBe('assigned')
    await declare('away')
    await passSeconds(25)
    // Her word, said afterwards, puts nothing off.
    await declare('away')
    await passSeconds(5)
    expect((await now(held)).status).toBe('pending')
    expect(await last()).toMatchObject({ event: 'handoff_requested', text: expect.stringContaining('garde sa place') })
  })

  it('hands them to the colleague whom she names, if she is there then', async () => {
    await beAvailable('bruno')
    const held = await talk()
    await declare('away', { to: bruno })
    await passSeconds(30)
    expect(await now(held)).toMatchObject({ status: 'assigned', agentId: 'bruno', passedBy: 'Anne' })
    expect(await last()).toMatchObject({ event: 'agent_changed', text: expect.stringContaining('Bruno') })
    await declarePresence(town.context, bruno, { state: 'away', hand: { to: anne } }, false)
    await passSeconds(30)
    expect((await now(held)).status).toBe('pending')
  })

  it('names her colleague for when she signs out, too', async () => {
    await beAvailable('bruno')
    const held = await talk()
    await declare('away', { to: bruno })
    await leave(town.context, anne)
    expect(await now(held)).toMatchObject({ status: 'assigned', agentId: 'bruno' })
  })

  it('is there again as soon as she takes something, or answers', async () => {
    const held = await talk()
    await declare('away')
    await passSeconds(10)
    await sayAsAgent(town.context, await now(held), anne, words())
    await passSeconds(80)
    expect((await now(held)).status).toBe('assigned')
    expect(await presenceOf(town.context, anne)).toMatchObject({ state: 'busy' })
  })

  it('lets colleagues take over what she holds at once; while she is there only an administrator may', async () => {
    const held = await talk()
    expect(await mayTakeOver(town.context, held, bruno)).toBe(false)
    expect(await mayTakeOver(town.context, held, { ...bruno, roles: ['admin'] })).toBe(true)
    await declare('away')
    expect(await mayTakeOver(town.context, held, bruno)).toBe(true)
    expect(await mayTakeOver(town.context, held, anne)).toBe(false)
    await takeOver(town.context, held, bruno)
    expect(await now(held)).toMatchObject({ agentId: 'bruno', takenFrom: 'anne' })
    expect(await last()).toMatchObject({ event: 'agent_changed' })
  })
})

describe('a citizen who falls silent while an agent is there', () => {
  it('is asked after ten minutes, once, with a button; after five more the agent is freed and the assistant goes on', async () => {
    const held = await talk()
    await passWithAnne(9)
    expect(await notices()).toHaveLength(2)
    await passWithAnne(1)
    expect(await last()).toMatchObject({
      type: 'choice',
      event: 'citizen_asked',
      text: expect.stringContaining('toujours là'),
      options: [{ label: 'Oui, je suis là', value: 'still-here' }],
    })
    await passWithAnne(4)
    expect(await notices()).toHaveLength(3)
    await passWithAnne(1)
    expect(await now(held)).toMatchObject({ status: 'resolved', resolution: 'no_reply' })
    expect(await last()).toMatchObject({ event: 'citizen_silent', text: expect.stringContaining('Rien n’est perdu') })
    expect(await town.store.getConversation('c1')).toMatchObject({ status: 'open' })
    await passWithAnne(30)
    expect(await notices()).toHaveLength(4)
  })

  it('keeps her agent when she answers, and is asked again only after ten more minutes', async () => {
    const held = await talk()
    await passWithAnne(12)
    await sayAsCitizen(town.context, conversation, words())
    await sayAsAgent(town.context, await now(held), anne, words())
    await passWithAnne(9)
    expect(await now(held)).toMatchObject({ status: 'assigned' })
    expect((await last())?.type).toBe('text')
    await passWithAnne(1)
    expect(await last()).toMatchObject({ event: 'citizen_asked' })
  })

  it('is not asked while her own words wait for the agent; the agent’s words do not prove that she is there', async () => {
    const held = await talk()
    await passWithAnne(2)
    await sayAsCitizen(town.context, conversation, words())
    await passWithAnne(20)
    expect((await last())?.type).toBe('text')
    await sayAsAgent(town.context, await now(held), anne, words())
    await passWithAnne(5)
    await sayAsAgent(town.context, await now(held), anne, words())
    await passWithAnne(5)
    expect(await last()).toMatchObject({ event: 'citizen_asked' })
  })

  it('is not asked while what she wrote before the agent came has no answer; then from the answer on', async () => {
    await sayAsCitizen(town.context, conversation, words())
    const held = await talk()
    await passWithAnne(25)
    expect(await now(held)).toMatchObject({ status: 'assigned' })
    expect((await last())?.type).toBe('text')
    await sayAsAgent(town.context, await now(held), anne, words())
    await passWithAnne(9)
    expect((await last())?.type).toBe('text')
    await passWithAnne(1)
    expect(await last()).toMatchObject({ event: 'citizen_asked' })
  })

  it('has the minutes of her commune', async () => {
    town = startHandover({ silence: { askAfterMinutes: 2, leaveAfterMinutes: 1 } })
    conversation = await town.startConversation()
    const held = await talk()
    await passWithAnne(2)
    expect(await last()).toMatchObject({ event: 'citizen_asked', text: expect.stringContaining('1 min') })
    await passWithAnne(1)
    expect(await now(held)).toMatchObject({ status: 'resolved' })
  })

  it('is asked all the same after a restart: the deadline is stored', async () => {
    await talk()
    town.advance(11)
    await sweepTalks(town.context)
    expect(await last()).toMatchObject({ event: 'citizen_asked' })
  })
})

it('a conversation with the assistant alone is left as it was, however long one reads', async () => {
  town.advance(60)
  await sweep()
  expect(await notices()).toEqual([])
  expect(await town.store.getConversation('c1')).toMatchObject({ status: 'open', updatedAt: OPEN })
})

describe('what is said of a wait', () => {
  const waiting = async (position: number) => describeWait(town.context, await call(), position)
  const wait = async (minutes: number, id: string) => {
    const handoff = await call(await town.startConversation(id))
    town.advance(minutes)
    await claim(town.context, handoff, anne)
  }

  it('is the place, and no figure from fewer than five waits', async () => {
    for (const n of [1, 2, 3, 4]) await wait(3, `w${n}`)
    await beAvailable('anne')
    expect(await waiting(1)).toBe('Un agent est prévenu. Vous êtes en tête de la file.')
    expect(await waiting(2)).toBe('Un agent est prévenu. Vous êtes 2e dans la file.')
  })

  it('promises nothing while nobody is there to come', async () => {
    for (const n of [1, 2, 3, 4, 5]) await wait(3, `w${n}`)
    expect(await waiting(1)).toBe('Vous êtes en tête de la file.')
  })

  it('is what most of the last citizens waited less than', async () => {
    for (const [n, minutes] of [8, 1, 8, 9, 2].entries()) await wait(minutes, `w${n}`)
    await beAvailable('anne')
    expect(await waiting(2)).toBe(
      'Un agent est prévenu. Vous êtes 2e dans la file. En général, l’attente dure moins de 10\u00a0minutes.',
    )
  })
})
