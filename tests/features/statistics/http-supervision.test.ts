import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { FiguresView, SupervisionView } from '../../../src/features/statistics/supervision-contract.js'
import { type Citizen, expectProblem, newClientId, type StaffMember } from '../../platform/http/clients.js'
import { startTestServer, type TestServer } from '../../platform/http/harness.js'

let server: TestServer
let agent: StaffMember
let chief: StaffMember
beforeAll(async () => {
  server = await startTestServer()
  agent = await server.signIn()
  chief = await server.signInAs({ email: 'chef@villebourg.example', roles: ['agent', 'supervisor'] })
})
afterAll(() => server.stop())

const live = async (): Promise<SupervisionView> => (await chief.call('GET', '/agent/supervision')).body
const figures = async (query: string): Promise<FiguresView> =>
  (await chief.call('GET', `/agent/supervision/figures?${query}`)).body

/** A citizen who asks for an agent, and her request. */
async function asking(): Promise<{ citizen: Citizen; id: string }> {
  const citizen = await server.startConversation()
  await citizen.callAgent()
  const handoff = await server.store.findOpenHandoff(citizen.id)
  return { citizen, id: handoff?.id ?? '' }
}

/** An agent takes a request after some minutes, speaks a minute later, and ends it nine minutes after that. */
async function serve(id: string, minutes: number): Promise<void> {
  server.clock.advance({ minutes })
  await agent.act(id, 'claim')
  server.clock.advance({ minutes: 1 })
  await agent.act(id, 'messages', { clientId: newClientId(), text: 'Bonjour.' })
  server.clock.advance({ minutes: 9 })
  await agent.act(id, 'resolve', { resolution: 'answered' })
}

