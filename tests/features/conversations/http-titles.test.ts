import { gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { CommuneView } from '../../../src/features/asking/contract.js'
import type { TitlesView } from '../../../src/features/asking/facts-contract.js'
import { expectProblem } from '../../platform/http/clients.js'
import { OPEN, startTestServer, type TestServer } from '../../platform/http/harness.js'
import { rawRequest } from '../../platform/http/raw-request.js'

const TOWN = 'https://www.zedville.example'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer({ communes: [{ id: 'zedville', origins: [TOWN] }] })
})
afterAll(() => server.stop())

describe('GET /communes/:id/titles', () => {
  const read = (headers: Record<string, string> = {}) => server.call('GET', '/communes/villebourg/titles', { headers })

  it('gives the title and a few questions of every entry, in 25 kB compressed', async () => {
    const { status, body, text } = await read()
    const { entries, contentVersion }: TitlesView = body
    expect(status).toBe(200)
    expect(entries.filter(({ id }) => !id.startsWith('office-'))).toHaveLength(220)
    expect(contentVersion).toMatch(/^[0-9a-f]{12}$/)
    expect(entries.find(({ id }) => id === 'brulage-dechets-verts')?.title).toBe(
      'Brûler ses déchets verts\u00a0: est-ce permis\u202f?',
    )
    expect(entries.every(({ questions }) => questions.length > 0 && questions.length <= 5)).toBe(true)
    expect(gzipSync(text, { level: 9 }).length).toBeLessThanOrEqual(25_000)
  })

  it('comes compressed to who can read it, and plain to who cannot', async () => {
    const compressed = await fetch(`${server.url}/api/v1/communes/villebourg/titles`, {
      headers: { 'accept-encoding': 'gzip' },
    })
    const plain = await read({ 'accept-encoding': 'identity' })
    expect(compressed.headers.get('content-encoding')).toBe('gzip')
    expect(plain.headers.get('content-encoding')).toBeNull()
    expect(await compressed.json()).toEqual(plain.body)
    expect(plain.headers.get('vary')).toMatch(/Origin.*Accept-Encoding/)
    expect(() => gunzipSync(Buffer.from(plain.text))).toThrow()
  })

  it('is not sent again to who has it', async () => {
    const first = await read()
    const etag = first.headers.get('etag') ?? ''
    expect(etag).not.toBe('')
    expect(first.headers.get('cache-control')).toBe('public, max-age=300')
    const path = '/api/v1/communes/villebourg/titles'
    const again = await rawRequest(server.url, { path, headers: { 'accept-encoding': 'gzip', 'if-none-match': etag } })
    expect([again.status, again.text]).toEqual([304, ''])
    expect((await read({ 'if-none-match': '"another"' })).status).toBe(200)
  })

  it('is for the pages of communes, and for known communes', async () => {
    const { headers } = await server.call('GET', '/communes/zedville/titles', { headers: { origin: TOWN } })
    expect(headers.get('access-control-allow-origin')).toBe(TOWN)
    expectProblem(await server.call('GET', '/communes/ailleurs/titles'), 404, 'unknown_commune', 'communeId')
  })
})

describe('GET /communes/:id?page=', () => {
  const suggested = async (query = ''): Promise<string[]> => {
    const { status, body } = await server.call('GET', `/communes/villebourg${query}`)
    expect(status).toBe(200)
    return (body as CommuneView).suggested.map(({ id }) => id)
  }

  it('proposes the entries of the page first, then of the season, six at most', async () => {
    expect(await suggested('?page=/demarches/etat-civil')).toEqual([
      'acte-naissance-copie',
      'mariage-dossier',
      'pacs-conclure',
      'livret-famille-duplicata',
      'carte-identite-renouvellement',
      'colis-repas-aines',
    ])
    expect((await suggested('?page=%2Fla-mairie')).slice(0, 3)).toEqual([
      'horaires-mairie',
      'rencontrer-elu',
      'conseil-municipal',
    ])
  })

  it('follows the season where the page says nothing', async () => {
    expect((await suggested()).slice(0, 2)).toEqual(['colis-repas-aines', 'deneigement-trottoir'])
    server.clock.set('2027-07-20T09:00:00.000Z')
    expect((await suggested('?page=/'))[0]).toBe('operation-tranquillite-vacances')
    server.clock.set(OPEN)
  })

  it('takes no notice of what is not a path, and refuses what cannot be one', async () => {
    expect(await suggested('?page=https://x.example')).toEqual(await suggested())
    expectProblem(await server.call('GET', '/communes/villebourg?page=/a&page=/b'), 422, 'invalid_request', 'page')
    expectProblem(
      await server.call('GET', `/communes/villebourg?page=/${'a'.repeat(300)}`),
      422,
      'invalid_request',
      'page',
    )
  })
})
