import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { PracticeExerciseView, PracticeTeamView, PracticeView } from '../../../src/features/practice/contract.js'
import { pathsOf } from '../../../src/features/practice/exercise.js'
import type { PracticeCounts } from '../../../src/features/practice/result.js'
import { expectProblem, type StaffMember } from '../../platform/http/clients.js'
import { OTHER_AGENT, startTestServer, type TestServer } from '../../platform/http/harness.js'

const ADMIN = 'admin@villebourg.example'
const COUNTS: PracticeCounts = {
  found: 6,
  expected: 6,
  courtesies: 3,
  courtesiesExpected: 3,
  rightEntry: true,
  safe: true,
  firstMs: 21_000,
  wholeMs: 95_000,
}

let server: TestServer
let agent: StaffMember
beforeEach(async () => {
  server = await startTestServer()
  agent = await server.signIn()
})
afterEach(() => server.stop())

async function read<T>(who: StaffMember, path: string): Promise<T> {
  const { status, body } = await who.call('GET', path)
  expect(status).toBe(200)
  return body
}

const results = (id: string) => `/agent/practice/exercises/${id}/results`

describe('the exercises', () => {
  it('are listed without their script, with what this agent has done of them', async () => {
    const view = await read<PracticeView>(agent, '/agent/practice')
    expect(view.exercises.length).toBeGreaterThanOrEqual(24)
    expect(Object.keys(view.exercises[0] ?? {}).sort()).toEqual(
      ['channel', 'id', 'intro', 'language', 'level', 'profile', 'title'].sort(),
    )
    expect(view).toMatchObject({ records: [], keptDays: 365 })
  })

  it('are read whole, as they are set in French, with the titles and sources of their entries', async () => {
    const view = await read<PracticeExerciseView>(agent, '/agent/practice/exercises/accueil-carte-perdue')
    expect(view.exercise.title).toBe('Une carte d’identité perdue')
    expect(view.exercise.opening).toContain("carte d'identité")
    expect(view.manners.courtesies.greeting.examples.length).toBeGreaterThan(0)
    expect(view.entries['carte-identite-perte-vol']).toMatchObject({
      title: 'Carte d’identité perdue ou volée',
      source: { url: expect.stringMatching(/^https:/) },
    })
  })

  it('come with the entries as citizens read them, which counts no question', async () => {
    const answer = await read<{ title: string }>(agent, '/agent/sheets/pacs-conclure')
    expect(answer.title).toBe('Se pacser à la mairie')
    expectProblem(await agent.call('GET', '/agent/sheets/nothing'), 404, 'not_found')
    expectProblem(await agent.call('GET', '/agent/practice/exercises/nothing'), 404, 'unknown_exercise')
  })

  it('are for staff', async () => {
    expectProblem(await server.call('GET', '/agent/practice'), 401, 'sign_in_required')
    const curator = await server.signInAs({ email: 'curt@villebourg.example', roles: ['curator'] })
    expectProblem(await curator.call('GET', '/agent/practice'), 403, 'forbidden')
  })
})

