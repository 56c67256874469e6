import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { expectProblem, type StaffMember } from '../../platform/http/clients.js'
import { startTestServer, type TestServer } from '../../platform/http/harness.js'

let server: TestServer
let curator: StaffMember
beforeAll(async () => {
  server = await startTestServer({ captureLogs: true })
  curator = await server.signInAs({ email: 'chloe@villebourg.example', roles: ['curator'], id: 'chloe' })
})
afterAll(() => server.stop())

const attempt = (question: string) => curator.call('POST', '/admin/try', { question })

describe('trying a question', () => {
  it('explains the screen, the candidates with their evidence, the thresholds and the outcome', async () => {
    const { status, body } = await attempt('quels papiers pour voter, mon numéro est 06 39 98 12 34')
    expect(status).toBe(200)
    expect(body.stored).toContain('[téléphone masqué]')
    expect(body).toMatchObject({ language: 'fr', encoderVersion: null, masked: ['phone'] })
    expect(body.policy).toMatchObject({
      answer: expect.any(Number),
      gap: expect.any(Number),
      floor: expect.any(Number),
    })
    expect(body.candidates[0]).toMatchObject({ title: expect.any(String), features: expect.any(Object) })
    expect(['sure', 'close', 'unsure', 'unlikely']).toContain(body.reason)
  })

  it('says what decided before any search', async () => {
    expect((await attempt('je veux parler à quelqu’un')).body).toMatchObject({
      outcome: 'escalated_wish',
      reason: 'signals',
    })
    expect((await attempt('???')).body).toMatchObject({ reason: 'no_words', candidates: [] })
  })

  it('tries a batch in order, and keeps, counts and logs nothing', async () => {
    const questions = ['quels papiers pour voter', 'louer un poney', 'écrire à luc@example.org']
    const { body } = await curator.call('POST', '/admin/try/batch', { questions })
    expect(body.tried.map(({ question }: { question: string }) => question)).toEqual([
      ...questions.slice(0, 2),
      'écrire à [adresse e-mail masquée]',
    ])
    expect(body.tried[0].candidates.length).toBeGreaterThan(0)
    await server.app.sweep()
    expect(await server.store.readCounters('villebourg', '0000-01-01', '9999-12-31')).toEqual({})
    expect(server.logs()).not.toContain('poney')
  })

  it('is for curators, and refuses what is no question', async () => {
    const agent = await server.signIn()
    expectProblem(await agent.call('POST', '/admin/try', { question: 'voter' }), 403, 'forbidden')
    expectProblem(await attempt(' '), 422, 'text_empty', 'question')
    const many = Array.from({ length: 51 }, () => 'voter')
    expectProblem(
      await curator.call('POST', '/admin/try/batch', { questions: many }),
      422,
      'invalid_request',
      'questions',
    )
  })
})
