import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { type Citizen, expectProblem, type StaffMember } from '../../platform/http/clients.js'
import { AGENT, OPEN, OTHER_AGENT, plainSpaces, startTestServer, type TestServer } from '../../platform/http/harness.js'

const REASONS = [
  { id: 'carte-remise', nom: 'Carte remise', outcome: 'answered' as const, kinds: ['live' as const] },
  { id: 'perdu', nom: 'Ne répond plus', outcome: 'no_reply' as const },
]
let server: TestServer
let agent: StaffMember
let other: StaffMember
let admin: StaffMember

beforeAll(async () => {
  server = await startTestServer({
    communes: [{ id: 'vitrebourg', nom: 'Vitrebourg', closeReasons: REASONS, reopenHours: 1 }],
  })
  agent = await server.signIn(AGENT)
  other = await server.signIn(OTHER_AGENT)
  admin = await server.signIn('admin@villebourg.example')
})
beforeEach(async () => {
  server.clock.set(OPEN)
  await agent.beAvailable()
  await other.beAvailable()
  for (const { conversationId } of await server.store.listHandoffs('villebourg', ['pending', 'assigned']))
    await server.store.eraseConversation(conversationId)
})
afterAll(() => server.stop())

async function waiting(): Promise<{ citizen: Citizen; id: string }> {
  const citizen = await server.startConversation()
  expect((await citizen.callAgent()).status).toBe(201)
  return { citizen, id: (await server.store.findOpenHandoff(citizen.id))?.id ?? '' }
}
async function talking() {
  const { citizen, id } = await waiting()
  expect((await agent.act(id, 'claim')).status).toBe(200)
  return { citizen, id }
}
const last = async (citizen: Citizen) => plainSpaces((await citizen.texts()).at(-1) ?? '')

it('lets exactly one of many simultaneous claims win, and tells the others by whom', async () => {
  const talks = await Promise.all(Array.from({ length: 8 }, waiting))
  const agents = [agent, other, admin]
  const answers = await Promise.all(
    talks.flatMap(({ id }) =>
      Array.from({ length: 9 }, async (_, n) => ({ id, answer: await agents[n % 3]?.act(id, 'claim') })),
    ),
  )
  for (const { id, citizen } of talks) {
    const own = answers.filter((one) => one.id === id).map(({ answer }) => answer)
    const won = own.filter((answer) => answer?.status === 200)
    expect(won).toHaveLength(1)
    const holder = won[0]?.body.agentName
    for (const answer of own.filter((one) => one !== won[0])) {
      expect([answer?.status, answer?.body.code]).toEqual([409, 'handoff_taken'])
      expect(answer?.body.detail).toContain(holder)
    }
    expect((await citizen.texts()).filter((text) => text.includes('a rejoint'))).toHaveLength(1)
  }
})

