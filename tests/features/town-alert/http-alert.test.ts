import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import type { CommuneView } from '../../../src/features/asking/contract.js'
import type { AlertAdminView } from '../../../src/features/town-alert/contract.js'
import { expectProblem, type StaffMember } from '../../platform/http/clients.js'
import { OPEN, plainSpaces, startTestServer, type TestServer } from '../../platform/http/harness.js'

let server: TestServer
let admin: StaffMember

beforeAll(async () => {
  server = await startTestServer({ communes: [{ id: 'voisine' }] })
  admin = await server.signInAs({ email: 'ada@villebourg.example', displayName: 'Ada', roles: ['admin'] })
})
beforeEach(() => server.clock.set(OPEN))
afterEach(async () => {
  await admin.call('DELETE', '/admin/alert')
})
afterAll(() => server.stop())

/** From ten to noon, Paris time, on the tests' day. */
const FLOOD = {
  level: 'urgent',
  from: '2026-11-24T10:00:00+01:00',
  to: '2026-11-24T12:00:00+01:00',
  text: { fr: "La Loire monte : n'allez pas sur les quais !", en: 'The Loire is rising: stay away from the quays!' },
  entries: ['risques-alertes'],
  link: { label: 'Vigicrues', url: 'https://www.vigicrues.gouv.fr/' },
}

async function announce(patch: Record<string, unknown> = {}): Promise<AlertAdminView> {
  const { status, body } = await admin.call('PUT', '/admin/alert', { ...FLOOD, ...patch })
  expect(status).toBe(200)
  return body
}

async function communeIn(language: string, id = 'villebourg'): Promise<CommuneView> {
  return (await server.call('GET', `/communes/${id}?language=${language}`)).body
}

