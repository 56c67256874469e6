import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { ServiceView } from '../../../src/platform/http/shapes.js'
import { expectProblem } from '../../platform/http/clients.js'
import { CLOSED, OPEN, plainSpaces, startTestServer, type TestServer } from '../../platform/http/harness.js'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.stop())

const ask = (body: unknown, headers: Record<string, string> = {}) => server.call('POST', '/ask', { body, headers })

describe('POST /ask', () => {
  it('answers a question of the installed content, and says how sure it is', async () => {
    const { status, body } = await ask({ question: 'renouvellement carte identité' })
    expect(status).toBe(200)
    expect(body.outcome).toMatch(/^(answered|clarification)$/)
    expect(body.candidates[0].id).toMatch(/carte-identite/)
    expect(body.confidence).toBe(body.candidates[0].confidence)
    for (const { confidence } of body.candidates) {
      expect(confidence).toBeGreaterThanOrEqual(0)
      expect(confidence).toBeLessThanOrEqual(1)
    }
    expect(body.contentVersion).toMatch(/^[0-9a-f]{12}$/)
    expect(body.encoderVersion).toBeNull()
    expect(body.durationsMs.total).toBeGreaterThan(0)
  })

  it('says with an answer how the services that it sends to are now, though the answer itself is kept', async () => {
    const question = { question: 'demander un acte de naissance' }
    const { body: open } = await ask(question)
    server.clock.set(CLOSED)
    const { body: closed } = await ask(question, { 'accept-language': 'en' })
    const { body: again } = await ask(question)
    server.clock.set(OPEN)
    expect(open.outcome).toBe('answered')
    expect(again.answer).toEqual(open.answer)
    expect(closed.answer).toMatchObject({ entryId: open.answer.entryId, language: 'en', simple: null })
    const [now, evening] = [open.openings[0], closed.openings[0]]
    expect([now.service, plainSpaces(now.sentence)]).toEqual(['Service état civil', 'ouvert, ferme à 12 h'])
    expect([evening.open, evening.sentence]).toEqual([false, 'closed, opens tomorrow at 08:30'])
  })

  it('tells a fact of the town, in the language of the question', async () => {
    const { body } = await ask({ question: 'la piscine est ouverte demain ?' })
    expect(body).toMatchObject({ outcome: 'answered_fact', language: 'fr' })
    expect(plainSpaces(body.fact)).toMatch(/^Oui, c’est ouvert demain mercredi 25 novembre de 14 h à 18 h\./)
    expect(body.answer).toBeUndefined()
    const english = await ask({ question: 'what is the phone number of the library?' })
    expect(english.body).toMatchObject({ outcome: 'answered_fact', language: 'en' })
    expect(english.body.fact).toMatch(/^Phone: 02 61 91 00 16\./)
  })

  it('tells what the town’s files say of an address, asks back for what is missing, and keeps nothing of it', async () => {
    const { body } = await ask({ question: 'quand passe la poubelle jaune, 12 rue des Lilas ?' })
    expect(body).toMatchObject({ outcome: 'answered_fact', language: 'fr' })
    expect(plainSpaces(body.fact)).toMatch(/^Rue des Lilas, côté pair : bac jaune : jeudi des semaines paires/)
    expect([body.asks, body.answer]).toEqual([undefined, undefined])
    const { body: side } = await ask({ question: 'quand passe la poubelle jaune rue des Lilas ?' })
    expect(side).toMatchObject({ outcome: 'clarification', asks: { text: expect.stringContaining('Rue des Lilas') } })
    expect(side.fact).toBeUndefined()
    const { body: which } = await ask({ question: 'quand passe la poubelle jaune ?' })
    expect(which).toMatchObject({ outcome: 'answered_fact', asks: { options: [] } })
    expect(which.answer.entryId).toMatch(/tri|collecte|ordures|bac/)
    const { body: english } = await ask({ question: 'which school for rue Victor Hugo?' })
    expect(english).toMatchObject({ outcome: 'answered_fact', language: 'en' })
    expect(english.fact).toMatch(/^Rue Victor-Hugo, /)
    expect((await ask({ question: 'au secours, mon mari me frappe, 12 rue des Lilas' })).body.fact).toBeUndefined()
    expect(await server.store.listConversationsUpdatedBefore('2099-01-01')).toEqual([])
  })

  it('gives the answer itself only when it is sure', async () => {
    const { body } = await ask({ question: 'zzyzx qwertz blorp' })
    expect(body.outcome).toMatch(/^unanswerable_/)
    expect(body.answer).toBeUndefined()
  })

  it('says the language that it recognises, and proposes rather than answers when words were translated', async () => {
    const french = await ask({ question: 'renouvellement carte identité' })
    expect(french.body).toMatchObject({ language: 'fr', translated: false })
    const { body } = await ask({ question: 'як продовжити паспорт' })
    expect(body).toMatchObject({ language: 'uk', translated: true, outcome: 'clarification' })
    expect(body.candidates[0].id).toMatch(/passeport/)
    expect(body.answer).toBeUndefined()
    const unread = await ask({ question: 'мій равлик співає голосно' })
    expect(unread.body).toMatchObject({ language: 'uk', translated: false, outcome: 'unanswerable_low_confidence' })
    expect(unread.body.candidates).toEqual([])
  })

  it('gives the questions on which an answer depends, with what is already said, and where they lead', async () => {
    const { body } = await ask({ question: 'renouveler ma carte identité périmée' })
    expect(body).toMatchObject({ outcome: 'answered', answer: { entryId: 'carte-identite-renouvellement' } })
    expect(body.guide).toMatchObject({
      id: 'carte-identite',
      questions: [
        { slot: 'age', heard: null, choices: [{ value: 'majeur', label: 'Un adulte' }, { value: 'mineur' }] },
        { slot: 'situation', heard: 'a-renouveler' },
      ],
      otherwise: { entry: { id: 'carte-identite-renouvellement' } },
    })
    expect(body.guide.branches).toContainEqual({
      when: { situation: ['a-renouveler'] },
      entry: { id: 'carte-identite-renouvellement', title: 'Renouveler sa carte d’identité' },
    })
    expect((await ask({ question: 'zzyzx qwertz blorp' })).body.guide).toBeUndefined()
  })

  it('stores nothing but counters', async () => {
    const before = await server.store.listConversationsUpdatedBefore('2099-01-01')
    await ask({ question: 'extrait de naissance' })
    await server.app.sweep()
    expect(await server.store.listConversationsUpdatedBefore('2099-01-01')).toEqual(before)
    const counters = await server.store.readCounters('villebourg', '2026-11-24', '2026-11-24')
    expect(counters['2026-11-24']?.questions).toBeGreaterThan(0)
    expect(JSON.stringify(counters)).not.toContain('extrait de naissance')
  })

  it.each([
    ['an empty question', { question: '' }, 422, 'text_empty', 'question'],
    ['spaces only', { question: ' \n\t ' }, 422, 'text_empty', 'question'],
    ['10,000 characters', { question: 'a'.repeat(10_000) }, 422, 'text_too_long', 'question'],
    ['no question', {}, 422, 'invalid_request', 'question'],
    ['a number', { question: 3 }, 422, 'invalid_request', 'question'],
    ['an unknown field', { question: 'passeport', limit: 3 }, 422, 'invalid_request', 'limit'],
    ['an unknown language', { question: 'passeport', language: 'tlh' }, 422, 'invalid_request', 'language'],
    ['an unknown commune', { question: 'passeport', communeId: 'ailleurs' }, 404, 'unknown_commune', 'communeId'],
    ['a commune that is a path', { question: 'passeport', communeId: '../x' }, 422, 'invalid_request', 'communeId'],
    [
      'a commune that is a property of objects',
      { question: 'a', communeId: 'constructor' },
      404,
      'unknown_commune',
      'communeId',
    ],
  ])('refuses %s', async (_, body, status, code, field) => {
    expectProblem(await ask(body), status, code, field)
  })
})

