import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import type { Citizen, StaffMember } from '../../platform/http/clients.js'
import { expectProblem } from '../../platform/http/clients.js'
import { AGENT, OPEN, OTHER_AGENT, plainSpaces, startTestServer, type TestServer } from '../../platform/http/harness.js'

let server: TestServer
let agent: StaffMember

beforeAll(async () => {
  server = await startTestServer()
})
beforeEach(async () => {
  server.clock.set(OPEN)
  for (const status of ['pending', 'assigned', 'resolved', 'expired', 'cancelled'] as const) {
    for (const { conversationId } of await server.store.listHandoffs('villebourg', [status]))
      await server.store.eraseConversation(conversationId)
  }
  agent = await server.signIn(AGENT)
  await agent.beAvailable()
})
afterAll(() => server.stop())

const waitOf = async (citizen: Citizen) => (await server.store.findOpenHandoff(citizen.id))?.id ?? ''
const waiting = async () => {
  await agent.beAvailable()
  const citizen = await server.startConversation()
  await citizen.callAgent()
  server.clock.advance({ seconds: 1 })
  return citizen
}
const talking = async () => {
  const citizen = await waiting()
  const handoffId = await waitOf(citizen)
  expect((await agent.act(handoffId, 'claim')).status).toBe(200)
  return { citizen, handoffId }
}
const eventsOf = async (citizen: Citizen) =>
  (await citizen.read()).messages.flatMap(({ payload }) => ('event' in payload ? [payload.event] : []))

describe('a wait in the queue', () => {
  it('is told to every citizen who waits, as the queue moves, and only when it has changed', async () => {
    const citizens = [await waiting(), await waiting(), await waiting()]
    const streams = await Promise.all(citizens.map((citizen) => citizen.stream()))
    for (const [index, stream] of streams.entries())
      await stream.next('handoff', (handoff) => handoff?.position === index + 1)
    await citizens[0]?.call('DELETE', '/handoff')
    const told = await streams[2]?.next('handoff', (handoff) => handoff?.position === 2)
    expect(told?.data.waiting).toBe('Un agent est prévenu. Vous êtes 2e dans la file.')
    await streams[1]?.next('handoff', (handoff) => /en tête/.test(handoff?.waiting))
    await citizens[1]?.post('bonjour')
    await streams[1]?.next('message', ({ author }) => author === 'citizen')
    expect(streams[2]?.events.filter(({ type }) => type === 'handoff')).toHaveLength(2)
  })

  it('says how long the last citizens waited, in her language, once there are five', async () => {
    for (let n = 0; n < 5; n += 1) {
      const citizen = await waiting()
      expect((await citizen.read()).handoff?.waiting).not.toMatch(/minutes/)
      server.clock.advance({ minutes: 3 })
      await agent.act(await waitOf(citizen), 'claim')
    }
    const french = await waiting()
    expect(plainSpaces((await french.read()).handoff?.waiting ?? '')).toBe(
      'Un agent est prévenu. Vous êtes en tête de la file. En général, l’attente dure moins de 5 minutes.',
    )
    await agent.beAvailable()
    const english = await server.startConversation({ language: 'en' })
    await english.callAgent()
    expect((await english.read()).handoff?.waiting).toBe(
      'A member of staff has been told. You are number 2 in the queue. The wait is usually less than 5 minutes.',
    )
  })
})

