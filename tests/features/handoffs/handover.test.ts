import { beforeEach, describe, expect, it } from '@jest/globals'
import { PRESENCE_TTL_MS } from '../../../src/features/handoffs/queue/presence.js'
import { isAvailable, readAvailability } from '../../../src/features/handoffs/queue/routing.js'
import { sweepOverdueHandoffs } from '../../../src/features/handoffs/queue/sweep-overdue-handoffs.js'
import { cancel, claim, close, release } from '../../../src/features/handoffs/talk/act.js'
import { leaveMessage, requestAgent } from '../../../src/features/handoffs/talk/request.js'
import { sayAsAgent, sayAsCitizen } from '../../../src/features/handoffs/talk/say-in-handoff.js'
import { applyRetention } from '../../../src/features/retention/apply-retention.js'
import type { Conversation } from '../../../src/platform/model/conversation.js'
import type { Handoff } from '../../../src/platform/model/handoff.js'
import { agent, OPEN, startHandover } from './harness.js'

let town: ReturnType<typeof startHandover>
let conversation: Conversation
const anne = agent('anne', 'Anne')
const bruno = agent('bruno', 'Bruno')

beforeEach(async () => {
  town = startHandover()
  conversation = await town.startConversation()
})

const call = (urgent = false) =>
  requestAgent(town.context, { conversation, reason: 'citizen_wish', urgent, subject: 'une question' })
const contact = { name: 'Jeanne', phone: '06 12 34 56 78' }
const leave = (text = 'rappelez-moi') => leaveMessage(town.context, conversation, { contact, text, urgent: false })
const now = async (handoff: Handoff) => (await town.store.getHandoff(handoff.id)) ?? handoff

describe('a request', () => {
  it('waits until its deadline, and says so to the citizen', async () => {
    expect(await call()).toMatchObject({ kind: 'live', status: 'pending', deadlineAt: '2026-11-24T09:10:00.000Z' })
    expect(await town.noticesOf()).toMatchObject([{ event: 'handoff_requested' }])
  })

  it('made twice waits once', async () => {
    const [first, second] = await Promise.all([call(), call()])
    expect(second.id).toBe(first.id)
    expect(await town.noticesOf()).toHaveLength(1)
  })

  it('is refused in a conversation that is unknown', async () => {
    await town.store.eraseConversation(conversation.id)
    await expect(call()).rejects.toMatchObject({ code: 'unknown_conversation' })
  })
})

describe('a message left', () => {
  it('waits without a deadline, with a reference that the citizen can read aloud', async () => {
    const handoff = await leave()
    expect(handoff).toMatchObject({ kind: 'message', deadlineAt: null, contact, subject: 'rappelez-moi' })
    const [notice] = await town.noticesOf()
    expect(notice).toMatchObject({ event: 'message_left' })
    expect(notice?.text).toContain('Merci Jeanne')
    expect(handoff.reference).toMatch(/^RG-\w{3}-\w{3}$/)
    expect(notice?.text).toContain(handoff.reference)
  })

  it('is acknowledged: when, which service, its phone and its e-mail, and that it is not a formal application', async () => {
    await leave()
    const text = (await town.noticesOf())[0]?.text.replace(/\s/g, ' ')
    expect(text).toContain('Reçu le mardi 24 novembre 2026 à 10 h.')
    expect(text).toContain('Accueil de la mairie, téléphone 02 61 91 00 00, courriel accueil@bourg.example')
    expect(text).toContain('ne vaut pas saisine')
  })

  it('takes the place of a wait that nobody answered', async () => {
    const live = await call()
    expect(await leave()).toMatchObject({ kind: 'message', status: 'pending' })
    expect(await now(live)).toMatchObject({ status: 'cancelled' })
  })

  it('left twice waits once; a different one is refused while the first waits', async () => {
    const first = await leave()
    expect((await leave()).id).toBe(first.id)
    await expect(leave('autre chose')).rejects.toMatchObject({ code: 'handoff_already_open' })
  })
})

describe('a claim', () => {
  it('is won by one of two agents at once; the other is told who', async () => {
    const handoff = await call()
    const results = await Promise.all([claim(town.context, handoff, anne), claim(town.context, handoff, bruno)])
    expect(results.map(({ outcome }) => outcome).sort()).toEqual(['claimed', 'taken'])
    const winner = (await now(handoff)).agentName
    expect(results.map((result) => result.handoff.agentName)).toEqual([winner, winner])
    expect((await town.noticesOf()).filter(({ event }) => event === 'agent_joined')).toHaveLength(1)
  })

  it('is refused when the citizen no longer waits', async () => {
    const handoff = await call()
    await cancel(town.context, handoff)
    await expect(claim(town.context, handoff, anne)).rejects.toMatchObject({ code: 'handoff_ended', status: 409 })
    await expect(claim(town.context, { ...handoff, id: 'nothing' }, anne)).rejects.toMatchObject({
      code: 'unknown_handoff',
    })
  })
})

describe('the end of a talk', () => {
  it('is decided by the agent who holds it, and told to the citizen with her name', async () => {
    const handoff = await call()
    await claim(town.context, handoff, anne)
    await expect(close(town.context, handoff, bruno, { resolution: 'answered' })).rejects.toMatchObject({
      code: 'handoff_not_yours',
    })
    expect(await close(town.context, handoff, anne, { resolution: 'redirected' })).toMatchObject({
      status: 'resolved',
      resolution: 'redirected',
    })
    expect((await town.noticesOf()).map(({ event }) => event)).toEqual([
      'handoff_requested',
      'agent_joined',
      'handoff_resolved',
    ])
    expect((await town.noticesOf()).at(-1)?.text).toContain('Anne a terminé')
    await expect(close(town.context, handoff, anne, { resolution: 'answered' })).rejects.toMatchObject({
      code: 'handoff_ended',
    })
  })

  it('is not the end when the agent puts it back: another deadline begins', async () => {
    const handoff = await call()
    await claim(town.context, handoff, anne)
    town.advance(30)
    expect(await release(town.context, await now(handoff), anne)).toMatchObject({
      status: 'pending',
      agentId: null,
      deadlineAt: '2026-11-24T09:40:00.000Z',
    })
    expect(await claim(town.context, handoff, bruno)).toMatchObject({ outcome: 'claimed' })
  })
})

