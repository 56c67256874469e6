import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { type Citizen, expectProblem, type StaffMember } from '../../platform/http/clients.js'
import { AGENT, OPEN, OTHER_AGENT, startTestServer, type TestServer } from '../../platform/http/harness.js'

/** A question that words alone answer. */
const QUESTION = 'quels papiers pour voter'

let server: TestServer
let agent: StaffMember
let admin: StaffMember
beforeAll(async () => {
  server = await startTestServer()
})
beforeEach(async () => {
  server.clock.set(OPEN)
  agent = await server.signIn()
  admin = await server.signInAs({ email: 'ada@villebourg.example', roles: ['admin'], id: 'ada' })
  await agent.beAvailable()
})
afterAll(() => server.stop())

/** A talk that the agent holds. */
async function talk(): Promise<{ citizen: Citizen; handoffId: string }> {
  const citizen = await server.startConversation()
  await citizen.say(QUESTION)
  await citizen.callAgent()
  return { citizen, handoffId: await agent.take(citizen) }
}

describe('remarks', () => {
  const inbox = async () => {
    const found = await server.store.listFailures('villebourg', server.clock.now().toISOString())
    return found.map(({ id }) => id)
  }
  const settle = (id: string, decision: object, staff = admin) =>
    staff.call('POST', '/admin/failures/actions', { action: 'decide', scope: { failureIds: [id] }, ...decision })

  it('of one press reach the curators with their context, and the agent is told what came of them', async () => {
    const { citizen, handoffId } = await talk()
    await citizen.say('et pour mon voisin ?')
    const asked = (await citizen.read()).messages.find(({ author }) => author === 'citizen')
    const press = (kind: string, messageSeq = asked?.seq) =>
      agent.call('POST', `/agent/handoffs/${handoffId}/remarks`, { kind, messageSeq })
    const made = await press('wrong_answer')
    expect(made.status).toBe(201)
    expect(made.body).toMatchObject({ kind: 'wrong_answer', question: QUESTION, state: 'new', note: '' })
    expect(made.body.candidates.length).toBeGreaterThan(0)
    // Twice is once.
    expect((await press('wrong_answer')).body.id).toBe(made.body.id)
    expectProblem(await press('proposed_answer'), 422, 'invalid_request', 'kind')
    expectProblem(await press('wrong_answer', 999), 404, 'unknown_message')

    const other = await server.signIn(OTHER_AGENT)
    const edit = (body: unknown, staff = agent) => staff.call('PUT', `/agent/remarks/${made.body.id}`, body)
    expectProblem(await edit({ rightEntryId: 'licorne', note: '' }), 422, 'entry_unpublished', 'rightEntryId')
    expectProblem(await edit({ rightEntryId: null, note: '' }, other), 404, 'unknown_remark')
    const edited = await edit({ rightEntryId: 'encombrants', note: 'rappeler au 06 39 98 12 34' })
    expect(edited.body).toMatchObject({ rightEntryId: 'encombrants', note: 'rappeler au [téléphone masqué]' })

    const { groups } = (await admin.call('GET', '/admin/failures?kind=remark')).body
    const { failures, proposed } = (await admin.call('GET', `/admin/failures/groups/${groups[0].id}?kind=remark`)).body
    expect(failures[0]).toMatchObject({
      id: made.body.id,
      right: { id: 'encombrants' },
      remark: { agentName: 'Accueil' },
    })
    expect(proposed[0]).toMatchObject({ id: 'encombrants', said: true })
    expectProblem(await settle(made.body.id, { state: 'wont_fix' }), 422, 'text_empty', 'reason')
    expectProblem(await settle(made.body.id, { state: 'resolved' }, agent), 403, 'forbidden')
    await settle(made.body.id, { state: 'wont_fix', reason: 'déjà dans la fiche' })
    const [own] = (await agent.call('GET', '/agent/remarks')).body.remarks
    expect(own).toMatchObject({ state: 'rejected', reason: 'déjà dans la fiche', settledBy: 'Camille' })
    expectProblem(await edit({ rightEntryId: null, note: '' }), 409, 'remark_settled')
    expectProblem(await agent.call('DELETE', `/agent/remarks/${made.body.id}`), 409, 'remark_settled')
  })

  it('are taken back by one press, and erased with their conversation', async () => {
    const { citizen, handoffId } = await talk()
    const said = await agent.act(handoffId, 'messages', {
      clientId: 'client-remark-1',
      text: 'Écrivez à luc@example.org',
    })
    const press = (kind: string, messageSeq: number) =>
      agent.call('POST', `/agent/handoffs/${handoffId}/remarks`, { kind, messageSeq })
    const proposed = await press('proposed_answer', said.body.seq)
    expect(proposed.body).toMatchObject({ answer: 'Écrivez à [adresse e-mail masquée]', question: QUESTION })
    expect((await agent.call('DELETE', `/agent/remarks/${proposed.body.id}`)).status).toBe(204)
    expectProblem(await agent.call('DELETE', `/agent/remarks/${proposed.body.id}`), 404, 'unknown_remark')
    const { body } = await press('proposed_answer', said.body.seq)
    expect(await inbox()).toContain(body.id)
    await citizen.call('DELETE', '')
    expect(await inbox()).not.toContain(body.id)
  })

  it('outlive a conversation that ages out, without it, for their own time', async () => {
    const { citizen, handoffId } = await talk()
    const { body } = await agent.call('POST', `/agent/handoffs/${handoffId}/remarks`, {
      kind: 'missing_question',
      messageSeq: (await citizen.read()).messages.find(({ author }) => author === 'citizen')?.seq,
    })
    await agent.act(handoffId, 'resolve', { resolution: 'answered' })
    const kept = async () => (await server.store.listRemarks('villebourg')).find(({ id }) => id === body.id)
    server.clock.advance({ hours: 31 * 24 })
    await server.app.sweep()
    expect(await server.store.getConversation(citizen.id)).toBeUndefined()
    expect(await kept()).toMatchObject({ conversationId: null, messageSeq: null, question: QUESTION })
    // An account that nobody uses for a year is deactivated.
    for (const email of [AGENT, OTHER_AGENT, 'ada@villebourg.example']) await server.signIn(email)
    server.clock.advance({ hours: 336 * 24 })
    await server.app.sweep()
    expect(await kept()).toBeUndefined()
  })
})