describe('passing on', () => {
  it('lists colleagues and departments, the available first, oneself aside', async () => {
    await other.beAvailable('away')
    const { status, body } = await agent.call('GET', '/agent/colleagues')
    expect(status).toBe(200)
    expect(body.colleagues.map(({ id }: { id: string }) => id).sort()).toEqual([admin.userId, other.userId].sort())
    expect(body.colleagues.every(({ available }: { available: boolean }) => !available)).toBe(true)
    expect(body.departments).toContainEqual({ id: 'urbanisme', nom: 'Urbanisme et voirie', available: 0 })
    await other.beAvailable()
    const again = await agent.call('GET', '/agent/colleagues')
    expect(again.body.colleagues[0]).toMatchObject({ id: other.userId, available: true })
  })

  it('gives the talk to a colleague with a note that is masked, and that the citizen never sees', async () => {
    const { citizen, id } = await talking()
    const note = 'À rappeler au 06 39 98 12 34, dossier complet'
    const { status, body } = await agent.act(id, 'transfer', { to: { agent: other.userId }, note })
    expect([status, body.agentId, body.passedBy]).toEqual([200, other.userId, 'Accueil'])
    expect(await last(citizen)).toMatch(/^Accueil a passé la conversation à État civil/)
    const { lifecycle } = await other.readHandoff(id)
    expect(lifecycle.steps.at(-1)).toMatchObject({ type: 'transfer', by: 'Accueil', to: 'État civil' })
    expect(lifecycle.steps.at(-1)?.note).toMatch(/dossier complet$/)
    expect(JSON.stringify(lifecycle)).not.toContain('12 34')
    expect(JSON.stringify(await citizen.read())).not.toContain('dossier complet')
    expectProblem(
      await agent.act(id, 'messages', { clientId: 'client-late-1', text: 'trop tard' }),
      409,
      'handoff_not_yours',
    )
    expect((await other.act(id, 'messages', { clientId: 'client-late-2', text: 'bonjour' })).status).toBe(200)
  })

  it('is for the colleague to go on with, whoever spoke last, until she has said something', async () => {
    const { id } = await talking()
    server.clock.advance({ seconds: 5 })
    await agent.act(id, 'messages', { clientId: 'client-before-1', text: 'Un collègue va vous répondre.' })
    const rowOf = async (staff: StaffMember) => (await staff.queue()).mine.find((row) => row.id === id)
    expect(await rowOf(agent)).toMatchObject({ awaitingAgent: false })
    server.clock.advance({ seconds: 5 })
    await agent.act(id, 'transfer', { to: { agent: other.userId } })
    expect(await rowOf(other)).toMatchObject({ awaitingAgent: true })
    server.clock.advance({ seconds: 5 })
    await other.act(id, 'messages', { clientId: 'client-after-1', text: 'Bonjour, je reprends.' })
    expect(await rowOf(other)).toMatchObject({ awaitingAgent: false })
  })

  it('is to answer whenever it is taken again: put back, taken over, opened again', async () => {
    const { id } = await talking()
    const rowOf = async (staff: StaffMember) => (await staff.queue()).mine.find((row) => row.id === id)
    let said = 0
    const answer = async (staff: StaffMember) => {
      server.clock.advance({ seconds: 5 })
      await staff.act(id, 'messages', { clientId: `client-again-${++said}`, text: 'Je regarde.' })
      expect(await rowOf(staff)).toMatchObject({ awaitingAgent: false })
      server.clock.advance({ seconds: 5 })
    }
    await answer(agent)
    await agent.act(id, 'release')
    expect((await other.queue()).pending).toMatchObject([{ id, awaitingAgent: true }])
    await other.act(id, 'claim')
    expect(await rowOf(other)).toMatchObject({ awaitingAgent: true, awaitingSince: server.clock.now().toISOString() })
    const { body: now } = await admin.call('GET', '/agent/supervision')
    expect(now.counts).toMatchObject({ held: 1, toAnswer: 1 })
    await answer(other)
    await admin.act(id, 'take-over')
    expect(await rowOf(admin)).toMatchObject({ awaitingAgent: true })
    await answer(admin)
    await admin.act(id, 'resolve', { resolution: 'answered' })
    await agent.act(id, 'reopen')
    expect(await rowOf(agent)).toMatchObject({ awaitingAgent: true })
  })

  it('sends the talk to a department', async () => {
    const { citizen, id } = await talking()
    const { body } = await agent.act(id, 'transfer', { to: { department: 'urbanisme' } })
    expect(body).toMatchObject({ status: 'pending', department: 'urbanisme' })
    expect(await last(citizen)).toContain('passe au service Urbanisme et voirie')
    expect((await other.queue()).pending.map((item) => item.id)).toEqual([id])
  })

  it('is refused to nobody, to oneself, to another commune, and to who does not hold it', async () => {
    const { id } = await talking()
    const to = (body: unknown) => agent.act(id, 'transfer', body)
    expectProblem(await to({ to: { agent: 'nobody' } }), 422, 'unknown_colleague', 'to')
    expectProblem(await to({ to: { agent: agent.userId } }), 422, 'unknown_colleague', 'to')
    expectProblem(await to({ to: { department: 'piscine' } }), 422, 'unknown_department', 'to')
    expectProblem(await to({ to: {} }), 422, 'invalid_request', 'to')
    expectProblem(await to({ to: { department: 'urbanisme' }, note: 'a'.repeat(501) }), 422, 'invalid_request', 'note')
    expectProblem(await other.act(id, 'transfer', { to: { department: 'urbanisme' } }), 409, 'handoff_not_yours')
    expect((await agent.queue()).mine.map((item) => item.id)).toEqual([id])
  })
})

