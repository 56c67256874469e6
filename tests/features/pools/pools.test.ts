import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { type Pool, servedBy, standingIn, withoutMember } from '../../../src/features/accounts/pool.js'
import { poolActs } from '../../../src/features/pools/told-in-audit.js'
import type { Commune } from '../../../src/platform/model/commune.js'
import { user } from '../../contract/sample-inputs.js'
import { expectProblem, newClientId, type StaffMember } from '../../platform/http/clients.js'
import { CLOSED, OPEN, startTestServer, type TestServer } from '../../platform/http/harness.js'

const anne = user('anne', { communeId: 'bourg', roles: ['agent', 'admin'], departments: ['accueil'], capacity: 2 })
const POOL: Pool = {
  id: 'rivers',
  name: 'Rivières',
  version: 1,
  communes: ['bourg', 'ailleurs', 'loin'],
  schedule: null,
  agents: [{ userId: 'anne', serves: { ailleurs: ['etat-civil'], loin: [] } }],
}

describe('which communes an account serves', () => {
  it('is its own, then those of its pools in which it is', () => {
    expect(servedBy([], anne)).toEqual(['bourg'])
    expect(servedBy([POOL], anne)).toEqual(['bourg', 'ailleurs', 'loin'])
    expect(servedBy([POOL], user('basile', { communeId: 'ailleurs' }))).toEqual(['ailleurs'])
    // A commune that shares no more is not served, whatever was said of it.
    expect(servedBy([{ ...POOL, communes: ['bourg', 'loin'] }], anne)).toEqual(['bourg', 'loin'])
    expect(servedBy(withoutMember([POOL], 'anne'), anne)).toEqual(['bourg'])
  })

  it('makes it an agent there, and nothing else, with the departments that it has there', () => {
    expect(standingIn([POOL], anne, 'bourg')).toBe(anne)
    expect(standingIn([POOL], anne, 'nowhere')).toBeNull()
    const there = standingIn([POOL], anne, 'ailleurs')
    expect(there).toMatchObject({ id: 'anne', communeId: 'ailleurs', home: 'bourg', roles: ['agent'], capacity: 2 })
    expect(there?.departments).toEqual(['etat-civil'])
    expect(standingIn([POOL], anne, 'loin')?.departments).toBeUndefined()
  })
})

describe('what the audit of a commune tells', () => {
  const names = {
    people: [anne, user('basile', { communeId: 'ailleurs', displayName: 'Basile' })],
    communes: new Map(
      ['bourg', 'ailleurs', 'loin'].map((id) => [
        id,
        { id, nom: id.toUpperCase(), departments: { 'etat-civil': { nom: 'État civil', categories: [] } } },
      ]),
    ) as unknown as ReadonlyMap<string, Commune>,
  }

  it('is what concerns it, in names: who answers here from elsewhere, and where its own do', () => {
    const acts = poolActs(null, POOL, names)
    expect(acts.map(({ communeId, action }) => [communeId, action])).toEqual([
      ['bourg', 'pool_joined'],
      ['ailleurs', 'pool_joined'],
      ['loin', 'pool_joined'],
    ])
    expect(acts[0]).toMatchObject({
      before: null,
      after: { name: 'Rivières', answersHere: [], answersElsewhere: [`${anne.displayName} (AILLEURS, LOIN)`] },
    })
    expect(acts[1]?.after).toMatchObject({ answersHere: [`${anne.displayName} (État civil)`], answersElsewhere: [] })
  })

  it('is told to those alone for which something is another', () => {
    const changed = { ...POOL, agents: [{ userId: 'anne', serves: { ailleurs: ['etat-civil'] } }] }
    expect(poolActs(POOL, changed, names).map(({ communeId, action }) => [communeId, action])).toEqual([
      ['bourg', 'pool_changed'],
      ['loin', 'pool_changed'],
    ])
    expect(poolActs(POOL, POOL, names)).toEqual([])
    expect(poolActs(POOL, null, names).map(({ action }) => action)).toEqual(['pool_left', 'pool_left', 'pool_left'])
  })
})

