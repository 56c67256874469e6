import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { openLowdbStore } from '../../../src/store/lowdb-store.js'
import { type Citizen, expectProblem, type StaffMember } from '../../platform/http/clients.js'
import { AGENT, OPEN, OTHER_AGENT, startTestServer, type TestServer } from '../../platform/http/harness.js'
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
  server = await startTestServer({ captureLogs: true, communes: CHECKED })
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

/** A talk that the agent holds. */
async function talk(): Promise<{ citizen: Citizen; handoffId: string }> {
  const citizen = await server.startConversation()
  await citizen.say(QUESTION)
  await citizen.callAgent()
  // The answer that waited is given up.
  await server.app.sweep()
  const { pending } = await agent.queue()
  const handoff = pending.find(({ conversationId }) => conversationId === citizen.id)
  if (!handoff) throw new Error('nobody waits')
  await agent.act(handoff.id, 'claim')
  return { citizen, handoffId: handoff.id }
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
      clientId: 'client-trust-1',
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

describe('masked data', () => {
  const PHONE = '06 39 98 55 12'
  const CARD = '4970 1010 1010 1016'
  const masked = async (handoffId: string, staff = agent) =>
    (await staff.call('GET', `/agent/handoffs/${handoffId}/masked`)).body
  const reveal = (handoffId: string, itemId: string, staff = agent, reason = 'call_back') =>
    staff.call('POST', `/agent/handoffs/${handoffId}/reveals`, { itemId, reason })

  it('typed to an agent is shown to her alone, with a reason, and it is noted; a card never is', async () => {
    const { citizen, handoffId } = await talk()
    await citizen.say(`mon numéro : ${PHONE}, ma carte ${CARD}`)
    expect((await citizen.texts()).at(-1)).toBe('mon numéro : [téléphone masqué], ma carte [carte bancaire masquée]')
    const { items, mayReveal } = await masked(handoffId)
    expect([items.map(({ kind }: { kind: string }) => kind), mayReveal]).toEqual([['phone'], true])
    expect(JSON.stringify(items)).not.toMatch(/sealed|value/)
    expect((await masked(handoffId, other)).mayReveal).toBe(false)
    expectProblem(await reveal(handoffId, items[0].id, other), 409, 'handoff_not_yours')
    expectProblem(await reveal(handoffId, items[0].id, agent, 'curious'), 422, 'invalid_request', 'reason')
    expect((await admin.call('GET', '/admin/reveals')).body.reveals).toEqual([])
    expect((await reveal(handoffId, items[0].id)).body).toEqual({ kind: 'phone', value: PHONE })
    const reveals = await admin.call('GET', '/admin/reveals')
    expect(reveals.body.reveals).toMatchObject([
      { by: 'Accueil', kind: 'phone', reason: 'call_back', reference: expect.stringMatching(/^[A-Z]{2}-/) },
    ])
    expect(reveals.text).not.toContain('55 12')
    expectProblem(await agent.call('GET', '/admin/reveals'), 403, 'forbidden')
    expectProblem(await reveal(handoffId, crypto.randomUUID()), 404, 'masked_forgotten')
    // What is read of the conversation has nothing of it, sealed or not, nor has the log.
    expect(JSON.stringify(await agent.readHandoff(handoffId))).not.toMatch(/55 12|sealed/)
    expect(server.logs()).not.toMatch(/55 12|4970/)

    await citizen.call('DELETE', '')
    const [after] = (await admin.call('GET', '/admin/reveals')).body.reveals
    expect(after).toMatchObject({ by: 'Accueil', reference: null })
  })

  it('typed to the assistant is gone at once', async () => {
    const citizen = await server.startConversation()
    await citizen.say(`rappelez-moi au ${PHONE}`)
    await citizen.callAgent()
    const handoff = await server.store.findOpenHandoff(citizen.id)
    expect((await masked(handoff?.id ?? '')).items).toEqual([])
  })

  it('left with a message is kept for who takes it, some hours longer than the request, and then forgotten', async () => {
    const citizen = await server.startConversation()
    const left = { kind: 'message', name: 'Jeanne', email: 'jeanne@example.org', text: `mon voisin : ${PHONE}` }
    expect((await citizen.call('POST', '/handoff', left)).status).toBe(201)
    const id = (await server.store.findOpenHandoff(citizen.id))?.id ?? ''
    expect((await masked(id)).mayReveal).toBe(false)
    await agent.act(id, 'claim')
    await agent.act(id, 'resolve', { resolution: 'done' })
    server.clock.advance({ hours: 3, minutes: 59 })
    await server.app.sweep()
    const [item] = (await masked(id)).items
    expect(item).toMatchObject({ kind: 'phone', messageSeq: null })
    expect((await reveal(id, item.id)).body.value).toBe(PHONE)
    server.clock.advance({ minutes: 2 })
    await server.app.sweep()
    expect((await masked(id)).items).toEqual([])
    expect((await server.store.getHandoff(id))?.contact).not.toBeNull()
  })
})

describe('the data folder', () => {
  let folder: string
  beforeEach(async () => {
    folder = await makeTemporaryFolder()
  })
  afterEach(() => removeFolder(folder))

  it('never has a value in clear, and has nothing of it once its time has come', async () => {
    const dataDir = join(folder, 'data')
    const lowdb = await openLowdbStore({ dataDir })
    const town = await startTestServer({ wrapStore: () => lowdb, config: { dataDir } })
    const staff = await town.signIn()
    await staff.beAvailable()
    const citizen = await town.startConversation()
    await citizen.callAgent()
    const handoff = await lowdb.findOpenHandoff(citizen.id)
    await staff.act(handoff?.id ?? '', 'claim')
    await citizen.say('mon numéro : 06 39 98 55 12')
    const [item] = await lowdb.listMasked(handoff?.id ?? '')
    const holds = async (text: string) => (await bytesOf(dataDir)).includes(text)
    expect(item?.sealed.length).toBeGreaterThan(30)
    expect([await holds(item?.sealed ?? ''), await holds('06 39 98 55 12'), await holds('0639985512')]).toEqual([
      true,
      false,
      false,
    ])
    await staff.act(handoff?.id ?? '', 'resolve', { resolution: 'answered' })
    town.clock.advance({ hours: 5 })
    await town.app.sweep()
    // In no former version either.
    expect(await holds(item?.sealed ?? '')).toBe(false)
    expect(await holds(citizen.id)).toBe(true)
    await town.stop()
  })
})

async function bytesOf(root: string): Promise<string> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return (await Promise.all(files.map((file) => readFile(file, 'latin1')))).join('\n')
}