describe('the supervisor’s view', () => {
  it('is for supervisors and administrators', async () => {
    for (const path of ['/agent/supervision', '/agent/supervision/figures?days=7']) {
      expectProblem(await server.call('GET', path), 401, 'sign_in_required')
      expectProblem(await agent.call('GET', path), 403, 'forbidden')
      expect((await chief.call('GET', path)).status).toBe(200)
      const admin = await server.signIn('admin@villebourg.example')
      expect((await admin.call('GET', path)).status).toBe(200)
    }
  })

  it('refuses periods that are none', async () => {
    const queries = [
      '',
      'days=0',
      'days=400',
      'from=2026-11-02&to=2026-11-01',
      'from=2020-01-01&to=2026-01-01',
      'from=x',
    ]
    for (const query of queries) {
      const answer = await chief.call('GET', `/agent/supervision/figures?${query}`)
      expect([query, answer.status, answer.body.code]).toEqual([query, 422, 'invalid_request'])
    }
  })

  it('says who waits longest, and what each agent holds', async () => {
    await agent.beAvailable()
    const first = await asking()
    server.clock.advance({ minutes: 2 })
    await agent.beAvailable()
    const second = await asking()
    const waiting = await live()
    expect(waiting.counts).toMatchObject({ waiting: 2, toTake: 2, held: 0 })
    expect(waiting.longestSince).toBe((await server.store.getHandoff(first.id))?.requestedAt)
    await agent.act(first.id, 'claim')
    await first.citizen.call('POST', '/messages', { clientId: newClientId(), text: 'Vous êtes là ?' })
    const talking = await live()
    expect(talking.counts).toMatchObject({ waiting: 1, held: 1, talks: 1, toAnswer: 1, late: 0 })
    const own = (view: SupervisionView) => view.agents.find(({ id }) => id === agent.userId)
    expect(own(talking)).toMatchObject({ state: 'available', held: 1, talks: 1, toAnswer: 1, capacity: 3, free: 2 })
    server.clock.advance({ minutes: 11 })
    expect((await live()).counts).toMatchObject({ late: 1 })
    await agent.act(first.id, 'messages', { clientId: newClientId(), text: 'Bonjour' })
    expect((await live()).counts).toMatchObject({ held: 1, toAnswer: 0, late: 0 })
    expect(talking.agents.map(({ name }) => name)).not.toContain('Administration')
    for (const { citizen } of [first, second]) await citizen.call('DELETE', '')
    expect(await live()).toMatchObject({ longestSince: null, counts: { waiting: 0, held: 0, toTake: 0 } })
  })

  it('gives a request to who is there, whoever holds it, and back to where it was', async () => {
    await agent.beAvailable()
    const { citizen, id } = await asking()
    const assign = (staff: StaffMember, to: string | null) => staff.act(id, 'assign', { to })
    expectProblem(await assign(agent, agent.userId), 403, 'forbidden')
    expectProblem(await assign(chief, 'nobody'), 422, 'unknown_colleague', 'to')
    expect((await assign(chief, agent.userId)).body).toMatchObject({ status: 'assigned', agentId: agent.userId })
    expectProblem(await assign(chief, agent.userId), 409, 'handoff_taken')
    expect((await assign(chief, null)).body).toMatchObject({ status: 'pending', agentId: null })
    expect((await assign(chief, chief.userId)).body).toMatchObject({ agentId: chief.userId })
    expect((await assign(chief, agent.userId)).body).toMatchObject({ agentId: agent.userId })
    expect((await assign(chief, chief.userId)).body).toMatchObject({ agentId: chief.userId, takenFrom: agent.userId })
    const steps = (await server.store.listHandoffSteps(id)).map(({ type }) => type)
    expect(steps).toEqual(['claim', 'transfer', 'take_over', 'release', 'claim', 'transfer', 'take_over'])
    // Who is not there does not get it: it waits for whoever is.
    await agent.call('POST', '/agent/availability', { state: 'away' })
    expect((await assign(chief, agent.userId)).body).toMatchObject({ status: 'pending' })
    await citizen.call('DELETE', '')
  })

  it('counts a day as it went, and keeps it when the conversations are erased', async () => {
    server.clock.set('2026-11-26T08:00:00.000Z')
    agent = await server.signIn()
    chief = await server.signIn('chef@villebourg.example')
    await agent.beAvailable()
    const citizens: Citizen[] = []
    for (const minutes of [1, 1, 2, 3, 8]) {
      const { citizen, id } = await asking()
      citizens.push(citizen)
      await citizen.call('POST', '/rating', { level: 4 })
      await serve(id, minutes)
      await agent.beAvailable()
    }
    const expired = await asking()
    server.clock.advance({ minutes: 30 })
    await server.app.sweep()
    await agent.beAvailable()
    const abandoned = await asking()
    await abandoned.citizen.call('DELETE', '/handoff')
    citizens.push(expired.citizen, abandoned.citizen)

    await server.app.sweep()
    const day = await figures('days=1')
    expect(day).toMatchObject({
      today: '2026-11-26',
      period: { from: '2026-11-26', to: '2026-11-26' },
      timeZone: 'Europe/Paris',
      requests: { now: 7, before: 0 },
    })
    const numbers = { requests: 7, taken: 5, answered: 5, abandoned: 1, missed: 1, left: 0 }
    for (const [name, now] of Object.entries(numbers)) expect(day).toMatchObject({ [name]: { now, before: 0 } })
    expect((await live()).today).toMatchObject({
      day: '2026-11-26',
      before: '2026-11-19',
      taken: { now: 5, before: 0 },
    })
    expect(Object.fromEntries(day.ends.map(({ key, now }) => [key, now]))).toEqual({
      answered: 5,
      expired: 1,
      abandoned: 1,
    })
    const { wait, first, talk } = day.durations
    expect([wait.now.count, first.now.count, talk.now.count]).toEqual([5, 5, 5])
    const near = (seconds: number | null, minutes: number) => Math.abs((seconds ?? 0) / 60 / minutes - 1) < 0.1
    expect([near(wait.now.medianS, 2), near(wait.now.p90S, 8)]).toEqual([true, true])
    expect([near(first.now.medianS, 3), near(talk.now.medianS, 12)]).toEqual([true, true])
    expect(day.byHour.reduce((sum, { requests }) => sum + requests, 0)).toBe(7)
    expect(day.byHour[9]?.requests).toBeGreaterThan(0)
    expect(day.week[3]?.days).toBe(1)
    expect(day.ratings.levels[4].now).toBe(5)

    for (const citizen of citizens) await citizen.call('DELETE', '')
    expect(await figures('days=1')).toEqual(day)
    expect(await figures('from=2026-11-10&to=2026-11-15')).toMatchObject({ requests: { now: 0, before: 0 } })
  })

  it('counts once a request that was passed on, however often', async () => {
    server.clock.set('2026-11-27T08:00:00.000Z')
    agent = await server.signIn()
    chief = await server.signIn('chef@villebourg.example')
    await agent.beAvailable()
    await chief.beAvailable()
    const { id } = await asking()
    await agent.act(id, 'claim')
    await agent.act(id, 'transfer', { to: { agent: chief.userId } })
    await chief.act(id, 'transfer', { to: { agent: agent.userId } })
    expect((await agent.act(id, 'resolve', { resolution: 'answered' })).status).toBe(200)
    await server.app.sweep()
    expect((await figures('days=1')).moves.transferred).toEqual({ now: 1, before: 0 })
  })
})