describe('an agent who writes', () => {
  it('is shown to her citizen, by name and for some seconds, and to nobody else; nothing is stored', async () => {
    const { citizen, handoffId } = await talking()
    const other = await waiting()
    const [stream, elsewhere] = await Promise.all([citizen.stream(), other.stream()])
    await Promise.all([stream.next('availability'), elsewhere.next('availability')])
    const before = await citizen.read()
    expect((await agent.act(handoffId, 'typing')).status).toBe(204)
    expect((await stream.next('typing')).data).toEqual({ name: 'Accueil', forMs: 6000 })
    await other.post('toujours là')
    await elsewhere.next('message', ({ author }) => author === 'citizen')
    expect(elsewhere.events.map(({ type }) => type)).not.toContain('typing')
    // That the agent has read on is told, and not stored.
    const handoff = { ...before.handoff, readSeq: expect.any(Number) }
    expect(await citizen.read()).toEqual({ ...before, handoff })
  })

  it('holds the talk, and does not say it too often', async () => {
    const { citizen, handoffId } = await talking()
    const colleague = await server.signIn(OTHER_AGENT)
    expectProblem(await colleague.act(handoffId, 'typing'), 409, 'handoff_not_yours')
    expectProblem(await agent.act('nothing', 'typing'), 404, 'unknown_handoff')
    expectProblem(await server.call('POST', `/agent/handoffs/${handoffId}/typing`), 401, 'sign_in_required')
    const answers = []
    for (let n = 0; n < 10; n += 1) answers.push((await agent.act(handoffId, 'typing')).status)
    expect(answers.slice(0, 9)).toEqual(Array(9).fill(204))
    const refused = await agent.act(handoffId, 'typing')
    expectProblem(refused, 429, 'too_many_requests')
    expect(refused.headers.get('retry-after')).toMatch(/^\d+$/)
    await citizen.call('POST', '/close')
    const { handoffId: next } = await talking()
    await agent.act(next, 'resolve', { resolution: 'answered' })
    expectProblem(await agent.act(next, 'typing'), 409, 'handoff_ended')
  })
})

describe('an agent who leaves in mid-talk', () => {
  it('by signing out: the citizen is told at once, and is first again', async () => {
    const { citizen, handoffId } = await talking()
    const stream = await citizen.stream()
    await stream.next('handoff', (handoff) => handoff?.status === 'assigned')
    await agent.call('DELETE', '/session')
    const told = await stream.next('message', ({ payload }) => payload.event === 'handoff_requested' && payload.options)
    expect(told.data.payload.options).toEqual([{ label: 'Laisser un message', value: 'leave-message' }])
    const { data } = await stream.next('handoff', (handoff) => handoff?.status === 'pending')
    expect(data).toMatchObject({ position: 1, waiting: 'Vous êtes en tête de la file.' })
    expect(await server.store.getHandoff(handoffId)).toMatchObject({ agentId: null })
  })

  it('but not when another counter of the same account is still open', async () => {
    const { handoffId } = await talking()
    const counter = await server.signIn(AGENT)
    const stream = await counter.stream()
    await stream.next('queue')
    await agent.call('DELETE', '/session')
    expect(await server.store.getHandoff(handoffId)).toMatchObject({ status: 'assigned' })
    stream.close()
    await stream.ended
    await counter.call('DELETE', '/session')
    expect(await server.store.getHandoff(handoffId)).toMatchObject({ status: 'pending' })
  })

  it('by silence: within seconds of the deadline, and not while her console is heard', async () => {
    server.clock.advance({ minutes: 5 })
    const { citizen, handoffId } = await talking()
    server.clock.advance({ seconds: 60 })
    await agent.queue()
    server.clock.advance({ seconds: 60 })
    await server.app.sweep()
    expect(await server.store.getHandoff(handoffId)).toMatchObject({ status: 'assigned' })
    server.clock.advance({ seconds: 30 })
    await server.app.sweep()
    expect(await eventsOf(citizen)).toEqual(['handoff_requested', 'agent_joined', 'agent_lost'])
    const taken = await agent.act(handoffId, 'claim')
    expect(taken.body).toMatchObject({ status: 'assigned', agentName: 'Accueil' })
  })
})

