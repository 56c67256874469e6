import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { openDataRoutes } from '../../../src/features/open-data/contract.js'
import { eventually } from '../../browser/eventually.js'
import { ADA, content } from '../../contract/sample-entry-content.js'
import { OPEN, plainSpaces, startTestServer, type TestServer } from '../../platform/http/harness.js'
import { rawRequest } from '../../platform/http/raw-request.js'
import { breachesOfCpsv, readLinked, valuesOf } from './linked-data.js'

const HOST = 'https://chat.ville.example'
const TOWN = '/fiches/villebourg'
const CARD = `${TOWN}/carte-identite-mineur`
/** What tries to leave the block of data that holds it. */
const ATTACK = '</script><script>alert(1)</script><!-- & "l’acte" 🏛'
/** Where a passport or an identity card of the other commune is booked. */
const MOTIVE = 'https://rdv.anct.gouv.fr/prendre_rdv?public_link_organisation_id=1'
const ENTRIES = ['abri-jardin', 'carte-identite-mineur', 'dechetterie', 'piscine-privee', 'rsa-demande']

let server: TestServer

beforeAll(async () => {
  server = await startTestServer({
    config: { publicUrl: HOST },
    communes: [
      {
        ...{ id: 'zedville', nom: 'Zed<b>&ville', openData: 'unlisted' },
        appointments: { page: MOTIVE, links: { 'carte-identite-mineur': MOTIVE } },
      },
      { id: 'closeville', nom: 'Closeville', openData: 'closed' },
    ],
    entries: ENTRIES,
  })
})
beforeEach(() => server.clock.set(OPEN))
afterAll(() => server.stop())

const read = (path: string, headers: Record<string, string> = {}) => server.fetch(path, { headers, redirect: 'manual' })

/** As who has read it before: `fetch` would say that it takes nothing that was kept. */
const again = (path: string, headers: Record<string, string>) =>
  rawRequest(server.url, { path, headers: { 'accept-encoding': 'gzip', ...headers } })

const statusOf = (path: string) => async () => (await read(path)).status

/** Publishes an entry of Villebourg, and waits until it is served. */
async function publish(entryId: string, patch: Parameters<typeof content>[0], id = entryId): Promise<void> {
  const installed = (await server.store.getEntryRecord('villebourg', entryId)) ? null : await installedOf(entryId)
  const { outcome } = await server.store.recordPublication({
    ...{ id, communeId: 'villebourg', at: OPEN, by: ADA, why: 'Ada le voulait', gate: null, reviewerRequired: false },
    entries: [
      { entryId, installed, source: { type: 'content', content: content({ reviewBy: '2027-01-01', ...patch }) } },
    ],
  })
  expect(outcome).toBe('published')
}

async function installedOf(entryId: string) {
  const admin = await server.signIn('admin@villebourg.example')
  const { status, body } = await admin.call('GET', `/admin/entries/${entryId}`)
  return status === 200 ? body.served : null
}

/** The blocks of data of a page. */
function dataOf(html: string): object[] {
  return [...html.matchAll(/<script type="application\/ld\+json">(.*?)<\/script>/gs)].map(([, json = '']) =>
    JSON.parse(json),
  )
}

