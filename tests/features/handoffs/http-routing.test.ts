import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { expectProblem, type StaffMember } from '../../platform/http/clients.js'
import { AGENT, OPEN, startTestServer, type TestServer } from '../../platform/http/harness.js'

/** A commune like Villebourg, whose waits are offered to its agents. */
const ROUTED = 'zone-routee'
let server: TestServer
let anne: StaffMember
let bruno: StaffMember
let civil: StaffMember

beforeAll(async () => {
  server = await startTestServer({
    communes: [{ id: ROUTED, nom: 'Routée', routing: { mode: 'least_loaded', acceptSeconds: 20, capacity: 2 } }],
  })
  const account = (name: string, departments: string[] = []) =>
    server.signInAs({
      email: `${name}@routee.example`,
      displayName: name,
      communeId: ROUTED,
      roles: ['agent'],
      departments,
    })
  anne = await account('Anne')
  bruno = await account('Bruno')
  civil = await account('Civil', ['etat-civil'])
})
beforeEach(async () => {
  server.clock.set(OPEN)
  for (const one of [anne, bruno, civil]) await one.beAvailable('away')
  for (const communeId of ['villebourg', ROUTED])
    for (const { conversationId } of await server.store.listHandoffs(communeId, ['pending', 'assigned']))
      await server.store.eraseConversation(conversationId)
})
afterAll(() => server.stop())

