import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { QueueChangesView, QueueView, SearchView } from '../../../src/features/handoffs/contract.js'
import { expectProblem, type StaffMember } from '../../platform/http/clients.js'
import { OTHER_AGENT, startTestServer, type TestServer } from '../../platform/http/harness.js'

let server: TestServer
let agent: StaffMember
let colleague: StaffMember

beforeAll(async () => {
  server = await startTestServer({ communes: [{ id: 'voisine', nom: 'Voisine' }] })
  agent = await server.signIn()
  colleague = await server.signIn(OTHER_AGENT)
  await agent.beAvailable()
})
afterAll(() => server.stop())

async function waiting(text = 'Où refaire mon passeport ?') {
  const citizen = await server.startConversation()
  await citizen.say(text)
  expect((await citizen.callAgent()).status).toBe(201)
  return citizen
}
const rows = (queue: QueueView) => [...queue.pending, ...queue.mine, ...queue.others, ...queue.ended]
const changesAfter = async (version: string, who = agent): Promise<QueueChangesView | QueueView> =>
  (await who.call('GET', `/agent/queue?after=${version}`)).body
const search = async (words: string, who = agent): Promise<SearchView> =>
  (await who.call('POST', '/agent/search', { words })).body

describe('the queue', () => {
  it('says what each conversation is about, where it came from, and the departments', async () => {
    const citizen = await waiting()
    const queue = await agent.queue()
    const row = rows(queue).find(({ conversationId }) => conversationId === citizen.id)
    expect(row).toMatchObject({ channel: 'web', lastText: 'Où refaire mon passeport ?', awaitingAgent: true })
    expect(row?.topic?.title).toMatch(/passeport/i)
    expect(queue.communes[0]?.departments).toContainEqual({ id: 'etat-civil', name: 'État civil' })
  })

  it('writes titles of entries in French typography, and what the citizen wrote as she did', async () => {
    const citizen = await waiting("refaire ma carte d'identité")
    const row = rows(await agent.queue()).find(({ conversationId }) => conversationId === citizen.id)
    expect(row?.lastText).toBe("refaire ma carte d'identité")
    expect(row?.topic?.title).toContain('d’identité')
    const { transcript } = await agent.readHandoff(row?.id ?? '')
    const candidates = transcript.turns.flatMap((turn) => turn.candidates)
    expect(candidates.map(({ title }) => title)).toContainEqual(expect.stringContaining('d’identité'))
    expect(candidates.map(({ title, nearest }) => `${title} ${nearest}`).join()).not.toMatch(/\p{L}'\p{L}/u)
  })

  it('tells only what has changed since a version, to each agent as she sees it', async () => {
    const first = await waiting()
    const { version, pending } = await agent.queue()
    expect(await changesAfter(version)).toMatchObject({ version, changed: [], removed: [] })
    await first.say('allo ?')
    const said = (await changesAfter(version)) as QueueChangesView
    expect(said.changed.map(({ conversationId }) => conversationId)).toEqual([first.id])
    expect(said.changed[0]?.lastText).toBe('allo ?')
    const row = pending.find(({ conversationId }) => conversationId === first.id)
    await colleague.act(row?.id ?? '', 'claim', {})
    const taken = (await changesAfter(said.version)) as QueueChangesView
    expect(taken.changed).toMatchObject([{ status: 'assigned', mine: false }])
    const hers = (await changesAfter(said.version, colleague)) as QueueChangesView
    expect(hers.changed).toMatchObject([{ status: 'assigned', mine: true }])
    await first.call('DELETE', '')
    const erased = (await changesAfter(taken.version)) as QueueChangesView
    expect(erased).toMatchObject({ changed: [], removed: [row?.id] })
  })

  it('tells everything to who knows nothing, or a version that is not known here', async () => {
    for (const version of ['elsewhere.3', 'x', '', `${(await agent.queue()).version}9`]) {
      expect(await changesAfter(version)).toHaveProperty('pending')
    }
  })

  it('leaves out at midnight what had ended the day before', async () => {
    const citizen = await waiting()
    await citizen.call('DELETE', '/handoff')
    const { version, ended } = await agent.queue()
    expect(ended.map(({ conversationId }) => conversationId)).toContain(citizen.id)
    server.clock.advance({ hours: 14 })
    // Sessions last a working day.
    agent = await server.signIn()
    const next = (await changesAfter(version)) as QueueView
    expect(next.ended).toEqual([])
    server.clock.advance({ hours: -14 })
    colleague = await server.signIn(OTHER_AGENT)
    await agent.beAvailable()
  })

  it('is read once for many consoles, however many messages come', async () => {
    const talks = await Promise.all(Array.from({ length: 5 }, () => waiting()))
    const { version } = await agent.queue()
    await Promise.all(talks.flatMap((one) => [one.say('un'), one.say('deux')]))
    const answers = await Promise.all(Array.from({ length: 6 }, () => changesAfter(version)))
    for (const answer of answers) expect((answer as QueueChangesView).changed).toHaveLength(5)
  })
})

describe('search', () => {
  it('finds words of the commune’s conversations, open and closed, with the place where they are', async () => {
    const citizen = await waiting('Mon chat s’est échappé rue des Écoles')
    const { total, found, words } = await search('ECOLE echappe')
    expect({ total, words }).toEqual({ total: 1, words: ['ecole', 'echappe'] })
    expect(found[0]?.handoff.conversationId).toBe(citizen.id)
    expect(found[0]?.excerpts[0]?.text).toContain('rue des Écoles')
    await citizen.call('DELETE', '/handoff')
    expect((await search('echappe')).found[0]?.handoff.status).toBe('cancelled')
  })

  it('knows only what is masked, and forgets at once what is erased', async () => {
    const citizen = await waiting('Rappelez le 06 39 98 00 01 pour le kiosque')
    expect((await search('0639980001')).total).toBe(0)
    expect((await search('06 39 98')).total).toBe(0)
    expect((await search('kiosque')).total).toBe(1)
    await citizen.call('DELETE', '')
    expect((await search('kiosque')).total).toBe(0)
  })

  it('finds nothing of another commune', async () => {
    await waiting('une girafe')
    const stranger = await server.signInAs({
      email: 'accueil@voisine.example',
      roles: ['agent'],
      communeId: 'voisine',
    })
    expect((await search('girafe', stranger)).total).toBe(0)
    expect((await search('girafe')).total).toBe(1)
  })

  it('is for agents, who say what they look for', async () => {
    expectProblem(await server.call('POST', '/agent/search', { body: { words: 'a' } }), 401, 'sign_in_required')
    expectProblem(await agent.call('POST', '/agent/search', {}), 422, 'invalid_request', 'words')
    expect(await search(' ?! ')).toMatchObject({ total: 0, pages: 0, found: [] })
  })
})

describe('views', () => {
  const view = (id: string, isDefault = false) => ({ id, name: `Vue ${id}`, filters: { language: ['ar'] }, isDefault })

  it('are kept by agent, in her order', async () => {
    expect((await agent.call('GET', '/agent/views')).body).toEqual({ views: [] })
    const kept = { views: [view('b', true), view('a')] }
    expect((await agent.call('PUT', '/agent/views', kept)).body).toEqual(kept)
    expect((await agent.call('GET', '/agent/views')).body).toEqual(kept)
    expect((await colleague.call('GET', '/agent/views')).body).toEqual({ views: [] })
  })

  it('are few, have a name, ask what exists, and one opens the console at most', async () => {
    const put = async (views: unknown[]) => agent.call('PUT', '/agent/views', { views })
    expectProblem(await put(Array.from({ length: 9 }, (_, at) => view(`v${at}`))), 422, 'invalid_request', 'views')
    expectProblem(await put([{ ...view('a'), name: ' ' }]), 422, 'invalid_request', 'views.0.name')
    expectProblem(await put([view('a', true), view('b', true)]), 422, 'invalid_request', 'views')
    expectProblem(await put([view('a'), view('a')]), 422, 'invalid_request', 'views')
    expect((await put([{ ...view('a'), filters: { colour: ['red'] } }])).status).toBe(422)
  })
})
