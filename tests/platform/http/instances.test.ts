import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { readConfig } from '../../../src/config.js'
import { QUIET_ENTRIES, type SmallBase, writeSmallBase } from '../../features/entries/small-base.js'
import { createDatabase, type TestDatabase } from '../../postgres/test-database.js'
import { type Citizen, expectProblem, newClientId, type StaffMember } from './clients.js'
import { AGENT, OTHER_AGENT, startTestServer, type TestServer } from './harness.js'

const SEAL_KEY = 'A'.repeat(43)
/** Guesses that are too many for one account from one address: four are free, the fifth makes wait. */
const GUESSES = 5

let database: TestDatabase
let base: SmallBase
let one: TestServer
let other: TestServer

async function start(rateLimits = {}): Promise<TestServer> {
  const { knowledgeDir, intentsDir } = base
  const limits = { ...readConfig({}).rateLimits, ...FREE, ...rateLimits }
  const config = { knowledgeDir, intentsDir, database: { url: database.url, connections: 4 }, sealKey: SEAL_KEY }
  return startTestServer({ config: { ...config, rateLimits: limits } })
}

const FREE = {
  addressPer10s: 1e6,
  startsPer10min: 1e6,
  communePer10s: 1e6,
  streamsPerAddress: 1e6,
  signInPerMinute: 1e6,
}

beforeAll(async () => {
  database = await createDatabase()
  base = await writeSmallBase(QUIET_ENTRIES)
  // The commune lets it be seen that citizens write.
  const file = join(base.knowledgeDir, 'communes/villebourg.json')
  const villebourg = JSON.parse(await readFile(file, 'utf8'))
  await writeFile(file, JSON.stringify({ ...villebourg, talk: { showCitizenTyping: true } }))
  ;[one, other] = await Promise.all([start(), start()])
}, 90_000)
afterAll(async () => {
  await Promise.all([one?.stop(), other?.stop()])
  await base?.remove()
  await database?.drop()
})

/** Waits until something is so; the test's own limit ends what never is. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 20))
}

/** A talk between a citizen of one server and an agent of the other. */
async function talk(agent: StaffMember): Promise<{ citizen: Citizen; id: string }> {
  await agent.beAvailable()
  const citizen = await one.startConversation()
  expect((await citizen.callAgent()).status).toBe(201)
  const id = (await one.store.findOpenHandoff(citizen.id))?.id ?? ''
  expect((await agent.act(id, 'claim')).status).toBe(200)
  return { citizen, id }
}