describe('what citizens are told', () => {
  it('is nothing when nothing is announced', async () => {
    expect((await communeIn('fr')).availability.alert).toBeNull()
    const { body } = await server.call('POST', '/ask', { body: { question: 'passeport' } })
    expect(body.alert).toBeNull()
  })

  it('is dated, in their language, with the entries that matter first', async () => {
    await announce()
    const french = await communeIn('fr')
    expect(french.availability.alert).toMatchObject({
      level: 'urgent',
      text: 'La Loire monte\u00a0: n’allez pas sur les quais\u202f!',
      language: 'fr',
      until: '2026-11-24T11:00:00.000Z',
      link: FLOOD.link,
    })
    expect(plainSpaces(french.availability.alert?.updated ?? '')).toBe('Mis à jour le mardi 24 novembre à 10 h.')
    expect(french.suggested[0]?.id).toBe('risques-alertes')
    expect(french.suggested.length).toBeGreaterThan(3)
    const english = await communeIn('en')
    expect(english.availability.alert).toMatchObject({ text: FLOOD.text.en, language: 'en' })
    expect(english.availability.alert?.updated).toBe('Updated on Tuesday 24 November at 10:00.')
  })

  it('is in French where their language was not written, and says so', async () => {
    await announce({ text: { fr: 'Coupure d’eau.', en: ' ' } })
    expect((await communeIn('en')).availability.alert).toMatchObject({ text: 'Coupure d’eau.', language: 'fr' })
  })

  it('puts forward no suggestion twice', async () => {
    const [usual] = (await communeIn('fr')).suggested.slice(-1)
    await announce({ entries: [usual?.id, usual?.id] })
    const ids = (await communeIn('fr')).suggested.map(({ id }) => id)
    expect(ids[0]).toBe(usual?.id)
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('comes with an answer, and before the greeting, with its entries as buttons', async () => {
    await announce()
    const { body } = await server.call('POST', '/ask', { body: { question: 'passeport' } })
    expect(body.alert).toMatchObject({ level: 'urgent', entries: [{ id: 'risques-alertes' }] })
    const { started } = await server.startConversation()
    expect(started.availability.alert).toEqual(body.alert)
    const [first, second] = started.messages
    expect(first?.payload).toMatchObject({ type: 'choice', options: [{ value: 'entry:risques-alertes' }] })
    expect(plainSpaces(first?.payload.type === 'choice' ? first.payload.text : '')).toBe(
      'La Loire monte : n’allez pas sur les quais ! Mis à jour le mardi 24 novembre à 10 h.',
    )
    expect(second?.payload).toMatchObject({ type: 'text' })
    await announce({ entries: [] })
    const [plain] = (await server.startConversation()).started.messages
    expect(plain?.payload.type).toBe('text')
  })

  it('opens the entry whose button is pressed', async () => {
    await announce()
    const citizen = await server.startConversation()
    const { replies } = await citizen.say('Risques', { choice: 'entry:risques-alertes' })
    expect(replies[0]?.payload).toMatchObject({ type: 'card', answer: { entryId: 'risques-alertes' } })
  })

  it('reaches a conversation that is open, and leaves it when it is withdrawn', async () => {
    const citizen = await server.startConversation()
    const stream = await citizen.stream()
    const alertIs = (test: (alert: unknown) => boolean) => stream.next('availability', ({ alert }) => test(alert))
    await alertIs((alert) => alert === null)
    await announce()
    await alertIs((alert) => alert !== null)
    await admin.call('DELETE', '/admin/alert')
    await alertIs((alert) => alert === null)
  })

  it('begins and ends by itself', async () => {
    await announce({ from: '2026-11-24T11:00:00+01:00' })
    const shownAt = async (instant: string) => {
      server.clock.set(instant)
      return (await communeIn('fr')).availability.alert !== null
    }
    expect(await shownAt('2026-11-24T09:59:59.999Z')).toBe(false)
    expect(await shownAt('2026-11-24T10:00:00.000Z')).toBe(true)
    expect(await shownAt('2026-11-24T10:59:59.999Z')).toBe(true)
    expect(await shownAt('2026-11-24T11:00:00.000Z')).toBe(false)
    expect((await communeIn('fr')).suggested[0]?.id).not.toBe('risques-alertes')
  })

  it('is the affair of one commune', async () => {
    await announce()
    expect((await communeIn('fr', 'voisine')).availability.alert).toBeNull()
  })
})

describe('the administrators’ alert', () => {
  it('is for administrators, from the server’s own pages', async () => {
    const agent = await server.signIn()
    for (const method of ['GET', 'PUT', 'DELETE']) {
      expectProblem(await server.call(method, '/admin/alert'), 401, 'sign_in_required')
      expectProblem(await agent.call(method, '/admin/alert'), 403, 'forbidden')
    }
    expectProblem(await admin.call('PUT', '/admin/alert', FLOOD, { 'x-csrf-token': 'forged' }), 403, 'csrf')
    expectProblem(await admin.call('DELETE', '/admin/alert', undefined, { 'x-csrf-token': 'forged' }), 403, 'csrf')
  })

  it('says where it stands, and who did what', async () => {
    const planned = await announce({ from: '2026-11-24T10:30:00+01:00' })
    expect(planned).toMatchObject({ state: 'planned', alert: { level: 'urgent', entries: ['risques-alertes'] } })
    expect((await announce()).state).toBe('shown')
    server.clock.set('2026-11-24T12:00:00.000Z')
    const { body: ended } = await admin.call('GET', '/admin/alert')
    expect(ended.state).toBe('ended')
    const { body: withdrawn } = await admin.call('DELETE', '/admin/alert')
    expect(withdrawn).toMatchObject({ alert: null, state: 'none' })
    expect(withdrawn.history.slice(0, 2)).toEqual([
      { at: '2026-11-24T12:00:00.000Z', by: 'Ada', alert: null },
      { at: OPEN, by: 'Ada', alert: expect.objectContaining({ level: 'urgent' }) },
    ])
    expect(withdrawn.entries).toContainEqual({ id: 'risques-alertes', title: expect.any(String) })
  })

  it.each([
    ['no text', { text: { fr: ' \n ' } }, 'text_empty', 'text.fr'],
    ['no French text', { text: { en: 'Flood' } }, 'invalid_request', 'text.fr'],
    ['a text too long', { text: { fr: 'a'.repeat(301) } }, 'invalid_request', 'text.fr'],
    ['a language of its own', { text: { fr: 'a', tlh: 'b' } }, 'invalid_request', 'text'],
    ['an end before its beginning', { to: FLOOD.from }, 'alert_ends_early', 'to'],
    ['an end in the past', { from: '2026-11-23T10:00:00Z', to: OPEN }, 'alert_ends_early', 'to'],
    ['an hour without its zone', { from: '2026-11-24T10:00:00' }, 'invalid_request', 'from'],
    ['an entry that is not published', { entries: ['constructor'] }, 'unknown_entry', 'entries'],
    ['too many entries', { entries: Array.from({ length: 5 }, () => 'risques-alertes') }, 'invalid_request', 'entries'],
    ['a link that runs', { link: { label: 'x', url: 'javascript:alert(1)' } }, 'invalid_request', 'link.url'],
    ['an unknown level', { level: 'panic' }, 'invalid_request', 'level'],
  ])('refuses %s, and keeps the former one', async (_, patch, code, field) => {
    await announce()
    expectProblem(await admin.call('PUT', '/admin/alert', { ...FLOOD, ...patch }), 422, code, field)
    expect((await communeIn('en')).availability.alert?.text).toBe(FLOOD.text.en)
  })
})
