import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { expectProblem } from '../../platform/http/clients.js'
import { CLOSED, OPEN, plainSpaces, startTestServer, type TestServer } from '../../platform/http/harness.js'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer({ communes: [{ id: 'autre', nom: 'Autre' }] })
})
afterAll(() => server.stop())

describe('GET /communes/:id/places', () => {
  it('lists the places of help, nearest first, ready to show', async () => {
    const { status, body } = await server.call('GET', '/communes/villebourg/places')
    expect(status).toBe(200)
    const km = body.places.map((place: { distanceKm: number }) => place.distanceKm)
    expect(km).toEqual([...km].sort((a: number, b: number) => a - b))
    expect(plainSpaces(JSON.stringify(body.places))).toContain('"distance":"à 8 km"')
    const main = body.places.find(({ id }: { id: string }) => id === 'demo-france-services')
    expect(main).toMatchObject({
      name: 'France Services de Villebourg',
      open: true,
      phone: { href: 'tel:+33261910101' },
    })
    expect(plainSpaces(main.hours)).toContain('Ouvert maintenant, jusqu’à 12 h 30.')
    expect(plainSpaces(body.source)).toBe(
      'Source : Démonstration (lieux inventés), Licence Ouverte 2.0, mise à jour du 20 octobre 2026.',
    )
  })

  it('says what is open at the hour, in the language asked', async () => {
    server.clock.set(CLOSED)
    const { body } = await server.call('GET', '/communes/villebourg/places?language=en')
    server.clock.set(OPEN)
    const main = body.places.find(({ id }: { id: string }) => id === 'demo-france-services')
    expect(main.hours).toContain('Closed now, opens tomorrow at 09:00.')
  })

  it('has none for a commune without a file, and does not know every commune', async () => {
    expect((await server.call('GET', '/communes/autre/places')).body).toEqual({ places: [], source: '' })
    expectProblem(await server.call('GET', '/communes/ailleurs/places'), 404, 'unknown_commune', 'communeId')
  })

  it('answers the button of an answer in a conversation', async () => {
    const citizen = await server.startConversation({ communeId: 'villebourg' })
    const { replies } = await citizen.say('Je n’y arrive pas en ligne', { choice: 'digital-help' })
    const texts = replies.map(({ payload }) => (payload.type === 'card' ? '' : payload.text)).join('\n')
    expect(texts).toContain('Point numérique du CCAS')
    expect(replies[1]?.payload).toHaveProperty('blocks')
  })
})