describe('two servers, and no balancer that knows who is who', () => {
  it('tell each other who writes and who looks, and keep nothing of it', async () => {
    const agent = await other.signIn(AGENT)
    const colleague = await one.signIn(OTHER_AGENT)
    const { citizen, id } = await talk(agent)
    const [hers, consoleOfColleague, consoleOfAgent] = [
      await citizen.stream(),
      await colleague.stream(),
      await agent.stream(),
    ]
    await hers.next('availability')
    await consoleOfColleague.next('queue')
    await consoleOfAgent.next('queue')
    expect((await agent.act(id, 'typing')).status).toBe(204)
    expect((await hers.next('typing')).data).toEqual({ name: 'Accueil', forMs: 6_000 })
    expect((await consoleOfColleague.next('viewer')).data).toMatchObject({ handoffId: id, name: 'Accueil' })
    await colleague.act(id, 'look', { state: 'reading' })
    expect((await consoleOfAgent.next('viewer')).data).toMatchObject({ userId: colleague.userId, readingMs: 45_000 })
    expect((await agent.act(id, 'look', { state: 'reading' })).body.viewers).toMatchObject([{ name: 'État civil' }])
    expect((await citizen.call('POST', '/typing')).status).toBe(204)
    expect((await consoleOfAgent.next('typing')).data).toEqual({ handoffId: id, forMs: 6_000 })
    for (const stream of [hers, consoleOfColleague, consoleOfAgent]) stream.close()
  })

  it('hold nobody by an agent who has left, whichever of them she spoke to and whichever sweeps', async () => {
    const agent = await one.signIn(AGENT)
    const held = await Promise.all([talk(agent), talk(agent)])
    await agent.beAvailable('away')
    const statuses = async () => Promise.all(held.map(async ({ id }) => (await other.store.getHandoff(id))?.status))
    const sweepBoth = async (seconds: number) => {
      for (const server of [one, other]) server.clock.advance({ seconds })
      await Promise.all([one.app.sweep(), other.app.sweep()])
    }
    await sweepBoth(25)
    expect(await statuses()).toEqual(['assigned', 'assigned'])
    await sweepBoth(10)
    expect(await statuses()).toEqual(['pending', 'pending'])
    for (const { citizen } of held) {
      const told = (await citizen.read()).messages.filter(
        ({ payload }) => 'event' in payload && payload.event === 'handoff_requested',
      )
      // When she asked, and when her agent left: both servers swept, and she was told once.
      expect(told).toHaveLength(2)
      await citizen.call('POST', '/close')
    }
  })

  it('know that a console is open, whichever of them holds its stream', async () => {
    const agent = await one.signIn(AGENT)
    const { id } = await talk(agent)
    const elsewhere = await other.signIn(AGENT)
    const stream = await elsewhere.stream()
    await stream.next('queue')
    // Words between servers are heard in their order: once this one is, so is the one of the console.
    const consoleOfColleague = await (await one.signIn(OTHER_AGENT)).stream()
    await consoleOfColleague.next('queue')
    expect((await elsewhere.act(id, 'typing')).status).toBe(204)
    await consoleOfColleague.next('viewer')
    consoleOfColleague.close()
    // Another counter of the same account is open: what she holds is not given back.
    expect((await agent.call('DELETE', '/session')).status).toBe(204)
    expect((await elsewhere.readHandoff(id)).handoff).toMatchObject({ status: 'assigned' })
    stream.close()
    await until(async () => {
      const again = await one.signIn(AGENT)
      await again.call('DELETE', '/session')
      return (await one.store.getHandoff(id))?.status === 'pending'
    })
  })

  it('answer a citizen’s messages one after the other, wherever each comes to', async () => {
    const citizen = await one.startConversation()
    const texts = ['tarif de la piscine', 'heures du marché', 'garage à vélo', 'bassin', 'vélo volé', 'place du marché']
    const replied = await Promise.all(texts.map((text, n) => citizen.at(n % 2 ? one : other).say(text)))
    const { messages } = await citizen.at(other).read()
    for (const { message, replies } of replied)
      expect(messages.slice(message.seq, message.seq + replies.length)).toEqual(replies)
    // The same words sent twice at once, as a browser does that lost its answer, are one message.
    const clientId = newClientId()
    const twice = await Promise.all([one, other].map((server) => citizen.at(server).say('bassin', { clientId })))
    expect(twice[0]).toEqual(twice[1])
  })

  it('serve what was published on the other: entries of curators, and files', async () => {
    const ask = async (server: TestServer, question: string) =>
      (await server.call('POST', '/ask', { body: { question, communeId: 'villebourg' } })).body.answer?.text ?? ''
    const curator = await one.signInAs({ email: 'ada@villebourg.example', roles: ['curator'] })
    const { served, servedRevision } = (await curator.call('GET', '/admin/entries/piscine')).body
    const content = { ...served, title: 'Nager au grand bassin' }
    const body = { content, basedOn: servedRevision, seen: 0 }
    expect((await curator.call('PUT', '/admin/entries/piscine/draft', body)).status).toBe(200)
    const { draft } = (await curator.call('GET', '/admin/entries/piscine')).body
    const entries = [{ entryId: 'piscine', draftVersion: draft.version }]
    await curator.call('POST', '/admin/gate', { entries })
    await until(async () => (await curator.call('GET', '/admin/gate')).body.state === 'done')
    const { id: gateId } = (await curator.call('GET', '/admin/gate')).body
    const why = { override: true, why: 'essai' }
    expect((await curator.call('POST', '/admin/publications', { entries, gateId, ...why })).status).toBe(200)
    const titleAt = async (server: TestServer, id: string) =>
      (await curator.at(server).call('GET', `/admin/entries/${id}`)).body.served?.title
    await until(async () => (await titleAt(other, 'piscine')) === 'Nager au grand bassin')

    const file = join(base.knowledgeDir, 'velo.md')
    await writeFile(file, (await readFile(file, 'utf8')).replaceAll('Garer son vélo', 'Ranger son vélo'))
    const admin = await one.signInAs({ email: 'mairie-essai@villebourg.example', roles: ['admin'] })
    expect((await admin.call('POST', '/admin/publish')).status).toBe(202)
    await until(async () => (await titleAt(other, 'velo')) === 'Ranger son vélo')
    expect(await ask(other, 'garage à vélo')).toBe(await ask(one, 'garage à vélo'))
  })
})

describe('limits over two servers', () => {
  it('are those of one: what was used on the other counts, and so do wrong passwords', async () => {
    const small = await Promise.all([start({ conversationPer10s: 40 }), start({ conversationPer10s: 40 })])
    try {
      const citizen = await small[0].startConversation()
      for (let n = 0; n < 40; n += 1) await citizen.say('bassin')
      await until(async () => (await citizen.at(small[1]).post('bassin')).status === 429)
      expectProblem(await citizen.at(small[1]).post('bassin'), 429, 'too_many_requests')

      const guess = (n: number) =>
        small[n % 2]?.call('POST', '/session', { body: { email: 'nobody@villebourg.example', password: 'devinette' } })
      const guesses = await Promise.all(Array.from({ length: 2 * GUESSES }, (_, n) => guess(n)))
      const statuses = guesses.map((answer) => answer?.status).sort()
      expect(statuses).toEqual([...Array(GUESSES).fill(401), ...Array(GUESSES).fill(429)])
    } finally {
      await Promise.all(small.map((server) => server.stop()))
    }
  })
})