describe('what is said', () => {
  it('by an agent bears her name, and is refused to those who do not hold the conversation', async () => {
    const handoff = await call()
    const words = { clientId: 'client-1', text: 'Bonjour' }
    await expect(sayAsAgent(town.context, handoff, anne, words)).rejects.toMatchObject({ code: 'handoff_not_yours' })
    await claim(town.context, handoff, anne)
    const held = await now(handoff)
    await expect(sayAsAgent(town.context, held, bruno, words)).rejects.toMatchObject({ code: 'handoff_not_yours' })
    expect(await sayAsAgent(town.context, held, anne, words)).toMatchObject({ author: 'agent', authorName: 'Anne' })
    await close(town.context, held, anne, { resolution: 'answered' })
    const ended = await now(handoff)
    await expect(sayAsAgent(town.context, ended, anne, words)).rejects.toMatchObject({ code: 'handoff_ended' })
  })

  it('twice with the same client id is stored once', async () => {
    const words = { clientId: 'client-1', text: 'Bonjour' }
    const first = await sayAsCitizen(town.context, conversation, words)
    expect(await sayAsCitizen(town.context, conversation, words)).toEqual(first)
  })
})

describe('availability', () => {
  const seen = (state: 'available' | 'away', seenAt = OPEN) =>
    town.store.savePresence({ userId: 'anne', communeId: 'bourg', state, seenAt })

  it('needs an open reception and an agent whose console is alive', async () => {
    expect(await readAvailability(town.context, 'bourg')).toMatchObject({ open: true, agents: 0, canTalk: false })
    await seen('available')
    expect(await readAvailability(town.context, 'bourg')).toEqual({
      open: true,
      agents: 1,
      canTalk: true,
      opensAt: null,
      reason: null,
    })
    await seen('away')
    expect(await readAvailability(town.context, 'bourg')).toMatchObject({ agents: 0, canTalk: false })
  })

  it('is nobody when the reception is closed, whoever is there', async () => {
    await seen('available', '2026-11-24T11:30:00.000Z')
    town.clock.at = new Date('2026-11-24T11:30:00.000Z')
    expect(await readAvailability(town.context, 'bourg')).toMatchObject({
      open: false,
      agents: 1,
      canTalk: false,
      opensAt: '2026-11-24T12:30:00.000Z',
    })
  })

  it('forgets a console that fell silent', () => {
    const presence = { userId: 'anne', communeId: 'bourg', state: 'available' as const, seenAt: OPEN }
    const later = (ms: number) => new Date(Date.parse(OPEN) + ms)
    expect(isAvailable(presence, later(PRESENCE_TTL_MS - 1))).toBe(true)
    expect(isAvailable(presence, later(PRESENCE_TTL_MS))).toBe(false)
  })
})

describe('the sweep of waits', () => {
  it('expires a wait at its deadline, once, and tells the citizen how to go on', async () => {
    const handoff = await call()
    town.advance(9)
    expect(await sweepOverdueHandoffs(town.context)).toBe(0)
    town.advance(1)
    expect(await sweepOverdueHandoffs(town.context)).toBe(1)
    expect(await sweepOverdueHandoffs(town.context)).toBe(0)
    expect(await now(handoff)).toMatchObject({ status: 'expired' })
    const notice = (await town.noticesOf()).at(-1)
    expect(notice).toMatchObject({ event: 'handoff_expired', options: [{ value: 'leave-message' }] })
    expect(notice?.text).toContain('02\u00a061\u00a091\u00a000\u00a000')
  })

  it('goes on for a commune that the server no longer knows', async () => {
    await call()
    town.advance(10)
    expect(await sweepOverdueHandoffs({ ...town.context, communes: new Map() })).toBe(1)
  })

  it('leaves what an agent holds, and messages left', async () => {
    const held = await call()
    await claim(town.context, held, anne)
    const other = await town.startConversation('c2')
    await leaveMessage(town.context, other, { contact, text: 'x', urgent: false })
    town.advance(24 * 60)
    expect(await sweepOverdueHandoffs(town.context)).toBe(0)
  })
})

describe('the sweep of old conversations', () => {
  const DAY = 24 * 60

  it('erases what is older than the retention of the commune, and nothing younger', async () => {
    town.advance(30 * DAY)
    expect(await applyRetention(town.context)).toEqual({})
    town.advance(1)
    await town.startConversation('young')
    expect(await applyRetention(town.context)).toEqual({ conversations: 1 })
    expect(await town.store.getConversation('c1')).toBeUndefined()
    expect(await town.store.getConversation('young')).toBeDefined()
  })

  it('keeps a conversation whose message still waits for an agent', async () => {
    const handoff = await leave()
    town.advance(60 * DAY)
    expect(await applyRetention(town.context)).toEqual({})
    await claim(town.context, handoff, anne)
    await close(town.context, await now(handoff), anne, { resolution: 'called_back' })
    town.advance(31 * DAY)
    expect(await applyRetention(town.context)).toEqual({ conversations: 1 })
  })
})
