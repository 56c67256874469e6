import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { openLowdbStore } from '../../../src/store/lowdb-store.js'
import { type Citizen, expectProblem, type StaffMember } from '../../platform/http/clients.js'
import { OPEN, OTHER_AGENT, startTestServer, type TestServer } from '../../platform/http/harness.js'
import { makeTemporaryFolder, removeFolder } from '../../platform/store/temporary-folder.js'

/** A question that words alone answer. */
const QUESTION = 'quels papiers pour voter'

let server: TestServer
let agent: StaffMember
beforeAll(async () => {
  server = await startTestServer({ captureLogs: true })
})
beforeEach(async () => {
  server.clock.set(OPEN)
  agent = await server.signIn()
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

describe('masked data', () => {
  const PHONE = '06 39 98 55 12'
  const CARD = '4970 1010 1010 1016'
  const masked = async (handoffId: string, staff = agent) =>
    (await staff.call('GET', `/agent/handoffs/${handoffId}/masked`)).body
  const reveal = (handoffId: string, itemId: string, staff = agent, reason = 'call_back') =>
    staff.call('POST', `/agent/handoffs/${handoffId}/reveals`, { itemId, reason })

  it('typed to an agent is shown to her alone, with a reason, and it is noted; a card never is', async () => {
    const other = await server.signIn(OTHER_AGENT)
    const admin = await server.signInAs({ email: 'ada@villebourg.example', roles: ['admin'], id: 'ada' })
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