describe('putting aside', () => {
  it('is told, leaves the agent’s hands free, and comes back when the citizen writes', async () => {
    const { citizen, id } = await talking()
    await citizen.say('et pour le parking ?')
    const until = '2026-11-24T09:45:00.000Z'
    expect((await agent.act(id, 'snooze', { until })).body).toMatchObject({ status: 'assigned', snoozedUntil: until })
    expect(await last(citizen)).toMatch(/^Accueil revient vers vous à 10 h 45\./)
    expect((await agent.queue()).mine[0]).toMatchObject({ id, snoozedUntil: until, awaitingAgent: false })
    await citizen.say('finalement, j’ai une question')
    expect((await agent.queue()).mine[0]).not.toHaveProperty('snoozedUntil')
    expect((await agent.queue()).mine[0]?.awaitingAgent).toBe(true)
  })

  it('comes back at its time, by the sweep, or when its agent takes it up', async () => {
    const { id } = await talking()
    const snooze = () =>
      agent.act(id, 'snooze', { until: new Date(server.clock.now().getTime() + 60_000).toISOString() })
    const aside = await agent.act(id, 'snooze', { until: { inMinutes: 1 } })
    expect(aside.body.snoozedUntil).toBe('2026-11-24T09:01:00.000Z')
    server.clock.advance({ minutes: 1 })
    await server.app.sweep()
    expect((await agent.queue()).mine[0]).not.toHaveProperty('snoozedUntil')
    await snooze()
    expectProblem(await other.act(id, 'wake'), 409, 'handoff_not_yours')
    expect((await agent.act(id, 'wake')).body).not.toHaveProperty('snoozedUntil')
    expect((await agent.act(id, 'wake')).status).toBe(200)
  })

  it('is refused for the past, for longer than a month, and without a time', async () => {
    const { id } = await talking()
    for (const until of [OPEN, '2026-12-25T09:00:00.000Z', 'demain', undefined, { inMinutes: 50_000 }])
      expectProblem(await agent.act(id, 'snooze', { until }), 422, 'invalid_request', 'until')
  })
})

describe('taking over', () => {
  it('is the administrators’, and tells everyone', async () => {
    const { citizen, id } = await talking()
    expectProblem(await other.act(id, 'take-over'), 409, 'handoff_taken')
    const { body } = await admin.act(id, 'take-over')
    expect(body).toMatchObject({ agentId: admin.userId, takenFrom: agent.userId })
    expect(await last(citizen)).toMatch(/^Accueil laisse la main à Administration/)
    expect((await agent.queue()).others[0]).toMatchObject({ id, takenFrom: agent.userId })
    expectProblem(await admin.act(id, 'take-over'), 409, 'handoff_taken')
    await admin.act(id, 'release')
    expectProblem(await admin.act(id, 'take-over'), 409, 'handoff_not_held')
  })

  it('is every colleague’s at once while its holder is absent', async () => {
    const { citizen, id } = await talking()
    await agent.beAvailable('away')
    const { status, body } = await other.act(id, 'take-over')
    expect([status, body.agentId, body.takenFrom]).toEqual([200, other.userId, agent.userId])
    expect(await last(citizen)).toMatch(/^Accueil laisse la main à État civil/)
  })
})

describe('a conversation passed on by mistake', () => {
  it('is taken back by who passed it, for ten minutes, and by nobody else', async () => {
    const { citizen, id } = await talking()
    await other.beAvailable()
    await agent.act(id, 'transfer', { to: { agent: other.userId } })
    const { status, body } = await agent.act(id, 'take-over')
    expect([status, body.agentId]).toEqual([200, agent.userId])
    expect(await last(citizen)).toMatch(/^État civil laisse la main à Accueil/)
    await agent.act(id, 'transfer', { to: { agent: other.userId } })
    server.clock.advance({ minutes: 11 })
    await other.beAvailable()
    expectProblem(await agent.act(id, 'take-over'), 409, 'handoff_taken')
  })
})

describe('an agent who says that she is absent', () => {
  const away = (hand?: unknown) =>
    agent.call('POST', '/agent/availability', { state: 'away', ...(hand ? { hand } : {}) })
  const pass = async (seconds: number) => {
    server.clock.advance({ seconds })
    await Promise.all([agent.queue(), other.queue()])
    await server.app.sweep()
  }

  it('hands on what she holds half a minute later, unless she is back', async () => {
    const { citizen, id } = await talking()
    expect((await away('queue')).status).toBe(200)
    await pass(20)
    await agent.beAvailable()
    await pass(60)
    expect(await server.store.getHandoff(id)).toMatchObject({ agentId: agent.userId })
    await away('queue')
    await pass(30)
    expect(await server.store.getHandoff(id)).toMatchObject({ status: 'pending', agentId: null })
    expect(await last(citizen)).toMatch(/^Accueil a dû s’absenter. Votre demande garde sa place/)
  })

  it('names the colleague who goes on, of her own commune', async () => {
    const { citizen, id } = await talking()
    await other.beAvailable()
    expectProblem(await away({ to: 'nobody' }), 422, 'unknown_colleague', 'hand')
    expectProblem(await away('nowhere'), 422, 'invalid_request', 'hand')
    expect((await away({ to: other.userId })).status).toBe(200)
    await pass(30)
    expect(await server.store.getHandoff(id)).toMatchObject({ agentId: other.userId, passedBy: 'Accueil' })
    expect(await last(citizen)).toMatch(/^Accueil a passé la conversation à État civil/)
  })
})

