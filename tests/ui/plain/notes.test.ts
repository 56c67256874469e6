import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { ROUTES } from '../../../src/features.js'
import { conversationLinks } from '../../../src/platform/http/pages/plain-links.js'
import { type Citizen, expectProblem, newClientId, type StaffMember } from '../../platform/http/clients.js'
import { OTHER_AGENT, startTestServer, type TestServer } from '../../platform/http/harness.js'

/** Words that nothing but the note has. */
const SECRET = 'hippocampe-mauve'

let server: TestServer
let agent: StaffMember
let citizen: Citizen
let id: string
beforeAll(async () => {
  server = await startTestServer({
    communes: [{ id: 'zedville' }],
    config: { mail: { url: 'smtp://127.0.0.1:9', from: 'mairie@villebourg.example' } },
  })
  agent = await server.signIn()
  await agent.beAvailable()
  citizen = await server.startConversation()
  await citizen.callAgent()
  id = (await server.store.findOpenHandoff(citizen.id))?.id ?? ''
  await agent.act(id, 'claim')
})
afterAll(() => server.stop())

const note = (text: string, who = agent) => who.act(id, 'notes', { clientId: newClientId(), text })

describe('a private note', () => {
  it('is masked, kept once, and read by every agent of the commune', async () => {
    const words = { clientId: newClientId(), text: `${SECRET} : rappeler au 06 39 98 12 34` }
    const added = await agent.act(id, 'notes', words)
    expect(added.status).toBe(200)
    expect(added.body).toMatchObject({ authorName: 'Accueil', handoffId: id })
    expect(added.body.text).toBe(`${SECRET} : rappeler au [téléphone masqué]`)
    expect((await agent.act(id, 'notes', words)).body.id).toBe(added.body.id)
    const colleague = await server.signIn(OTHER_AGENT)
    expect((await note('vu', colleague)).status).toBe(200)
    const { notes } = await colleague.readHandoff(id)
    expect(notes.map(({ text }) => text)).toEqual([added.body.text, 'vu'])
  })

  it('is refused when empty, and to a stranger', async () => {
    expectProblem(await note('   '), 422, 'text_empty', 'text')
    const stranger = await server.signInAs({ email: 'x@zedville.example', roles: ['agent'], communeId: 'zedville' })
    expectProblem(await note('bonjour', stranger), 404, 'unknown_handoff')
  })

  it('wakes colleagues’ consoles and no citizen’s stream', async () => {
    const [hers, agents] = [await citizen.stream(), await agent.stream()]
    await hers.next('availability')
    await agents.next('queue')
    const before = hers.events.length
    await note(`${SECRET} encore`)
    await agents.next('queue')
    await agent.act(id, 'messages', { clientId: newClientId(), text: 'Bonjour' })
    await hers.next('message', ({ payload }) => payload.text === 'Bonjour')
    expect(hers.events.slice(before).map(({ type }) => type)).toEqual(['message'])
    expect(JSON.stringify(hers.events)).not.toContain(SECRET)
  })

  it('is in nothing that a citizen can read, by any call of the contract', async () => {
    await note(SECRET)
    const bodies: Record<string, unknown> = {
      '/conversations/{id}/messages': { clientId: newClientId(), text: SECRET.slice(0, 6) },
      '/conversations/{id}/transcript': { email: 'fatima@example.org' },
      '/conversations/{id}/language': { language: 'en' },
      '/conversations/{id}/rating': { level: 5 },
      '/conversations/{id}/handoff': { kind: 'live' },
      '/ask': { question: 'carte d’identité' },
    }
    const read: string[] = []
    // Ends and erasures last.
    const ends = (path: string, method: string) => Number(path.endsWith('/close')) + 2 * Number(method === 'delete')
    const calls = ROUTES.filter(({ access }) => access === 'anyone' || access === 'citizen' || access === 'sender')
      .filter(({ path }) => path !== '/session' && path !== '/metrics' && path !== '/conversations/{id}/events')
      .sort((a, b) => ends(a.path, a.method) - ends(b.path, b.method))
    for (const { method, path, atRoot } of calls) {
      const address = path
        .replace('/communes/{id}', '/communes/villebourg')
        .replace('theme-{id}', 'theme-villebourg')
        .replace('{entryId}', 'encombrants')
        .replace('{id}', citizen.id)
        .replace('{mid}', 'x')
      const body = bodies[path]
      const { text } = await server.fetch(`${atRoot ? '' : '/api/v1'}${address}`, {
        method: method.toUpperCase(),
        headers: { ...citizen.headers, 'content-type': 'application/json' },
        ...(method === 'get' || method === 'delete' ? {} : { body: JSON.stringify(body ?? {}) }),
      })
      read.push(path)
      expect({ path, leaks: text.includes(SECRET) }).toEqual({ path, leaks: false })
      if (path.endsWith('/transcript') && method === 'post') {
        const mails = await server.store.listUnsentMails('villebourg')
        expect(mails.length).toBeGreaterThan(0)
        expect(JSON.stringify(mails)).not.toContain(SECRET)
      }
    }
    expect(read.length).toBeGreaterThan(20)
    expect(read).toContain('/conversations/{id}/transcript')
  })

  it('goes with its conversation', async () => {
    expect(await server.store.listNotes(citizen.id)).toEqual([])
  })
})

describe('the pages without script', () => {
  it('have no note', async () => {
    const other = await server.startConversation()
    await agent.beAvailable()
    await other.callAgent()
    const handoff = await server.store.findOpenHandoff(other.id)
    await agent.act(handoff?.id ?? '', 'claim')
    await agent.act(handoff?.id ?? '', 'notes', { clientId: newClientId(), text: SECRET })
    await agent.act(handoff?.id ?? '', 'messages', { clientId: newClientId(), text: 'Je suis là.' })
    const { base } = conversationLinks(other.id, other.started.token)
    const page = await server.fetch(base)
    expect(page.text).toContain('Je suis là.')
    expect(page.text).not.toContain(SECRET)
  })
})
