import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { type Citizen, expectProblem, type StaffMember } from '../../platform/http/clients.js'
import { CLOSED, OPEN, startTestServer, type TestServer } from '../../platform/http/harness.js'
import { PlainVisitor } from '../../platform/http/plain-visitor.js'

let server: TestServer
let agent: StaffMember
beforeAll(async () => {
  server = await startTestServer()
  agent = await server.signIn()
})
afterAll(() => server.stop())

/** A citizen who left a message with every way to be reached, of whom an agent wrote a note. */
async function knownCitizen(): Promise<Citizen> {
  server.clock.set(CLOSED)
  const citizen = await server.startConversation({ page: '/etat-civil' })
  await citizen.say('acte de naissance')
  await citizen.call('POST', '/rating', { level: 4, comment: 'clair' })
  const left = await citizen.call('POST', '/handoff', {
    kind: 'message',
    name: 'Zélie Quarantaine',
    phone: '06 12 34 56 78',
    email: 'zelie@exemple.fr',
    text: 'Rappelez au 06 39 98 55 12',
  })
  expect(left.status).toBe(201)
  server.clock.set(OPEN)
  const id = await agent.take(citizen)
  const noted = await agent.act(id, 'notes', { clientId: 'note-own-01', text: 'dossier délicat' })
  expect(noted.status).toBe(200)
  return citizen
}

describe('GET /conversations/:id/data', () => {
  it('gives a citizen everything that is kept of her, and nothing of other people', async () => {
    const citizen = await knownCitizen()
    const { status, body, text, headers } = await citizen.call('GET', '/data')
    expect([status, headers.get('cache-control')]).toEqual([200, 'no-store'])
    expect(body.conversation).toMatchObject({
      id: citizen.id,
      page: '/etat-civil',
      rating: { level: 4, comment: 'clair' },
    })
    expect(body.messages).toEqual((await citizen.read()).messages)
    expect(body.turns).toMatchObject([{ messageSeq: 2, outcome: 'answered' }])
    expect(body.requests).toMatchObject([
      { kind: 'message', contact: { name: 'Zélie Quarantaine', email: 'zelie@exemple.fr' }, status: 'assigned' },
    ])
    expect(body.sealed).toEqual([{ kind: 'phone', messageSeq: null }])
    expect([body.notes, body.remarks]).toEqual([1, 0])
    // Neither a key, nor a sealed value, nor what agents wrote for each other, nor whose account it was.
    expect(text).not.toMatch(/tokenHash|agentId|délicat|55 12|"sealed":"/)
    expect(text).not.toContain(agent.userId)
  })

  it('gives nothing any more once she has erased it', async () => {
    const citizen = await knownCitizen()
    expect((await citizen.call('DELETE', '')).status).toBe(204)
    expectProblem(await citizen.call('GET', '/data'), 404, 'unknown_conversation')
  })

  it('is for who has the key alone', async () => {
    const [citizen, other] = [await server.startConversation(), await server.startConversation()]
    expectProblem(await server.call('GET', `/conversations/${citizen.id}/data`), 401, 'unauthenticated')
    expectProblem(await citizen.call('GET', '/data', undefined, other.headers), 401, 'unauthenticated')
  })

  it('is a file to download where there is no script', async () => {
    const visitor = new PlainVisitor(server)
    await visitor.ask('acte de naissance')
    await visitor.open(visitor.links['Télécharger mes données (JSON)'] ?? '')
    expect(visitor.answer.status).toBe(200)
    expect(visitor.answer.headers.get('content-disposition')).toBe('attachment; filename=mes-donnees.json')
    expect(visitor.answer.headers.get('cache-control')).toBe('no-store')
    expect(visitor.answer.body.messages.map(({ author }: { author: string }) => author)).toContain('citizen')
  })
})
