import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { openLowdbStore } from '../../../src/store/lowdb-store.js'
import { type Citizen, expectProblem, type StaffMember } from '../../platform/http/clients.js'
import { OPEN, OTHER_AGENT, startTestServer, type TestServer } from '../../platform/http/harness.js'
import { makeTemporaryFolder, removeFolder } from '../../platform/store/temporary-folder.js'

/** Villebourg, where every answer waits for an agent. */
const CHECKED = [{ id: 'villebourg', validation: { categories: 'all' as const, seconds: 60 } }]
/** A question that words alone answer. */
const QUESTION = 'quels papiers pour voter'

let server: TestServer
let agent: StaffMember
let other: StaffMember
let admin: StaffMember
beforeAll(async () => {
  server = await startTestServer({ communes: CHECKED })
})
beforeEach(async () => {
  server.clock.set(OPEN)
  agent = await server.signIn()
  other = await server.signIn(OTHER_AGENT)
  admin = await server.signInAs({ email: 'ada@villebourg.example', roles: ['admin'], id: 'ada' })
  await agent.beAvailable()
})
afterAll(() => server.stop())

const waiting = async (staff = agent) => (await staff.call('GET', '/agent/validations')).body
const eventsOf = async (citizen: Citizen) =>
  (await citizen.read()).messages.flatMap(({ payload }) => ('event' in payload && payload.event ? [payload.event] : []))

async function hold(): Promise<{ citizen: Citizen; id: string }> {
  const before = new Set((await waiting()).validations.map(({ id }: { id: string }) => id))
  const citizen = await server.startConversation({ page: '/vie-citoyenne' })
  await citizen.say(QUESTION)
  const { validations } = await waiting()
  return { citizen, id: validations.find(({ id }: { id: string }) => !before.has(id)).id }
}

describe('answers that wait for an agent', () => {
  it('are listed with their candidates and why, and shown once an agent has said yes', async () => {
    const stream = await agent.stream()
    await stream.next('queue')
    const { citizen, id } = await hold()
    // The console is told at once.
    await stream.next('queue')
    const { enabled, validations } = await waiting()
    const view = validations.find((one: { id: string }) => one.id === id)
    expect(enabled).toBe(true)
    expect(view).toMatchObject({ question: QUESTION, language: 'fr', page: '/vie-citoyenne', leftMs: 60_000 })
    expect(view.candidates[0]).toMatchObject({ entryId: view.entryId, title: expect.any(String) })
    expect(view.candidates[0].summary).toMatch(/\p{L}{3}/u)
    expect(view.candidates[0]).not.toHaveProperty('features')
    expect(JSON.stringify(view)).not.toContain('held')

    expect((await agent.call('POST', `/agent/validations/${id}`, { decision: 'confirm' })).status).toBe(204)
    expect(await eventsOf(citizen)).toEqual(['answer_held', 'answer_verified'])
    expect((await citizen.read()).messages.at(-1)?.payload.type).toBe('card')
    const late = await other.call('POST', `/agent/validations/${id}`, { decision: 'refuse' })
    expectProblem(late, 409, 'validation_decided')
  })

  it('refuse what is no decision, and leave the answer waiting', async () => {
    const { citizen, id } = await hold()
    const decide = (body: unknown) => agent.call('POST', `/agent/validations/${id}`, body)
    expectProblem(await decide({ decision: 'perhaps' }), 422, 'invalid_request', 'decision')
    expectProblem(await decide({ decision: 'write', text: ' ' }), 422, 'text_empty', 'text')
    expectProblem(await decide({ decision: 'choose', entryId: 'licorne' }), 422, 'entry_unpublished', 'entryId')
    expectProblem(await server.call('POST', `/agent/validations/${id}`, { body: {} }), 401, 'sign_in_required')
    expectProblem(
      await agent.call('POST', `/agent/validations/${id}`, { decision: 'confirm' }, { 'x-csrf-token': 'forged' }),
      403,
      'csrf',
    )
    expect(await eventsOf(citizen)).toEqual(['answer_held'])
    expect((await decide({ decision: 'write', text: 'Une pièce d’identité suffit.' })).status).toBe(204)
    expect((await citizen.texts()).slice(-2)[0]).toBe('Une pièce d’identité suffit.')
  })

  it('are given by the sweep when nobody looked in time, and counted', async () => {
    const before = (await admin.call('GET', '/admin/validations')).body
    const { citizen } = await hold()
    server.clock.advance({ seconds: 61 })
    await server.app.sweep()
    expect(await eventsOf(citizen)).toEqual(['answer_held', 'answer_unverified'])
    const after = (await admin.call('GET', '/admin/validations')).body
    expect(after).toMatchObject({ enabled: true, expired: before.expired + 1, agreement: before.agreement })
    expectProblem(await agent.call('GET', '/admin/validations'), 403, 'forbidden')
  })

  it('are given up, and counted so, once the citizen has asked for an agent', async () => {
    const before = (await admin.call('GET', '/admin/validations')).body
    const { citizen, id } = await hold()
    await citizen.callAgent()
    await server.app.sweep()
    expect(await eventsOf(citizen)).not.toContain('answer_unverified')
    expect((await waiting()).validations.map((one: { id: string }) => one.id)).not.toContain(id)
    const after = (await admin.call('GET', '/admin/validations')).body
    expect(after).toMatchObject({ expired: before.expired, withdrawn: before.withdrawn + 1 })
  })

  it('leave the stateless question as it is', async () => {
    const { status, body } = await server.call('POST', '/ask', { body: { question: QUESTION } })
    expect([status, body.outcome]).toEqual([200, 'answered'])
    expect(body.answer.title).toBeDefined()
  })

  it('wait over a restart of the server, and are decided after it', async () => {
    const folder = await makeTemporaryFolder()
    const open = async () => {
      const store = await openLowdbStore({ dataDir: join(folder, 'data') })
      return startTestServer({ communes: CHECKED, wrapStore: () => store })
    }
    const first = await open()
    await (await first.signIn()).beAvailable()
    const started = [await first.startConversation(), await first.startConversation()]
    for (const citizen of started) await citizen.say(QUESTION)
    await first.stop()

    const second = await open()
    const staff = await second.signIn()
    const { validations } = (await staff.call('GET', '/agent/validations')).body
    expect(validations).toHaveLength(2)
    await staff.call('POST', `/agent/validations/${validations[0].id}`, { decision: 'confirm' })
    second.clock.advance({ seconds: 61 })
    await second.app.sweep()
    const read = async ({ id, headers }: Citizen) =>
      (await second.call('GET', `/conversations/${id}/messages`, { headers })).body.messages
    const events = await Promise.all(
      started.map(async (citizen) =>
        (await read(citizen)).flatMap((one: { payload: { event?: string } }) => one.payload.event ?? []),
      ),
    )
    expect(events.sort()).toEqual([
      ['answer_held', 'answer_unverified'],
      ['answer_held', 'answer_verified'],
    ])
    await second.stop()
    await removeFolder(folder)
  })
})