describe('results', () => {
  it('are kept in numbers: best, last, how many and when', async () => {
    await agent.call('POST', results('ec-pacs'), { ...COUNTS, found: 2, rightEntry: false })
    server.clock.advance({ minutes: 5 })
    const { status, body } = await agent.call('POST', results('ec-pacs'), COUNTS)
    expect([status, body.attempts, body.best, body.last]).toEqual([200, 2, COUNTS, COUNTS])
    const view = await read<PracticeView>(agent, '/agent/practice')
    expect(view.records).toEqual([body])
    const path = pathsOf(view.exercises, view.records).find(({ profile }) => profile === 'etat-civil')
    expect(path).toMatchObject({ done: 1 })
  })

  it('are refused with words, with impossible numbers, or for no exercise', async () => {
    const post = (id: string, body: unknown) => agent.call('POST', results(id), body)
    expectProblem(await post('ec-pacs', { ...COUNTS, words: 'bonjour' }), 422, 'invalid_request', 'words')
    expectProblem(await post('ec-pacs', { ...COUNTS, found: 7 }), 422, 'invalid_request', 'found')
    expectProblem(await post('ec-pacs', { ...COUNTS, courtesies: 4 }), 422, 'invalid_request', 'courtesies')
    expectProblem(await post('nothing', COUNTS), 404, 'unknown_exercise')
    expect((await read<PracticeView>(agent, '/agent/practice')).records).toEqual([])
  })

  it('are the agent’s own, and she erases them', async () => {
    const other = await server.signIn(OTHER_AGENT)
    await agent.call('POST', results('ec-pacs'), COUNTS)
    await other.call('POST', results('ec-pacs'), COUNTS)
    expect((await read<PracticeView>(other, '/agent/practice')).records).toHaveLength(1)
    expect((await agent.call('DELETE', '/agent/practice')).status).toBe(204)
    expect((await read<PracticeView>(agent, '/agent/practice')).records).toEqual([])
    expect((await read<PracticeView>(other, '/agent/practice')).records).toHaveLength(1)
  })

  it('are erased a year after the last try, and the administrator sees it coming', async () => {
    await agent.call('POST', results('ec-pacs'), COUNTS)
    const admin = await server.signIn(ADMIN)
    const { kinds } = await read<{ kinds: { kind: string; due: number }[] }>(admin, '/admin/retention?within=366')
    expect(kinds.find(({ kind }) => kind === 'practice')).toMatchObject({ due: 1 })
    server.clock.advance({ hours: 24 * 366 })
    await server.app.sweep()
    expect(await server.store.listPractice('villebourg')).toEqual([])
  })
})

describe('the administrator', () => {
  it('sees how far each agent is, and nothing else', async () => {
    await agent.call('POST', results('ec-pacs'), COUNTS)
    await agent.call('POST', results('ec-prenom'), { ...COUNTS, safe: false })
    expectProblem(await agent.call('GET', '/agent/practice/team'), 403, 'forbidden')
    const admin = await server.signIn(ADMIN)
    const team = await read<PracticeTeamView>(admin, '/agent/practice/team')
    expect(team.exercises).toMatchObject({ 'etat-civil': 8 })
    const accueil = team.agents.find(({ name }) => name === 'Accueil')
    expect(accueil).toEqual({
      name: 'Accueil',
      done: { accueil: 0, 'etat-civil': 1, urbanisme: 0, 'enfance-solidarites': 0, encadrement: 0 },
    })
    expect(JSON.stringify(team)).not.toMatch(/At"|attempts|best|last|Ms"/)
  })
})

describe('a practice', () => {
  /** Everything that the reception and its statistics know. */
  async function everything() {
    const admin = await server.signIn(ADMIN)
    const metrics = (await server.fetch('/metrics')).text
    const named = metrics.split('\n').filter((line) => /^guichet_(?!http|process|nodejs)/.test(line))
    await server.app.sweep()
    return {
      queue: await agent.queue(),
      counters: await server.store.readCounters('villebourg', '0000-01-01', '9999-12-31'),
      handoffs: await server.store.listHandoffs('villebourg', [
        'pending',
        'assigned',
        'resolved',
        'expired',
        'rejected',
        'cancelled',
      ]),
      waits: await server.store.listLastWaits('villebourg', 100),
      conversations: await server.store.listConversationsUpdatedBefore('9999-12-31T00:00:00.000Z'),
      ratings: (await admin.call('GET', '/admin/ratings')).body,
      unanswered: await server.store.listKeptFailures('villebourg'),
      mails: await server.store.listUnsentMails('villebourg'),
      metrics: named,
    }
  }

  it('changes no counter, queue, conversation or statistic, and is in nobody’s stream', async () => {
    await agent.beAvailable()
    const citizen = await server.startConversation()
    await citizen.say('comment se pacser')
    await citizen.callAgent()
    const before = await everything()
    const announced: unknown[] = []
    server.store.subscribe((change) => announced.push(change))

    await read<PracticeView>(agent, '/agent/practice')
    await read<PracticeExerciseView>(agent, '/agent/practice/exercises/ec-pacs')
    await read<unknown>(agent, '/agent/sheets/pacs-conclure')
    for (const counts of [{ ...COUNTS, found: 1, rightEntry: false }, COUNTS])
      expect((await agent.call('POST', results('ec-pacs'), counts)).status).toBe(200)

    expect(await everything()).toEqual(before)
    expect(before.conversations).toHaveLength(1)
    expect(Object.keys(before.counters).length).toBeGreaterThan(0)
    expect(announced.filter((change) => (change as { type: string }).type !== 'presence')).toEqual([])
  })
})
