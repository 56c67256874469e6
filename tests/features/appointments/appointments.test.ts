import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { callTool } from '../../../benchmarks/mcp/mcp-client.js'
import { noticeLink } from '../../../src/platform/http/pages/plain-links.js'
import { filesOf, tablesOf } from '../../failures/scan.js'
import type { StaffMember } from '../../platform/http/clients.js'
import { startTestServer, type TestServer } from '../../platform/http/harness.js'
import { createDatabase, type TestDatabase } from '../../postgres/test-database.js'
import { type RdvCall, rdvServicePublic } from './rdv-service-public.js'

const ADMIN = 'admin@villebourg.example'
const PAGE = 'https://rdv.anct.gouv.fr/org/2458'
const MOTIVE =
  'https://rdv.anct.gouv.fr/prendre_rdv?departement=35&motif_name_with_location_type=carte_d_identite-public_office&public_link_organisation_id=2458'
const JEANNE = { phone_number: '+33612345678', email: 'Jeanne@Example.org' }

describe.each(['lowdb', 'PostgreSQL'])('appointments, with %s', (kind) => {
  let database: TestDatabase
  let server: TestServer
  let admin: StaffMember
  let agent: StaffMember

  beforeEach(async () => {
    database = await createDatabase()
    server = await startTestServer({
      captureLogs: true,
      entries: ['carte-identite-renouvellement', 'piscine-municipale'],
      ...(kind === 'lowdb'
        ? { opensFolder: true as const }
        : { config: { database: { url: database.url, connections: 4 } } }),
    })
    admin = await server.signIn(ADMIN)
    agent = await server.signIn()
  })
  afterEach(async () => {
    await server.stop()
    await database.drop()
  })

  const connect = async () => {
    const { status, body } = await admin.call('POST', '/admin/appointments/secret')
    expect(status).toBe(201)
    return { rdv: rdvServicePublic(body.secret), ...body }
  }
  const send = (call: RdvCall, communeId = 'villebourg') =>
    server.fetch(`/api/v1/appointments/${communeId}`, { ...call })
  const leave = async (contact: object) => {
    const citizen = await server.startConversation()
    const left = await citizen.call('POST', '/handoff', {
      kind: 'message',
      name: 'Jeanne',
      text: 'Rappelez-moi',
      ...contact,
    })
    expect(left.status).toBe(201)
    const handoff = (await agent.queue()).pending.find(({ conversationId }) => conversationId === citizen.id)
    return { citizen, id: handoff?.id ?? '' }
  }
  const shown = async (id: string) => {
    const { status, body } = await agent.call('GET', `/agent/handoffs/${id}/appointments`)
    expect(status).toBe(200)
    return body.appointments
  }

  it('are shown to the agent of whoever left the phone or the address, live, and as RDV Service Public says last', async () => {
    const { rdv } = await connect()
    const byPhone = await leave({ phone: '06 12 34 56 78' })
    const byMail = await leave({ email: 'jeanne@example.org' })
    const other = await leave({ phone: '06 99 99 99 99' })
    const stream = await agent.stream()
    await stream.next('queue')
    const created = rdv.tell('created', { people: [JEANNE] }, '2026-11-12T10:00:00+01:00')
    expect((await send(created)).status).toBe(204)
    await stream.next('queue')
    const confirmed = {
      id: 'rdv-1',
      status: 'unknown',
      isPast: false,
      when: 'mardi 8 décembre à 10\u00a0h',
      motive: 'Renouvellement de carte d’identité',
      place: 'Mairie annexe',
    }
    expect(await shown(byPhone.id)).toEqual([confirmed])
    expect(await shown(byMail.id)).toEqual([confirmed])
    expect(await shown(other.id)).toEqual([])
    // What was said before comes after, and again: nothing changes.
    const revoked = rdv.tell('updated', { people: [JEANNE], status: 'revoked' }, '2026-11-12T12:00:00+01:00')
    const moved = rdv.tell('updated', { people: [JEANNE], lieu: 'Ailleurs' }, '2026-11-12T11:00:00+01:00')
    for (const call of [revoked, moved, created, revoked]) expect((await send(call)).status).toBe(204)
    expect(await shown(byPhone.id)).toEqual([{ ...confirmed, status: 'revoked' }])
    await send(rdv.tell('destroyed', { people: [JEANNE] }, '2026-11-12T13:00:00+01:00'))
    await send(rdv.tell('updated', { people: [JEANNE] }, '2026-11-12T14:00:00+01:00'))
    expect(await shown(byPhone.id)).toEqual([])
  })

  it('are read as they were written before 2026 too, and a past one is told as such', async () => {
    const { rdv } = await connect()
    const { id } = await leave({ email: 'jeanne@example.org' })
    const past = { people: [JEANNE], starts_at: '2026-11-02 09:00:00 UTC', lieu: null }
    await send(rdv.tell('created', past, '2026-10-30 09:00:00 +0100', 'ruby'))
    const [one] = await shown(id)
    expect(one).toMatchObject({
      isPast: true,
      when: 'lundi 2 novembre à 10\u00a0h',
      place: '1 place de la Mairie, Villebourg',
    })
  })

  it('come signed or not at all, and what is of no use here is taken and left', async () => {
    const { rdv, connection } = await connect()
    expect(connection).toMatchObject({ isConnected: true, heardAt: null, count: 0 })
    const call = rdv.tell('created', { people: [JEANNE] }, '2026-11-12T10:00:00Z')
    const forged = { ...call, body: call.body.replace('Mairie annexe', 'Chez moi') }
    const unsigned = { ...call, headers: { 'Content-Type': 'application/json' } }
    for (const refused of [forged, unsigned, rdvServicePublic('other').tell('created', {}, '2026-11-12T10:00:00Z')])
      expect((await send(refused)).status).toBe(401)
    expect((await send(call, 'zedville')).status).toBe(401)
    expect((await send(call, 'nowhere')).status).toBe(401)
    for (const model of ['PlageOuverture', 'Absence', 'User'])
      expect((await send(rdv.tellOther(model))).status).toBe(204)
    expect((await send(rdv.call({ meta: { model: 'Rdv', event: 'created' }, data: {} }))).status).toBe(422)
    expect((await send(rdv.call({ padding: 'x'.repeat(300_000) }))).status).toBe(413)
    const { body } = await admin.call('GET', '/admin/appointments')
    expect(body).toMatchObject({
      count: 0,
      heardAt: expect.any(String),
      address: `${server.url}/api/v1/appointments/villebourg`,
    })
  })

  it('are known by a renewed secret at once, by the former one for a day, and are forgotten with it', async () => {
    const { rdv: former } = await connect()
    const { rdv, connection } = await connect()
    expect(connection.formerSecretUntil).not.toBeNull()
    const told = (at: string, by = rdv) => send(by.tell('updated', { people: [JEANNE] }, at))
    expect((await told('2026-11-12T10:00:00Z', former)).status).toBe(204)
    expect((await told('2026-11-12T11:00:00Z')).status).toBe(204)
    server.clock.advance({ hours: 25 })
    expect((await told('2026-11-13T12:00:00Z', former)).status).toBe(401)
    admin = await server.signIn(ADMIN)
    expect((await admin.call('DELETE', '/admin/appointments')).status).toBe(204)
    expect((await told('2026-11-13T13:00:00Z')).status).toBe(401)
    expect((await admin.call('GET', '/admin/appointments')).body).toMatchObject({ isConnected: false, count: 0 })
    const acts = (await server.store.listAudit('villebourg', { limit: 9 })).rows.map(({ action }) => action)
    expect(acts).toEqual(['appointments_disconnected', 'appointments_connected', 'appointments_connected'])
  })

  it('keep no name, number or address, go with a conversation that is erased, and 30 days after their day', async () => {
    const { rdv } = await connect()
    const { citizen } = await leave({ phone: '06 12 34 56 78' })
    const notice = await fetch(server.url + noticeLink('villebourg', 'fr'))
    expect(await notice.text()).toContain('RDV Service Public')
    await send(rdv.tell('created', { people: [JEANNE] }, '2026-11-12T10:00:00Z'))
    await send(rdv.tell('created', { uuid: 'rdv-2', people: [{ email: 'ada@example.org' }] }, '2026-11-12T10:00:00Z'))
    const kept = JSON.stringify(await server.store.readAppointments('villebourg'))
    expect(kept).not.toMatch(/Jeanne|Dupont|612345678|example\.org|fille|1950/i)
    const all = kind === 'lowdb' ? await filesOf(server.dataDir) : await tablesOf(database)
    const ofAppointments = [...all].filter(([place]) => place.includes('appointments')).join()
    expect(ofAppointments).toContain('rdv-2')
    expect(ofAppointments).not.toMatch(/Dupont|612345678|example\.org/i)
    expect(server.logs()).not.toMatch(/Dupont|612345678|ada@example/i)
    expect((await citizen.call('DELETE', '')).status).toBe(204)
    // Nothing is left of it but that what is told of it later is forgotten too.
    await send(rdv.tell('updated', { people: [JEANNE] }, '2026-11-13T10:00:00Z'))
    const left = async () =>
      (await server.store.readAppointments('villebourg'))?.appointments
        .filter(({ people }) => people.length > 0)
        .map(({ id }) => id)
    expect(await left()).toEqual(['rdv-2'])
    await server.store.dropOldAppointments('2027-01-07T08:00:00.000Z')
    expect(await left()).toEqual(['rdv-2'])
    await server.store.dropOldAppointments('2027-01-07T10:00:00.000Z')
    expect(await left()).toEqual([])
  })

  it('of two people stay for the one who has not erased hers', async () => {
    const { rdv } = await connect()
    const [jeanne, ada] = [await leave({ phone: '06 12 34 56 78' }), await leave({ email: 'ada@example.org' })]
    const people = [JEANNE, { email: 'Ada@example.org' }]
    await send(rdv.tell('created', { people }, '2026-11-12T10:00:00Z'))
    expect([(await shown(jeanne.id)).length, (await shown(ada.id)).length]).toEqual([1, 1])
    expect((await jeanne.citizen.call('DELETE', '')).status).toBe(204)
    await send(rdv.tell('updated', { people }, '2026-11-13T10:00:00Z'))
    expect(await shown(ada.id)).toMatchObject([{ motive: expect.any(String) }])
    const again = await leave({ phone: '06 12 34 56 78' })
    expect(await shown(again.id)).toEqual([])
    expect((await ada.citizen.call('DELETE', '')).status).toBe(204)
    const [{ people: left = [['?']], motive = '?' } = {}] =
      (await server.store.readAppointments('villebourg'))?.appointments ?? []
    expect([left, motive]).toEqual([[], ''])
  })

  it('are booked from the cards of the entries that an administrator chose, with their motive', async () => {
    const id = 'carte-identite-renouvellement'
    const ask = async (language = 'fr') =>
      (await server.call('POST', '/ask', { body: { question: 'renouveler ma carte d’identité', language } })).body
        .answer
    const settings = (await admin.call('GET', '/admin/settings')).body
    const put = (appointments: unknown, baseVersion = settings.version) =>
      admin.call('PUT', '/admin/settings', { baseVersion, why: '', set: { appointments } })
    for (const page of [
      'http://rdv.anct.gouv.fr/org/1',
      'https://rdv.anct.gouv.fr@evil.example/',
      'https://evil.example/rdv.anct.gouv.fr',
    ]) {
      const { status, body } = await put({ page, links: {} })
      expect([status, body.code, body.field]).toEqual([422, 'setting_invalid', 'appointments.page'])
      expect(body.detail).toMatch(/RDV Service Public/)
    }
    const refused = await put({ page: PAGE, links: { [id]: 'https://www.doctolib.fr/' } })
    expect(refused.body.field).toBe(`appointments.links.${id}`)
    const before = (await server.fetch('/readyz')).body.content
    expect((await ask()).appointment).toBeUndefined()
    expect((await put({ page: PAGE, links: { [id]: MOTIVE } })).status).toBe(200)
    expect((await ask()).appointment).toEqual({ label: 'Prendre rendez-vous', url: MOTIVE })
    expect((await ask('ar')).appointment.label).toBe('حجز موعد')
    // Nothing of what is published changes.
    expect((await server.fetch('/readyz')).body.content).toEqual(before)
    const citizen = await server.startConversation()
    await citizen.say('renouveler ma carte d’identité')
    const { messages } = await citizen.read()
    const card = messages.map(({ payload }) => payload).find((payload) => payload.type === 'card')
    expect(card?.type === 'card' && card.actions[0]).toEqual({
      action: 'url',
      label: 'Prendre rendez-vous',
      value: MOTIVE,
    })
    for (const address of [`/fiche/${id}`, `/fiches/villebourg/${id}`])
      expect([address, (await (await fetch(server.url + address)).text()).includes('Prendre rendez-vous')]).toEqual([
        address,
        true,
      ])
    // Whoever reads the data of the town, or asks by another assistant, is led there too, and told what is booked.
    const named = { label: expect.stringMatching(/^Prendre rendez-vous.: .*carte/), url: MOTIVE }
    const open = async (file: string) => (await fetch(`${server.url}/fiches/villebourg/${file}`)).text()
    const { entries } = JSON.parse(await open('fiches.json')) as { entries: { id: string; appointment: unknown }[] }
    const bookedOf = (of: string) => entries.find((one) => one.id === of)?.appointment
    expect([bookedOf(id), bookedOf('piscine-municipale')]).toEqual([named, null])
    expect((await open('fiches.csv')).split('\n').filter((line) => line.includes(MOTIVE))).toHaveLength(1)
    expect(await open(`${id}.jsonld`)).toContain(`"foaf:page":{"@id":"${MOTIVE}"}`)
    const told = await callTool(server.url, 'get_procedure', { id })
    expect(told.structuredContent.appointment).toEqual(named)
    expect(told.content[0]?.text).toContain(`](${MOTIVE})`)
    const none = await callTool(server.url, 'get_procedure', { id: 'piscine-municipale' })
    expect(none.structuredContent.appointment).toBeUndefined()
    expect((await put({ page: PAGE, links: { [id]: '' } }, settings.version + 1)).status).toBe(200)
    expect((await ask()).appointment.url).toBe(PAGE)
  })
})
