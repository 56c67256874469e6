import { resolve } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { OPEN, plainSpaces, startTestServer, type TestServer } from '../../platform/http/harness.js'
import { PlainVisitor } from '../../platform/http/plain-visitor.js'
import { rawRequest } from '../../platform/http/raw-request.js'

const PASSPORT = '/fiche/passeport-mineur'

let server: TestServer
let visitor: PlainVisitor

beforeAll(async () => {
  server = await startTestServer({
    config: { publicDir: resolve('public'), publicUrl: 'https://chat.ville.example' },
    communes: [{ id: 'zedville', nom: 'Zed<b>ville' }],
  })
})
beforeEach(() => {
  server.clock.set(OPEN)
  visitor = new PlainVisitor(server, { 'accept-language': 'fr' })
})
afterAll(() => server.stop())

describe('the sheet of an entry', () => {
  it('has the whole answer, whose it is, where it comes from, and when it was made', async () => {
    await visitor.open(PASSPORT)
    expect(visitor.answer.status).toBe(200)
    expect(visitor.title).toBe('Faire ou refaire le passeport d’un enfant – Villebourg-sur-Loire')
    const words = plainSpaces(visitor.text)
    for (const part of [
      'Fiche éditée le 24 novembre 2026',
      'Étapes',
      'Prenez rendez-vous.',
      'Pièces à fournir',
      'Coût',
      'Délai',
      'Où s’adresser',
      'Horaires : ',
      'Service-Public.gouv.fr / DILA',
      'Vérifié le 2 février 2024',
    ])
      expect(words).toContain(part)
    // Only the script knows the reference, from what no server is sent.
    expect(visitor.html).toMatch(/<p id="reference"[^>]* hidden><\/p>/)
    expect(visitor.links['Acheter le timbre fiscal pour un passeport']).toMatch(/R39812$/)
  })

  it('has a box, and its own words, for each paper', async () => {
    await visitor.open(PASSPORT)
    const boxes = [...visitor.html.matchAll(/<input type="checkbox" id="(piece-\d)"[^>]*><label for="(piece-\d)">/g)]
    expect(boxes.map(([, id]) => id)).toEqual([0, 1, 2, 3, 4, 5, 6].map((place) => `piece-${place}`))
    expect(boxes.map(([, , name]) => name)).toEqual(boxes.map(([, id]) => id))
    await visitor.open('/fiche/numeros-urgence')
    expect(visitor.html).not.toContain('id="bilan"')
  })

  it('can be found again by a code, and by the same address in words, that hold nothing else', async () => {
    await visitor.open(`${PASSPORT}?langue=en&version=simple`)
    expect(visitor.links['chat.ville.example/fiche/passeport-mineur']).toBe(`https://chat.ville.example${PASSPORT}`)
    expect(visitor.html).toMatch(/<svg class="code" viewBox="0 0 41 41" role="img" aria-label="QR code[^"]+">/)
    await visitor.open(`${PASSPORT}?commune=zedville`)
    expect(visitor.html).toContain(`href="https://chat.ville.example${PASSPORT}?commune=zedville"`)
  })

  it('is in the language asked, else in the browser’s', async () => {
    await visitor.open(`${PASSPORT}?langue=ar`)
    expect(visitor.html).toMatch(/^<!doctype html><html lang="ar" dir="rtl">/)
    expect(visitor.text).toContain('طباعة')
    const { headers, text } = await server.fetch(PASSPORT, { headers: { 'accept-language': 'en-GB' } })
    expect(text).toContain('<html lang="en" dir="ltr">')
    expect(headers.get('vary')).toMatch(/Accept-Language/)
    expect(visitor.links.English).toBe(`${PASSPORT}?langue=en`)
  })

  it('has the simplified version where there is one', async () => {
    await visitor.open(PASSPORT)
    await visitor.open(visitor.links['Version simplifiée'] ?? '')
    expect(visitor.text).toContain('Votre enfant part à l’étranger')
    expect(visitor.text).toContain('Des personnes concernées ne l’ont pas relu.')
    expect(visitor.text).not.toContain('Pièces à fournir')
    expect(visitor.links['Réponse complète']).toBe(`${PASSPORT}?langue=fr`)
    // What is simplified is French.
    await visitor.open(`${PASSPORT}?langue=en&version=simple`)
    expect(visitor.links['Simplified version']).toBeUndefined()
  })

  it('tells what is exceptional where to go', async () => {
    server.clock.set('2026-12-22T09:00:00.000Z')
    await visitor.open(PASSPORT)
    expect(visitor.html).toMatch(/class="notice"[^>]*>[^<]*25 décembre/)
  })

  it('escapes what it repeats', async () => {
    await visitor.open(`${PASSPORT}?commune=zedville`)
    expect(visitor.html).toContain('Zed&lt;b>ville')
    expect(visitor.html).not.toContain('Zed<b>')
    await visitor.open('/fiche/%3Cscript%3Ealert(1)%3C%2Fscript%3E?langue=%22%3E%3Cscript%3E')
    expect(visitor.answer.status).toBe(404)
    expect(visitor.html).not.toContain('<script>')
  })

  it('may be kept by caches for a short time, and is not sent again to who has it', async () => {
    const { headers } = await server.fetch(PASSPORT)
    expect(headers.get('cache-control')).toBe('public, max-age=300')
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(headers.get('content-security-policy')).toMatch(/script-src 'self';style-src 'self'/)
    expect(headers.get('x-robots-tag')).toBe('noindex')
    expect(headers.getSetCookie()).toEqual([])
    const again = await rawRequest(server.url, {
      path: PASSPORT,
      headers: { 'if-none-match': headers.get('etag') ?? '' },
    })
    expect(again.status).toBe(304)
    expect((await server.fetch(PASSPORT, { method: 'HEAD' })).status).toBe(200)
  })

  it('runs nothing and styles nothing from inside the page', async () => {
    await visitor.open(PASSPORT)
    expect(visitor.html).not.toMatch(/<script(?! src="\/assets\/sheet\.js" defer)|<style| style="| on\w+="/)
    expect(visitor.html).not.toMatch(/(?:src|<link[^>]*href)="(?!\/)/)
  })

  it('stores nothing, and is not asked who reads it', async () => {
    await visitor.open(`${PASSPORT}?pieces=1&reference=VL-7K3-46Q`)
    expect(visitor.text).not.toContain('7K3')
    expect(await server.store.listConversationsUpdatedBefore('2030-01-01')).toEqual([])
  })
})

describe('the file of a sheet', () => {
  it('needs nothing else, and may ask for nothing', async () => {
    await visitor.open(PASSPORT)
    const { headers, text } = await server.fetch(visitor.links.Télécharger ?? '')
    expect(headers.get('content-disposition')).toBe('attachment; filename=fiche-passeport-mineur.html')
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(text).toContain('@page')
    expect(text).toContain("content=\"default-src 'none'; style-src 'unsafe-inline'\"")
    expect(text).not.toMatch(/<script|<link|<img|href="\/|url\(/)
    expect(text).toContain('Pièces à fournir')
  })
})

describe('a sheet that does not exist', () => {
  it('is told with the nearest ones, a question and the phone', async () => {
    await visitor.open('/fiche/passeport-enfant?langue=fr')
    expect(visitor.answer.status).toBe(404)
    expect(plainSpaces(visitor.title)).toMatch(/^Erreur : Cette fiche n’existe pas/)
    expect(visitor.links['Faire ou refaire le passeport d’un enfant']).toBe(`${PASSPORT}?commune=villebourg&langue=fr`)
    expect(visitor.links['Poser une question']).toBe('/sans-script?commune=villebourg&langue=fr')
    expect(visitor.text).toMatch(/Téléphone de la mairie/)
    expect(visitor.answer.headers.get('cache-control')).toBe('no-store')
    await visitor.open('/fiche/zzz')
    expect(visitor.html).not.toContain('id="proches"')
  })

  it('may be one of an unknown commune', async () => {
    await visitor.open(`${PASSPORT}?commune=ailleurs`)
    expect(visitor.answer.status).toBe(404)
    expect(visitor.text).toMatch(/Cette commune n’est pas connue/)
    expect(visitor.answer.headers.get('cache-control')).toBe('no-store')
  })
})