describe('closing and opening again', () => {
  it('opens the same request again, for any agent, until the citizen has another or has left', async () => {
    const { citizen, id } = await talking()
    expectProblem(await other.act(id, 'reopen'), 409, 'not_reopenable')
    await agent.act(id, 'resolve', { resolution: 'answered', note: 'a tout compris' })
    const ended = await other.readHandoff(id)
    expect(ended.lifecycle.reopenableUntil).toBe('2026-11-27T09:00:00.000Z')
    expect(ended.lifecycle.steps.at(-1)).toMatchObject({ type: 'resolve', note: 'a tout compris', reason: 'answered' })
    expect((await other.act(id, 'reopen')).body).toMatchObject({ id, status: 'assigned', agentId: other.userId })
    expect(await last(citizen)).toMatch(/^État civil rouvre la conversation/)
    await other.act(id, 'resolve', { resolution: 'answered' })
    await citizen.callAgent()
    expect((await other.readHandoff(id)).lifecycle.reopenableUntil).toBeNull()
    expectProblem(await other.act(id, 'reopen'), 409, 'other_handoff_open')
    await citizen.call('POST', '/close')
    expectProblem(await other.act(id, 'reopen'), 409, 'citizen_left')
  })

  it('does not open what the citizen gave up', async () => {
    const { citizen, id } = await waiting()
    await citizen.call('DELETE', '/handoff')
    expectProblem(await agent.act(id, 'reopen'), 409, 'not_reopenable')
    expect((await agent.readHandoff(id)).lifecycle.reopenableUntil).toBeNull()
  })

  it('takes the reasons of the commune, which count as their outcome', async () => {
    const clerk = await server.signInAs({ email: 'a@vitrebourg.example', roles: ['agent'], communeId: 'vitrebourg' })
    await clerk.beAvailable()
    const citizen = await server.startConversation({ communeId: 'vitrebourg' })
    await citizen.callAgent()
    const id = (await server.store.findOpenHandoff(citizen.id))?.id ?? ''
    await clerk.act(id, 'claim')
    expect((await clerk.readHandoff(id)).lifecycle.closeReasons).toEqual([
      { id: 'carte-remise', nom: 'Carte remise', outcome: 'answered' },
      { id: 'perdu', nom: 'Ne répond plus', outcome: 'no_reply' },
    ])
    expectProblem(await clerk.act(id, 'resolve', { resolution: 'answered' }), 422, 'invalid_request', 'resolution')
    const { body } = await clerk.act(id, 'resolve', { resolution: 'carte-remise' })
    expect(body).toMatchObject({ resolution: 'answered', closeReason: { id: 'carte-remise', nom: 'Carte remise' } })
    server.clock.advance({ hours: 2 })
    expectProblem(await clerk.act(id, 'reopen'), 409, 'reopen_too_late')
  })
})

describe('who reads and who writes', () => {
  it('is told to colleagues at once, for a while, and is stored nowhere', async () => {
    const { id } = await talking()
    const stream = await agent.stream()
    await stream.next('queue')
    expect((await other.act(id, 'look', { state: 'reading' })).body).toEqual({ viewers: [] })
    const seen = { userId: other.userId, name: 'État civil', readingMs: 45_000, writingMs: 0 }
    expect((await stream.next('viewer')).data).toEqual({ handoffId: id, ...seen })
    expect((await agent.act(id, 'look', { state: 'reading' })).body).toEqual({ viewers: [seen] })
    const told = await other.stream()
    await told.next('queue')
    await agent.act(id, 'typing')
    expect((await told.next('viewer')).data).toMatchObject({ userId: agent.userId, writingMs: 6_000 })
    await other.act(id, 'look', { state: 'gone' })
    expect((await stream.next('viewer')).data).toMatchObject({ userId: other.userId, readingMs: 0 })
    expect((await agent.act(id, 'look', { state: 'reading' })).body).toEqual({ viewers: [] })
    await other.act(id, 'look', { state: 'reading' })
    server.clock.advance({ seconds: 46 })
    expect((await agent.act(id, 'look', { state: 'reading' })).body).toEqual({ viewers: [] })
    expectProblem(await other.act(id, 'look', { state: 'dreaming' }), 422, 'invalid_request', 'state')
  })

  it('is no affair of another commune', async () => {
    const { id } = await talking()
    const stranger = await server.signInAs({ email: 'b@vitrebourg.example', roles: ['agent'], communeId: 'vitrebourg' })
    for (const action of ['look', 'transfer', 'snooze', 'wake', 'reopen'])
      expectProblem(
        await stranger.act(id, action, action === 'look' ? { state: 'reading' } : undefined),
        404,
        'unknown_handoff',
      )
  })
})