const declare = (who: StaffMember, body: Record<string, unknown>) => who.call('POST', '/agent/availability', body)
const team = async (who: StaffMember) => (await who.call('GET', '/agent/team')).body
const waiting = async (words: string[] = [], body: Record<string, unknown> = {}) => {
  const citizen = await server.startConversation({ communeId: ROUTED, ...body })
  for (const text of words) await citizen.say(text)
  expect((await citizen.callAgent()).status).toBe(201)
  return { citizen, handoffId: (await server.store.findOpenHandoff(citizen.id))?.id ?? '' }
}
/** Once the router, which acts by itself, has offered a wait. */
const offerOf = async (handoffId: string) => {
  for (let tries = 0; tries < 100; tries += 1) {
    const { offer } = (await server.store.getHandoff(handoffId)) ?? {}
    if (offer) return offer
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  return null
}

describe('the presence of an agent', () => {
  it('is seen by her colleagues, with her word, her talks and her departments', async () => {
    await declare(civil, { state: 'away', word: ' au guichet ' })
    await declare(bruno, { state: 'busy' })
    await anne.beAvailable()
    const seen = await team(anne)
    expect(seen.me).toMatchObject({ name: 'Anne', state: 'available', cause: null, talks: 0, capacity: 2 })
    expect(seen.colleagues).toMatchObject([
      { name: 'Bruno', state: 'busy', word: null, departments: [] },
      { name: 'Civil', state: 'away', word: 'au guichet', departments: ['État civil'] },
    ])
    expect(seen).toMatchObject({ now: OPEN, idleInMs: 900_000, idleLimitMs: 900_000, routing: { acceptSeconds: 20 } })
    expect(JSON.stringify(seen)).not.toContain('Accueil')
    expect(JSON.stringify(seen)).not.toMatch(/passwordHash|@/)
  })

  it('is refused with the field at fault', async () => {
    expectProblem(await declare(anne, { state: 'asleep' }), 422, 'invalid_request', 'state')
    expectProblem(await declare(anne, { state: 'away', word: 'a'.repeat(41) }), 422, 'invalid_request', 'word')
    expectProblem(await anne.call('POST', '/agent/beat', {}), 422, 'invalid_request', 'touched')
    expectProblem(await server.call('GET', '/agent/team'), 401, 'sign_in_required')
  })

  it('who is busy keeps her talks, and citizens are not told that somebody can talk', async () => {
    await anne.beAvailable()
    const { handoffId } = await waiting()
    await offerOf(handoffId)
    await anne.act(handoffId, 'claim')
    expect((await declare(anne, { state: 'busy' })).body).toMatchObject({ presence: 'busy', availableAgents: 0 })
    expect((await anne.queue()).mine).toHaveLength(1)
    const other = await server.startConversation({ communeId: ROUTED })
    expect(other.started.availability).toMatchObject({ open: true, canTalk: false })
  })
})

describe('a console whose stream is lost', () => {
  it('is noticed within seconds: colleagues see it, and waiting citizens are told in their language, once', async () => {
    // Consoles have had the time to be heard since the start.
    server.clock.advance({ minutes: 1 })
    await anne.beAvailable()
    const stream = await anne.stream()
    await stream.next('queue')
    const { citizen } = await waiting([], { language: 'en' })
    const followed = await citizen.stream()
    await followed.next('handoff', (handoff) => handoff?.status === 'pending')
    stream.close()
    await stream.ended
    await gone(anne)
    server.clock.advance({ seconds: 8 })
    await server.app.sweep()
    await followed.next('availability', ({ canTalk }) => !canTalk)
    const told = await followed.next('message', ({ payload }) => payload.event === 'nobody_there')
    expect(told.data).toMatchObject({ author: 'system', language: 'en' })
    expect(told.data.payload.text).toMatch(/^No member of staff is online for now\. You keep your place/)
    expect(told.data.payload.options).toEqual([{ label: 'Leave a message', value: 'leave-message' }])
    expect((await team(bruno)).colleagues).toContainEqual(
      expect.objectContaining({ name: 'Anne', state: 'away', cause: 'lost' }),
    )
    const back = await anne.stream()
    await back.next('queue')
    await server.app.sweep()
    await server.app.sweep()
    await followed.next('message', ({ payload }) => payload.event === 'somebody_back')
    const events = (await citizen.read()).messages.flatMap(({ payload }) => ('event' in payload ? [payload.event] : []))
    expect(events).toEqual(['handoff_requested', 'nobody_there', 'somebody_back'])
    expect((await citizen.read()).handoff).toMatchObject({ status: 'pending', position: 1 })
    back.close()
  })

  it('loses and doubles nothing of a talk when it is back', async () => {
    await anne.beAvailable()
    const { citizen, handoffId } = await waiting()
    const stream = await anne.stream()
    await stream.next('queue')
    await anne.act(handoffId, 'claim')
    stream.close()
    await stream.ended
    await gone(anne)
    server.clock.advance({ seconds: 20 })
    await server.app.sweep()
    const { message } = await citizen.say('Vous êtes là ?')
    const back = await anne.stream()
    await back.next('queue')
    const sent = { clientId: 'agent-back1', text: 'Oui, je suis revenue.' }
    for (let n = 0; n < 3; n += 1) expect((await anne.act(handoffId, 'messages', sent)).status).toBe(200)
    const { messages, handoff } = await citizen.read()
    expect(handoff).toMatchObject({ status: 'assigned', agentName: 'Anne' })
    expect(messages.map(({ seq }) => seq)).toEqual(messages.map((_, index) => index + 1))
    expect(messages.slice(-2)).toMatchObject([{ seq: message.seq }, { author: 'agent', payload: { text: sent.text } }])
    expect((await team(bruno)).colleagues[0]).toMatchObject({ name: 'Anne', state: 'available', talks: 1 })
    back.close()
  })

  it('is not lost when another one of hers is open', async () => {
    await anne.beAvailable()
    const [one, two] = [await anne.stream(), await anne.stream()]
    await Promise.all([one.next('queue'), two.next('queue')])
    one.close()
    await one.ended
    server.clock.advance({ seconds: 20 })
    await server.app.sweep()
    expect((await team(bruno)).colleagues[0]).toMatchObject({ name: 'Anne', state: 'available' })
    two.close()
    await two.ended
  })

  /** The server has noticed that the stream is closed. */
  async function gone(who: StaffMember): Promise<void> {
    for (let tries = 0; tries < 100; tries += 1) {
      const mine = (await server.store.listPresences(ROUTED)).find(({ userId }) => userId === who.userId)
      if (mine?.dueAt && Date.parse(mine.dueAt) - server.clock.now().getTime() <= 8_000) return
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
    throw new Error('the closed stream was not noticed')
  }
})

describe('a console that nobody touches', () => {
  it('is asked about by its own clock, and makes its agent absent at the minutes of the commune', async () => {
    await anne.beAvailable()
    const pass = async (minutes: number) => {
      for (let n = 0; n < minutes; n += 1) {
        server.clock.advance({ minutes: 1 })
        await anne.call('POST', '/agent/beat', { touched: false })
      }
      await server.app.sweep()
    }
    await pass(14)
    expect((await team(anne)).idleInMs).toBe(60_000)
    await anne.call('POST', '/agent/beat', { touched: true })
    expect((await team(anne)).idleInMs).toBe(900_000)
    await pass(15)
    expect(await team(anne)).toMatchObject({ me: { state: 'away', cause: 'idle' }, idleInMs: null })
    expect(await anne.queue()).toMatchObject({ presence: 'away', availableAgents: 0 })
    await anne.beAvailable()
    expect((await team(anne)).me).toMatchObject({ state: 'available', cause: null })
  })
})

describe('an offer', () => {
  it('comes by itself to the agent of the department; she alone may take it while it lasts', async () => {
    for (const one of [anne, bruno, civil]) await one.beAvailable()
    const { citizen, handoffId } = await waiting(['acte de naissance'])
    expect(await offerOf(handoffId)).toMatchObject({ agentName: 'Civil', dueAt: '2026-11-24T09:00:20.000Z' })
    expect((await civil.queue()).pending).toMatchObject([{ id: handoffId, offered: 'me', department: 'etat-civil' }])
    expect((await anne.queue()).pending).toMatchObject([{ id: handoffId, offered: 'other' }])
    expectProblem(await anne.act(handoffId, 'claim'), 409, 'handoff_offered')
    expectProblem(await anne.act(handoffId, 'pass'), 409, 'handoff_not_yours')
    expect(JSON.stringify(await citizen.read())).not.toMatch(/offer|declinedBy/)
    expect((await civil.act(handoffId, 'claim')).status).toBe(200)
    expect((await citizen.read()).handoff).toMatchObject({ status: 'assigned', agentName: 'Civil' })
  })

  it('goes to the next when she passes, and to everybody when nobody answers in time', async () => {
    await anne.beAvailable()
    await civil.beAvailable()
    const { handoffId } = await waiting(['acte de naissance'])
    await offerOf(handoffId)
    expect((await civil.act(handoffId, 'pass')).status).toBe(200)
    expect(await offerOf(handoffId)).toMatchObject({ agentName: 'Anne' })
    server.clock.advance({ seconds: 20 })
    await server.app.sweep()
    expect((await civil.queue()).pending[0]).not.toHaveProperty('offered')
    expect((await civil.act(handoffId, 'claim')).status).toBe(200)
  })

  it('may be taken out of turn by a supervisor; another commune knows nothing of it', async () => {
    await anne.beAvailable()
    const { handoffId } = await waiting()
    await offerOf(handoffId)
    const elsewhere = await server.signIn(AGENT)
    for (const verb of ['pass', 'claim']) expectProblem(await elsewhere.act(handoffId, verb), 404, 'unknown_handoff')
    const chief = await server.signInAs({
      email: 'chef@routee.example',
      displayName: 'Chef',
      communeId: ROUTED,
      roles: ['agent', 'admin'],
    })
    expect((await chief.act(handoffId, 'claim')).status).toBe(200)
    expectProblem(await anne.act(handoffId, 'claim'), 409, 'handoff_taken')
  })

  it('ends in a message form at the deadline, as every wait', async () => {
    await anne.beAvailable()
    const { citizen, handoffId } = await waiting()
    await offerOf(handoffId)
    server.clock.advance({ minutes: 10 })
    await server.app.sweep()
    expect(await server.store.getHandoff(handoffId)).toMatchObject({ status: 'expired' })
    expect((await server.store.getHandoff(handoffId))?.offer).toBeUndefined()
    expect((await citizen.read()).handoff).toBeNull()
  })
})

describe('the agents of a commune', () => {
  let admin: StaffMember
  beforeAll(async () => {
    admin = await server.signInAs({ email: 'admin@routee.example', communeId: ROUTED, roles: ['admin'] })
  })
  const put = (id: string, body: object) =>
    admin.call('PUT', `/admin/accounts/${id}`, { name: 'Bruno', roles: ['agent'], ...body })

  it('are given departments and a capacity by an administrator, which count at once', async () => {
    const changed = await put(bruno.userId, { departments: ['urbanisme', 'urbanisme'], capacity: 5 })
    expect(changed.status).toBe(200)
    expect(changed.body.accounts).toContainEqual(
      expect.objectContaining({ name: 'Bruno', departments: ['urbanisme'], capacity: 5 }),
    )
    const { me, routing } = await team(bruno)
    expect(me).toMatchObject({ capacity: 5, departments: ['Urbanisme et voirie'] })
    expect(routing).toMatchObject({ capacity: 2 })
    // Who says nothing of it changes nothing of it.
    await put(bruno.userId, { departments: [] })
    expect((await team(bruno)).me).toMatchObject({ capacity: 5, departments: [] })
    await put(bruno.userId, { departments: [], capacity: null })
    expect((await team(bruno)).me).toMatchObject({ capacity: 2 })
    expect(await server.store.getUser(bruno.userId)).not.toHaveProperty('capacity')
  })

  it('lose nothing that is done to their account meanwhile, and the audit tells what they were given', async () => {
    const lea = await server.signInAs({ email: 'lea@routee.example', communeId: ROUTED, roles: ['agent'] })
    const read = server.store.getUser
    const reading = jest.spyOn(server.store, 'getUser').mockImplementation(async (id) => {
      const user = await read(id)
      if (id === lea.userId) await server.store.applyToAccount(id, { type: 'deactivate', at: OPEN }, null)
      return user
    })
    expect((await put(lea.userId, { departments: ['urbanisme'], capacity: 3 })).status).toBe(200)
    reading.mockRestore()
    expect(await server.store.getUser(lea.userId)).toMatchObject({
      deactivatedAt: OPEN,
      departments: ['urbanisme'],
      capacity: 3,
    })
    const { body } = await admin.call('GET', `/admin/audit?kind=user&target=${lea.userId}`)
    expect(body.rows).toMatchObject([
      {
        action: 'user_changed',
        before: { departments: [], capacity: null },
        after: { departments: ['urbanisme'], capacity: 3 },
      },
    ])
  })

  it('are refused what does not exist', async () => {
    expectProblem(await put(anne.userId, { departments: ['lune'] }), 422, 'unknown_department', 'departments')
    expectProblem(await put(anne.userId, { capacity: 0 }), 422, 'invalid_request', 'capacity')
  })
})