describe('GET /communes/:id', () => {
  it('says what a page needs before a conversation exists', async () => {
    const { status, body } = await server.call('GET', '/communes/villebourg')
    expect(status).toBe(200)
    expect(body).toMatchObject({ id: 'villebourg', name: 'Villebourg-sur-Loire', privacy: { retentionDays: 30 } })
    expect(body.suggested.length).toBeGreaterThan(0)
    expect(body.availability).toMatchObject({ open: true, canTalk: false, opensAt: null })
  })

  it('says when the reception opens again, in the language asked', async () => {
    server.clock.set(CLOSED)
    const french = await server.call('GET', '/communes/villebourg')
    const english = await server.call('GET', '/communes/villebourg?language=en', {
      headers: { 'accept-language': 'fr' },
    })
    const header = await server.call('GET', '/communes/villebourg', {
      headers: { 'accept-language': 'en-GB,fr;q=0.5' },
    })
    server.clock.set(OPEN)
    expect(french.body.availability).toMatchObject({ open: false, opensAt: '2026-11-25T07:30:00.000Z' })
    expect(plainSpaces(french.body.availability.sentence)).toContain('Il rouvre demain à 8 h 30.')
    expect(english.body.availability.sentence).toContain('It opens again tomorrow at 08:30.')
    expect(header.body.availability.sentence).toBe(english.body.availability.sentence)
  })

  it('names the holiday and skips the closures', async () => {
    server.clock.set('2026-12-25T09:00:00.000Z')
    const { body } = await server.call('GET', '/communes/villebourg')
    server.clock.set(OPEN)
    expect(body.availability.opensAt).toBe('2026-12-28T07:30:00.000Z')
    expect(plainSpaces(body.availability.sentence)).toContain('le lundi 28 décembre à 8 h 30')
    expect(body.availability.sentence.toLowerCase()).toContain('noël')
  })

  it('lists the services with their hours and their state now, in the language asked', async () => {
    const servicesAt = async (instant: string, language: string) => {
      server.clock.set(instant)
      const { body } = await server.call('GET', `/communes/villebourg/services?language=${language}`)
      server.clock.set(OPEN)
      const services = body.services as ServiceView[]
      return (id: string) => services.find((service) => service.id === id)
    }
    const french = (await servicesAt(OPEN, 'fr'))('etat-civil')
    expect(french).toMatchObject({
      name: 'Service état civil',
      phone: '02\u00a061\u00a091\u00a000\u00a001',
      email: 'etat-civil@villebourg.example',
      address: expect.stringContaining('45990'),
      hours: expect.stringContaining('le samedi de 9\u00a0h à 12\u00a0h'),
      now: { open: true, until: '2026-11-24T11:00:00.000Z', language: 'fr', notices: [] },
    })
    expect(plainSpaces(french?.now?.sentence ?? '')).toBe('ouvert, ferme à 12 h')
    const english = (await servicesAt(OPEN, 'en'))('etat-civil')
    expect(english?.now?.sentence).toBe('open, closes at 12:00')
    expect(english?.hours).toContain('on Saturday from 09:00 to 12:00')
    const closed = (await servicesAt('2026-12-07T09:00:00.000Z', 'fr'))('titres')
    expect(plainSpaces(closed?.now?.sentence ?? '')).toBe(
      'fermé jusqu’au mardi 8 décembre (formation des agents) ; rouvre le mercredi 9 décembre à 8 h 30',
    )
    const before = (await servicesAt('2026-12-03T09:00:00.000Z', 'fr'))('elections')
    expect(before?.now?.notices.map(plainSpaces)).toEqual([
      'Ouverture exceptionnelle le samedi 5 décembre, de 9 h à 12 h (permanence pour les inscriptions sur les listes électorales).',
    ])
    const summer = (await servicesAt('2026-07-20T13:00:00.000Z', 'fr'))('accueil')
    expect(plainSpaces(summer?.now?.sentence ?? '')).toBe('ouvert, ferme à 16 h')
    expect(plainSpaces(summer?.now?.notices[0] ?? '')).toContain('Horaires de saison, du 13 juillet au 22 août')
  })

  it.each(['ailleurs', '__proto__', '%00', 'a'.repeat(500)])('does not know %s', async (id) => {
    expectProblem(await server.call('GET', `/communes/${id}`), 404, 'unknown_commune', 'communeId')
  })
})