describe('the page of an entry', () => {
  it('says the whole answer without script, with its source, its dates and its own address', async () => {
    const { status, text, headers } = await read(CARD)
    expect(status).toBe(200)
    expect(headers.get('content-type')).toMatch(/^text\/html/)
    const words = plainSpaces(text.replace(/<[^>]+>/g, ' '))
    for (const part of ['Étapes', 'Pièces à fournir', 'Service-Public.gouv.fr / DILA', 'Vérifié le'])
      expect(words).toContain(part)
    expect(text).toContain(`<link rel="canonical" href="${HOST}${CARD}"/>`)
    expect(text).toMatch(/<meta property="og:title" content="[^"]+"\/>/)
    expect(text).toContain(`<meta property="og:url" content="${HOST}${CARD}"/>`)
    expect(text).not.toContain('noindex')
    // Nothing runs: data alone.
    expect(text.match(/<script[^>]*>/g)).toEqual(['<script type="application/ld+json">'])
    expect(text).not.toMatch(/(?:src|href)="(?!https:|\/|#|tel:|mailto:)/)
  })

  it('says in the words of schema.org who does what, where, when and from what it is known', async () => {
    const [data = {}] = dataOf((await read(CARD)).text)
    const graph = await readLinked(data)
    const [page, service] = [`${HOST}${CARD}`, `${HOST}${CARD}#service`]
    const schema = (term: string) => `http://schema.org/${term}`
    expect(valuesOf(graph, page, schema('mainEntity'))).toEqual([service])
    expect(valuesOf(graph, page, schema('dateModified'))).toEqual([expect.stringMatching(/^\d{4}-\d\d-\d\d/)])
    expect(valuesOf(graph, page, schema('license'))[0]).toMatch(/^https:\/\/www\.etalab\.gouv\.fr/)
    const [source = ''] = valuesOf(graph, page, schema('isBasedOn'))
    expect(source).toMatch(/^https:\/\/www\.service-public\.gouv\.fr/)
    expect(valuesOf(graph, source, schema('name'))[0]).toMatch(/Service-Public/)
    expect(valuesOf(graph, service, 'http://www.w3.org/1999/02/22-rdf-syntax-ns#type')).toEqual([
      schema('GovernmentService'),
    ])
    for (const term of ['provider', 'areaServed', 'serviceType', 'availableChannel', 'offers'])
      expect([term, valuesOf(graph, service, schema(term)).length]).not.toEqual([term, 0])
    const days = graph.getQuads(null, schema('dayOfWeek'), null, null).map(({ object }) => object.value)
    expect(new Set(days)).toContain('https://schema.org/Monday')
    expect(graph.getQuads(null, schema('telephone'), null, null)[0]?.object.value).toMatch(/^\+33/)
  })

  it('is written so that no text leaves its place', async () => {
    await publish('acte', {
      title: ATTACK,
      summary: ATTACK,
      online: [{ label: ATTACK, url: 'https://a.example/?a&b' }],
    })
    await eventually(statusOf(`${TOWN}/acte`), 200)
    const page = (await read(`${TOWN}/acte`)).text
    expect(page.match(/<script/g)).toHaveLength(1)
    expect(page).not.toContain('<!--')
    const [data = {}] = dataOf(page)
    expect(JSON.stringify(data)).toContain('</script>')
    const { '@graph': nodes } = data as { '@graph': { name: string }[] }
    expect(nodes[0]?.name).toContain('<script>alert(1)')
    for (const file of ['changes.atom', 'sitemap.xml'])
      expect((await read(`${TOWN}/${file}`)).text).not.toMatch(/<script|<!--/)
    expect(await breachesOfCpsv((await read(`${TOWN}/acte.jsonld`)).body)).toEqual([])
    const zedville = (await read('/fiches/zedville')).text
    expect(zedville).not.toContain('Zed<b>')
  })

  it('is in English for who asks, at an address of its own', async () => {
    const { text } = await read(`${CARD}?langue=en`)
    expect(text).toContain('<html lang="en"')
    expect(text).toContain(`<link rel="canonical" href="${HOST}${CARD}?langue=en"/>`)
  })

  it('leads to the assistant, to paper and to the other entries, in the language that it is read in', async () => {
    const waysOf = async (path: string) => {
      const [, ways = ''] = /<p class="chips">(.*?)<\/p>/s.exec((await read(path)).text) ?? []
      return [...ways.matchAll(/<a ([^>]+)>/g)].map(([, way = '']) =>
        ['class', 'href'].map((name) => new RegExp(`${name}="([^"]+)"`).exec(way)?.[1]),
      )
    }
    const [ask, print, all] = await waysOf(CARD)
    expect(ask?.[0]).toBe('button main')
    expect(print?.[1]).toContain('langue=fr')
    expect(all).toEqual(['button', `${HOST}/fiches/villebourg`])
    expect((await waysOf(`${CARD}?langue=en`)).at(-1)).toEqual(['button', `${HOST}/fiches/villebourg?langue=en`])
    // Where it is booked comes first, in the commune that proposes it.
    const booked = '/fiches/zedville/carte-identite-mineur'
    expect((await waysOf(booked)).slice(0, 2)).toEqual([
      ['button main', MOTIVE],
      ['button', expect.stringContaining('commune=zedville')],
    ])
  })
})

describe('the files', () => {
  it('are public services as CPSV-AP 3.2 wants them, one and all', async () => {
    for (const file of ['carte-identite-mineur.jsonld', 'rsa-demande.jsonld', 'fiches.jsonld']) {
      const { body, headers } = await read(`${TOWN}/${file}`)
      expect(headers.get('content-type')).toMatch(/^application\/ld\+json/)
      expect(await breachesOfCpsv(body)).toEqual([])
    }
    const { body } = await read(`${TOWN}/carte-identite-mineur.jsonld`)
    const graph = await readLinked(body)
    const service = `${HOST}${CARD}#service`
    const of = (property: string) => valuesOf(graph, service, property)
    expect(of('http://data.europa.eu/m8g/hasCompetentAuthority')).toHaveLength(1)
    expect(of('http://data.europa.eu/m8g/hasChannel').length).toBeGreaterThan(1)
    expect(of('http://purl.org/vocab/cpsv#hasInput').length).toBeGreaterThan(1)
    // The shapes say so when something is missing.
    const broken = JSON.parse(JSON.stringify(body).replaceAll('cv:hasCompetentAuthority', 'cv:other'))
    expect(await breachesOfCpsv(broken)).toEqual([expect.stringContaining('MinCountConstraintComponent')])
  })

  it('have every published entry, and nothing of visitors nor of who wrote it', async () => {
    const { body, text } = await read(`${TOWN}/fiches.json`)
    expect(openDataRoutes.json.answer.safeParse(body).success).toBe(true)
    expect(body.entries.map(({ id }: { id: string }) => id)).toEqual(expect.arrayContaining(ENTRIES))
    expect(body.licence.name).toBe('Licence Ouverte 2.0')
    expect(plainSpaces(body.attribution)).toMatch(/^Villebourg-sur-Loire, fiches de l’assistant, \d/)
    expect(text).not.toMatch(/"questions"|fromCitizens|\bAda\b/)
    expect(text).not.toContain('{{')
    const csv = (await again(`${TOWN}/fiches.csv`, { 'accept-encoding': 'identity' })).text
    expect(csv.charCodeAt(0)).toBe(0xfeff)
    expect(csv).toContain('rsa-demande;')
    expect(csv).toContain('Service-Public.gouv.fr / DILA')
  })

  it('are read by pages of any site, kept, compressed, and not sent again while they are the same', async () => {
    for (const path of [
      CARD,
      TOWN,
      `${TOWN}/fiches.json`,
      `${TOWN}/fiches.csv`,
      `${TOWN}/changes.atom`,
      '/sitemap.xml',
    ]) {
      const { headers } = await read(path, { origin: 'https://elsewhere.example' })
      expect([path, headers.get('access-control-allow-origin')]).toEqual([path, '*'])
      expect(headers.get('cache-control')).toBe('public, max-age=300')
      const etag = headers.get('etag') ?? ''
      expect((await again(path, { 'if-none-match': etag })).status).toBe(304)
    }
    const at = (await read(`${TOWN}/fiches.json`)).headers.get('last-modified') ?? ''
    expect((await again(`${TOWN}/fiches.json`, { 'if-modified-since': at })).status).toBe(304)
    const before = new Date(Date.parse(at) - 1000).toUTCString()
    expect((await again(`${TOWN}/fiches.csv`, { 'if-modified-since': before })).status).toBe(200)
    const { headers } = await read(`${TOWN}/fiches.json`, { 'accept-encoding': 'gzip' })
    expect(headers.get('content-encoding')).toBe('gzip')
    const elsewhere = await server.call('GET', '/communes/villebourg', {
      headers: { origin: 'https://elsewhere.example' },
    })
    expect(elsewhere.headers.get('access-control-allow-origin')).toBeNull()
  })
})

describe('what is found', () => {
  it('is named by the robots file and its maps, for the communes that want it', async () => {
    expect((await read('/robots.txt')).text).toContain(`Sitemap: ${HOST}/sitemap.xml`)
    const { text } = await read('/sitemap.xml')
    expect(text).toContain(`<loc>${HOST}${TOWN}/sitemap.xml</loc>`)
    expect(text).not.toMatch(/zedville|closeville/)
    expect((await read(`${TOWN}/sitemap.xml`)).text).toContain(`<loc>${HOST}${CARD}</loc><lastmod>`)
    const unlisted = await read('/fiches/zedville/carte-identite-mineur')
    expect(unlisted.headers.get('x-robots-tag')).toBe('noindex')
    expect(unlisted.text).toContain('<meta name="robots" content="noindex"/>')
    for (const path of ['/fiches/closeville', '/fiches/closeville/fiches.json', '/fiches/nowhere', '/fiches/nowhere/x'])
      expect([path, (await read(path)).status]).toEqual([path, 404])
    expect((await read('/fiches/nowhere/fiches.json')).headers.get('content-type')).toMatch(/problem\+json/)
  })

  it('is listed by subject', async () => {
    const { text } = await read(TOWN)
    expect(text).toContain('Logement et urbanisme')
    expect(text).toContain(`href="${HOST}${TOWN}/abri-jardin"`)
  })
})

describe('what changes', () => {
  const feed = async () => plainSpaces((await read(`${TOWN}/changes.atom`)).text)

  it('is told in a sentence: new, changed, withdrawn; never who nor why', async () => {
    const installed = await installedOf('dechetterie')
    await publish('tout-neuf', { title: 'Tout neuf' })
    await publish('dechetterie', {
      ...installed,
      title: installed.title,
      sections: { ...installed.sections, cost: 'Dix euros.' },
    })
    const archival = { type: 'archive' as const, at: OPEN, by: ADA, why: 'Ada n’en veut plus' }
    const scope = { communeId: 'villebourg', entryId: 'abri-jardin', installed: await installedOf('abri-jardin') }
    expect((await server.store.applyToEntry(scope, archival)).outcome).toBe('applied')
    await eventually(statusOf(`${TOWN}/abri-jardin`), 410)
    const text = await feed()
    expect(text).toMatch(/<title>Tout neuf<\/title>.*<summary>Nouvelle fiche\.<\/summary>/)
    expect(text).toContain('<summary>Ce qui a changé : coût.</summary>')
    expect(text).toMatch(/abri de jardin<\/title>.*<summary>Fiche retirée\.<\/summary>/)
    expect(text).not.toContain('Ada')
    expect((await read(`${TOWN}/fiches.json`)).text).not.toContain('abri-jardin')
  })

  it('leads from an entry that was merged to the one that took its place', async () => {
    const scope = { communeId: 'villebourg', entryId: 'piscine-privee', installed: await installedOf('piscine-privee') }
    const merged = { type: 'archive' as const, mergedInto: 'rsa-demande', at: OPEN, by: ADA, why: '' }
    await server.store.applyToEntry(scope, merged)
    await eventually(statusOf(`${TOWN}/piscine-privee`), 301)
    expect((await read(`${TOWN}/piscine-privee`)).headers.get('location')).toBe(`${HOST}${TOWN}/rsa-demande`)
    expect(await feed()).toContain('cette autre la remplace')
  })

  it('is no draft, nor what has come to its end', async () => {
    await server.store.saveDraft(
      { communeId: 'villebourg', entryId: 'brouillon', installed: null },
      { content: content({ title: 'Un brouillon' }), basedOn: 0, seen: 0, at: OPEN, by: ADA },
    )
    expect((await read(`${TOWN}/brouillon`)).status).toBe(404)
    await publish('fete', { title: 'La fête', validUntil: '2026-11-25' })
    await eventually(statusOf(`${TOWN}/fete`), 200)
    server.clock.set('2026-11-26T09:00:00.000Z')
    expect((await read(`${TOWN}/fete`)).status).toBe(410)
    expect((await read(`${TOWN}/fete.jsonld`)).status).toBe(410)
    expect((await read(`${TOWN}/fiches.json`)).text).not.toContain('La fête')
    expect(await feed()).toMatch(/La fête<\/title><updated>2026-11-25T23:00:00.000Z<\/updated>.*sa date est passée/)
    expect(await feed()).not.toContain('Un brouillon')
  })
})

it('an administrator opens and closes what her commune publishes, at once', async () => {
  const admin = await server.signInAs({ email: 'a@zedville.example', roles: ['admin'], communeId: 'zedville' })
  const put = async (openData: string) => {
    const { version: baseVersion } = (await admin.call('GET', '/admin/settings')).body
    return admin.call('PUT', '/admin/settings', { baseVersion, why: '', set: { openData } })
  }
  const [pages, map] = [() => statusOf('/fiches/zedville')(), async () => (await read('/sitemap.xml')).text]
  expect([await pages(), (await map()).includes('/zedville/')]).toEqual([200, false])
  expect((await put('closed')).status).toBe(200)
  await eventually(pages, 404)
  expect((await put('listed')).status).toBe(200)
  await eventually(pages, 200)
  expect((await map()).includes('/zedville/')).toBe(true)
  expect((await put('secret')).status).toBe(422)
})

it('the documentation shows what the server answers', async () => {
  const page = await readFile('docs/open-data.md', 'utf8')
  const shown = [...page.matchAll(/^```sh\ncurl http:\/\/127\.0\.0\.1:3000(\S+)\n```\n\n```text\n([^`]*)```/gm)]
  expect(shown).toHaveLength(page.match(/^curl /gm)?.length ?? 0)
  for (const [, path = '', quoted = ''] of shown) {
    const { text } = await read(path)
    for (const line of quoted.trim().split('\n'))
      expect(plainSpaces(text).replaceAll(HOST, 'http://127.0.0.1:3000')).toContain(line)
  }
})