describe('a citizen who falls silent', () => {
  it('answers by the button of the question, which the agent reads', async () => {
    const { citizen, handoffId } = await talking()
    server.clock.advance({ minutes: 10 })
    await agent.queue()
    await server.app.sweep()
    expect(await eventsOf(citizen)).toContain('citizen_asked')
    await citizen.say('Oui, je suis là', { choice: 'still-here' })
    server.clock.advance({ minutes: 5 })
    await agent.queue()
    await server.app.sweep()
    const { handoff, transcript } = await agent.readHandoff(handoffId)
    expect(handoff.status).toBe('assigned')
    expect(transcript.messages.at(-1)).toMatchObject({ author: 'citizen', payload: { text: 'Oui, je suis là' } })
  })

  it('who answers too late is answered by the assistant, with a person one step away', async () => {
    const { citizen } = await talking()
    for (const minutes of [10, 5]) {
      server.clock.advance({ minutes })
      await agent.queue()
      await server.app.sweep()
    }
    expect((await eventsOf(citizen)).slice(-2)).toEqual(['citizen_asked', 'citizen_silent'])
    await agent.beAvailable()
    const { replies, handoff } = await citizen.say('Oui, je suis là', { choice: 'still-here' })
    expect(handoff).toBeNull()
    expect(replies).toMatchObject([{ author: 'assistant', payload: { type: 'choice', options: [{ value: 'human' }] } }])
  })
})

describe('a rating', () => {
  let admin: StaffMember
  beforeAll(async () => {
    admin = await server.signInAs({ email: 'avis@villebourg.example', roles: ['admin'] })
  })
  const ratings = async () => (await admin.call('GET', '/admin/ratings')).body

  it('is kept with the conversation, its comment masked, and counted once for administrators', async () => {
    const citizen = await server.startConversation()
    await citizen.call('POST', '/close')
    expect((await citizen.read()).rated).toBe(false)
    const before = await ratings()
    expect((await citizen.call('POST', '/rating', { level: 2 })).status).toBe(204)
    const comment = 'Trop long, écrivez à jeanne@exemple.org'
    expect((await citizen.call('POST', '/rating', { level: 4, comment })).status).toBe(204)
    expect((await citizen.read()).rated).toBe(true)
    const { rating } = (await server.store.getConversation(citizen.id)) ?? {}
    expect(rating).toMatchObject({ level: 4, at: OPEN })
    expect(rating?.comment).toContain('Trop long')
    expect(rating?.comment).not.toContain('jeanne@')
    expect(await ratings()).toMatchObject({ count: before.count + 1, from: '2026-10-26', to: '2026-11-24' })
    const days = await server.store.readCounters('villebourg', '2026-11-24', '2026-11-24')
    expect(days['2026-11-24']).toMatchObject({ 'rating.4': 1, 'rating.2': 0 })
    expect((await ratings()).mean).toBe(4)
  })

  it('may be declined, which is no rating', async () => {
    const citizen = await server.startConversation()
    const before = await ratings()
    expect((await citizen.call('POST', '/rating', { level: null })).status).toBe(204)
    expect((await citizen.read()).rated).toBe(true)
    expect(await ratings()).toEqual({ ...before, skipped: before.skipped + 1 })
  })

  it('is refused with the field at fault, to strangers, and to whom it is not for', async () => {
    const citizen = await server.startConversation()
    for (const level of [0, 6, 2.5, '4', undefined])
      expectProblem(await citizen.call('POST', '/rating', { level }), 422, 'invalid_request', 'level')
    expectProblem(
      await citizen.call('POST', '/rating', { level: 3, comment: 'a'.repeat(501) }),
      422,
      'invalid_request',
      'comment',
    )
    const path = `/conversations/${citizen.id}/rating`
    expectProblem(await server.call('POST', path, { body: { level: 3 } }), 401, 'unauthenticated')
    expectProblem(await agent.call('GET', '/admin/ratings'), 403, 'forbidden')
    expectProblem(await server.call('GET', '/admin/ratings'), 401, 'sign_in_required')
  })
})
