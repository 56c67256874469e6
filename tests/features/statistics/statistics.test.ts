import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { StatisticsView } from '../../../src/features/statistics/contract.js'
import { expectProblem, type StaffMember } from '../../platform/http/clients.js'
import { startTestServer, type TestServer } from '../../platform/http/harness.js'
import { PlainVisitor } from '../../platform/http/plain-visitor.js'

let server: TestServer
let curator: StaffMember
beforeAll(async () => {
  server = await startTestServer()
  curator = await server.signInAs({ email: 'redaction@villebourg.example', roles: ['curator'] })
})
afterAll(() => server.stop())

const statistics = async (query = 'days=7'): Promise<StatisticsView> =>
  (await curator.call('GET', `/admin/statistics?${query}`)).body

describe('GET /admin/statistics', () => {
  it('is for curators, supervisors and administrators, and refuses periods that are none', async () => {
    expectProblem(await server.call('GET', '/admin/statistics?days=7'), 401, 'sign_in_required')
    expectProblem(await (await server.signIn()).call('GET', '/admin/statistics?days=7'), 403, 'forbidden')
    for (const query of ['', 'days=0', 'from=2026-11-24&to=2026-11-01']) {
      const { status, body } = await curator.call('GET', `/admin/statistics?${query}`)
      expect([query, status, body.code]).toEqual([query, 422, 'invalid_request'])
    }
  })

  it('counts what was asked, at which hour, in which language, and what people thought of the answers', async () => {
    const before = await statistics()
    const messages: string[] = []
    const talks = []
    for (let time = 0; time < 5; time += 1) {
      const citizen = await server.startConversation()
      const { replies } = await citizen.say('Risques', { choice: 'entry:risques-alertes' })
      messages.push(replies.find(({ payload }) => payload.type === 'card')?.id ?? '')
      talks.push(citizen)
    }
    await talks[0]?.call('POST', `/messages/${messages[0]}/feedback`, { feedback: 'helpful' })
    await talks[0]?.call('POST', `/messages/${messages[0]}/feedback`, { feedback: 'unhelpful' })
    const after = await statistics()
    expect(after.questions.now - before.questions.now).toBe(5)
    expect(after.ends[0]).toEqual({ key: 'answered', now: (before.ends[0]?.now ?? 0) + 5, before: 0 })
    expect(after.languages.rows).toEqual([{ key: 'fr', label: null, now: 5, before: 0 }])
    expect(after.byHour.filter(({ questions }) => questions > 0)).toHaveLength(1)
    expect(after.entries.rows).toEqual([{ key: 'risques-alertes', label: expect.any(String), now: 5, before: 0 }])
    expect(after.opinions).toMatchObject({ helpful: { now: 0 }, unhelpful: { now: 1 } })
    expect(after.failing).toMatchObject([{ key: 'risques-alertes', answered: 5, disliked: 1 }])
    // Thirty answers are needed before anything is expected of them.
    expect(after.expected).toBeNull()
    expect(after.meanMs).toBeGreaterThan(0)
  })

  it('counts an opinion once, whether it is given twice at once or on a page without script', async () => {
    const { opinions: before } = await statistics()
    const citizen = await server.startConversation()
    const { replies } = await citizen.say('Risques', { choice: 'entry:risques-alertes' })
    const card = replies.find(({ payload }) => payload.type === 'card')?.id
    const give = () => citizen.call('POST', `/messages/${card}/feedback`, { feedback: 'unhelpful' })
    await Promise.all([give(), give()])
    const visitor = new PlainVisitor(server)
    await visitor.ask('livret de famille perdu')
    await visitor.press('Oui')
    const { opinions: after } = await statistics()
    expect(after.helpful.now - before.helpful.now).toBe(1)
    expect(after.unhelpful.now - before.unhelpful.now).toBe(1)
  })
})