describe('a server whose communes share agents', () => {
  let server: TestServer
  let root: StaffMember
  let camille: StaffMember
  beforeAll(async () => {
    const routing = { mode: 'least_loaded' as const, acceptSeconds: 60, capacity: 1 }
    const communes = ['villebourg', 'zedville', 'tierville'].map((id) => ({ id, nom: id, routing }))
    server = await startTestServer({ communes, entries: ['carte-electorale', 'pacs-conclure'] })
    server.clock.set(OPEN)
    root = await server.signInAs({ email: 'root@villebourg.example', roles: ['super-admin'] })
    camille = await server.signInAs({ email: 'camille@villebourg.example', roles: ['agent', 'supervisor'] })
  })
  afterAll(() => server.stop())

  const asked = (patch: Record<string, unknown> = {}) => ({
    name: 'Rivières',
    communes: ['villebourg', 'zedville'],
    hours: null,
    agents: [{ userId: camille.userId, serves: [{ communeId: 'zedville', departments: [] }] }],
    ...patch,
  })
  const poolNow = async () => (await server.store.listPools())[0] as Pool
  const change = async (patch: Record<string, unknown>) => {
    const { id, version } = await poolNow()
    return root.call('PUT', `/admin/pools/${id}`, { ...asked(patch), version })
  }
  const waitingIn = async (communeId: string) => {
    const citizen = await server.startConversation({ communeId })
    expect((await citizen.callAgent()).status).toBe(201)
    return { citizen, id: (await server.store.findOpenHandoff(citizen.id))?.id ?? '' }
  }
  const rowsOf = async () => (await camille.queue()).pending.map(({ id }) => id)

  it('is set by the server’s administrator, who is told what is wrong with it', async () => {
    expectProblem(
      await root.call('POST', '/admin/pools', asked({ communes: ['villebourg', 'x'] })),
      422,
      'invalid_request',
      'communes',
    )
    expectProblem(
      await root.call('POST', '/admin/pools', asked({ hours: { 1: [['12:00', '08:00']] } })),
      422,
      'invalid_request',
      'hours',
    )
    const nobody = [{ userId: 'nobody', serves: [] }]
    expectProblem(await root.call('POST', '/admin/pools', asked({ agents: nobody })), 422, 'invalid_request', 'agents')
    const unknown = [{ userId: camille.userId, serves: [{ communeId: 'zedville', departments: ['x'] }] }]
    expectProblem(
      await root.call('POST', '/admin/pools', asked({ agents: unknown })),
      422,
      'unknown_department',
      'agents',
    )
    const { status, body } = await root.call('POST', '/admin/pools', asked())
    expect([status, body.pools.length]).toEqual([201, 1])
    expect(body.agents).toContainEqual(
      expect.objectContaining({ id: camille.userId, communeId: 'villebourg', gone: false }),
    )
    expectProblem(await root.call('POST', '/admin/pools', asked()), 409, 'commune_pooled', 'communes')
    for (const communeId of ['villebourg', 'zedville'])
      expect((await server.store.listAudit(communeId, { kind: 'pool', limit: 5 })).rows).toMatchObject([
        { action: 'pool_joined' },
      ])
    expect((await server.store.listAudit('tierville', { kind: 'pool', limit: 5 })).rows).toEqual([])
  })

  it('shows her one queue with the communes named, and nothing of a third', async () => {
    await camille.beAvailable()
    const [here, there, third] = [
      await waitingIn('villebourg'),
      await waitingIn('zedville'),
      await server.startConversation({ communeId: 'tierville' }),
    ]
    await third.callAgent()
    const queue = await camille.queue()
    expect(queue.communes.map(({ id }) => id)).toEqual(['villebourg', 'zedville'])
    expect(queue.pending.map(({ communeId }) => communeId).sort()).toEqual(['villebourg', 'zedville'])
    expect(queue.availableAgents).toBe(1)
    expect((await camille.act(there.id, 'claim')).status).toBe(200)
    const { body: later } = await camille.call('GET', `/agent/queue?after=${queue.version}`)
    expect(later.changed.map(({ id }: { id: string }) => id)).toEqual([there.id])
    expect(later.availability.canTalk).toBe(true)
    const { body: found } = await camille.call('POST', '/agent/search', { words: 'bonjour' })
    expect(found.total).toBe(0)
    await camille.act(there.id, 'messages', { clientId: newClientId(), text: 'Bonjour' })
    expect((await camille.call('POST', '/agent/search', { words: 'bonjour' })).body.total).toBe(1)
    const absent = (await server.store.findOpenHandoff(third.id))?.id ?? 'none'
    for (const path of ['', '/suggestions'])
      expectProblem(await camille.call('GET', `/agent/handoffs/${absent}${path}`), 404, 'unknown_handoff')
    expectProblem(await camille.call('GET', '/agent/desk?communeId=tierville'), 404, 'unknown_commune')
    expectProblem(
      await camille.call('POST', '/agent/sheets/find', { words: 'pacs', communeId: 'tierville' }),
      404,
      'unknown_commune',
    )
    expectProblem(await camille.act(there.id, 'assign', { to: camille.userId }), 403, 'forbidden')
    await camille.act(there.id, 'resolve', { resolution: 'answered' })
    await camille.act(here.id, 'claim')
    await camille.act(here.id, 'resolve', { resolution: 'answered' })
  })

  it('has each request answered with what is its own commune’s', async () => {
    const { id, citizen } = await waitingIn('zedville')
    await camille.act(id, 'claim')
    await server.call('GET', '/communes/zedville')
    const reply = await camille.call('POST', '/agent/replies', { title: 'Qui', text: '{commune}', language: 'fr' })
    expect(reply.status).toBe(201)
    const { body } = await camille.call('GET', `/agent/handoffs/${id}/replies`)
    expect(body.replies.find(({ title }: { title: string }) => title === 'Qui').text).toBe('zedville')
    const { body: entry } = await camille.call('GET', `/agent/handoffs/${id}/entries/carte-electorale`)
    expect(entry.sheet).toContain('commune=zedville')
    const noted = await camille.act(id, 'notes', { clientId: newClientId(), text: 'Vu' })
    expect(noted.status).toBe(200)
    expect(
      (await citizen.read()).messages.some(({ payload }) => payload.type === 'text' && /Camille/.test(payload.text)),
    ).toBe(true)
    expect((await server.store.getHandoff(id))?.communeId).toBe('zedville')
    await camille.act(id, 'resolve', { resolution: 'answered' })
    const desk = await camille.call('POST', '/agent/conversations', {
      channel: 'counter',
      language: 'fr',
      communeId: 'zedville',
    })
    expect(desk.body).toMatchObject({ communeId: 'zedville', agentId: camille.userId })
    await camille.act(desk.body.id, 'resolve', { resolution: 'answered' })
  })

  it('counts what she has over all communes before it offers her more', async () => {
    const [here, there] = [await waitingIn('villebourg'), await waitingIn('zedville')]
    await server.app.sweep()
    const offered = await Promise.all(
      [here, there].map(async ({ id }) => (await server.store.getHandoff(id))?.offer?.agentId),
    )
    expect(offered).toEqual([camille.userId, undefined])
    await camille.act(here.id, 'claim')
    const watching = await server.signInAs({
      email: 'zoe@zedville.example',
      communeId: 'zedville',
      roles: ['supervisor'],
    })
    const { body: live } = await watching.call('GET', '/agent/supervision')
    // What she holds elsewhere is told by the room that it leaves her, and by nothing else.
    const [row] = live.agents.filter(({ id }: { id: string }) => id === camille.userId)
    expect(row).toMatchObject({ state: 'available', held: 0, talks: 0, capacity: 1, free: 0 })
    expect(live.counts.held).toBe(0)
    await server.app.sweep()
    expect((await server.store.getHandoff(there.id))?.offer).toBeUndefined()
    await camille.act(here.id, 'resolve', { resolution: 'answered' })
    await server.app.sweep()
    expect((await server.store.getHandoff(there.id))?.offer?.agentId).toBe(camille.userId)
    await camille.act(there.id, 'claim')
    await camille.act(there.id, 'resolve', { resolution: 'answered' })
  })

  it('has the hours of its pool when it has any', async () => {
    const closed = async (id: string) => (await server.call('GET', `/communes/${id}`)).body.availability.open
    server.clock.set(CLOSED)
    expect(await closed('zedville')).toBe(false)
    expect((await change({ hours: { 2: [['08:00', '22:00']] } })).status).toBe(200)
    expect([await closed('zedville'), await closed('villebourg'), await closed('tierville')]).toEqual([
      true,
      true,
      false,
    ])
    await change({})
    server.clock.set(OPEN)
    expect(await closed('zedville')).toBe(true)
  })

  it('gives what she held back to the queue of a commune that she serves no more, and ends her stream', async () => {
    await camille.beAvailable()
    const [here, there] = [await waitingIn('villebourg'), await waitingIn('zedville')]
    for (const { id } of [here, there]) expect((await camille.act(id, 'claim')).status).toBe(200)
    const stream = await camille.stream()
    const stale = await change({ version: 1 })
    expect(stale.status).toBe(200)
    const { id, version } = await poolNow()
    expectProblem(await root.call('DELETE', `/admin/pools/${id}?version=${version - 1}`), 409, 'pool_changed')
    expect((await root.call('DELETE', `/admin/pools/${id}?version=${version}`)).status).toBe(200)
    await stream.ended
    expect((await server.store.getHandoff(there.id))?.status).toBe('pending')
    expect((await server.store.getHandoff(here.id))?.agentId).toBe(camille.userId)
    expectProblem(await camille.call('GET', `/agent/handoffs/${there.id}`), 404, 'unknown_handoff')
    expect(await rowsOf()).toEqual([])
    expect((await camille.queue()).communes.map(({ id: one }) => one)).toEqual(['villebourg'])
    const { rows } = await server.store.listAudit('zedville', { kind: 'pool', action: 'pool_left', limit: 5 })
    expect(rows).toMatchObject([{ before: { name: 'Rivières', answersHere: ['Camille'] }, after: null }])
  })
})
