import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { StaffMember } from '../../platform/http/clients.js'
import { startTestServer, type TestServer } from '../../platform/http/harness.js'
import { ASKED, FIRST, factsIn, OWN } from './first-town.js'

let folder: string
let server: TestServer
let odile: StaffMember
let root: StaffMember

const inTown = (path: string) => join(folder, 'town/communes', path)

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guichet-new-town-'))
  await mkdir(inTown('.'), { recursive: true })
  await writeFile(inTown('bourgneuf.json'), JSON.stringify(FIRST))
  await writeFile(inTown('bourgneuf.jsonl'), OWN.map((entry) => `${JSON.stringify(entry)}\n`).join(''))
  server = await startTestServer({
    installation: [],
    entries: ['carte-identite', 'carte-electorale'],
    config: { townDir: join(folder, 'town'), dataDir: join(folder, 'data') },
    opensFolder: true,
  })
  const account = { communeId: 'bourgneuf', demonstration: false }
  odile = await server.signInAs({
    ...{ ...account, email: 'odile@bourgneuf-sur-rive.fr', displayName: 'Odile Ferrand', roles: ['admin'] },
  })
})
afterAll(async () => {
  await server?.stop()
  await rm(folder, { recursive: true, force: true })
})

/** Every object that is stored for a commune, in whatever file. */
async function storedOf(communeId: string): Promise<string[]> {
  const files = await readdir(join(folder, 'data'), { recursive: true, withFileTypes: true })
  const texts = await Promise.all(
    files.filter((one) => one.isFile()).map(({ parentPath, name }) => readFile(join(parentPath, name), 'utf8')),
  )
  const values = texts.flatMap((text) => text.split('\n').flatMap(parsed))
  return [...values, ...texts.flatMap(parsed)].flatMap((value) => objectsOf(value, communeId))
}

function parsed(text: string): unknown[] {
  try {
    return [JSON.parse(text)]
  } catch {
    return []
  }
}

function objectsOf(value: unknown, communeId: string): string[] {
  if (typeof value !== 'object' || value === null) return []
  if ('communeId' in value && value.communeId === communeId) return [JSON.stringify(value)]
  return Object.values(value).flatMap((one) => objectsOf(one, communeId))
}

describe('a second town, begun from the first', () => {
  let link = ''

  it('is planned: what would be copied, what would not, and that its administrator sees nothing of it', async () => {
    expect((await odile.call('GET', '/admin/communes/plan')).body).toMatchObject({
      from: { id: 'bourgneuf', name: 'Bourgneuf-sur-Rive' },
      settings: expect.arrayContaining(['reopenHours', 'privacy']),
      entries: 1,
      willSee: false,
      obstacle: null,
    })
  })

  it('refuses what is wrong by its field, and writes nothing', async () => {
    const answer = await odile.call('POST', '/admin/communes', { ...ASKED, phone: '12' })
    expect([answer.status, answer.body.field]).toEqual([422, 'phone'])
    expect((await readdir(inTown('.'))).sort()).toEqual(['bourgneuf.json', 'bourgneuf.jsonl'])
  })

  it('is served at once, with drafts to complete and a link for its administrator', async () => {
    const { status, body } = await odile.call('POST', '/admin/communes', ASKED)
    expect([status, body]).toEqual([
      200,
      {
        ...{ outcome: 'begun', commune: { id: 'aubrac-le-haut', name: 'Aubrac-le-Haut' }, drafts: 1, leftOut: [] },
        ...{ places: expect.any(Number), link: expect.stringContaining('/compte#lien='), email: 'anne@aubrac.fr' },
        ...{ willSee: false, becomesFirst: true },
      },
    ])
    link = body.link
    expect(body.places).toBeGreaterThan(8)
    expect((await server.call('GET', '/communes/aubrac-le-haut')).status).toBe(200)
    const citizen = await server.startConversation({ communeId: 'aubrac-le-haut' })
    expect(JSON.stringify(await citizen.say('quels papiers pour une carte d’identité'))).toContain('carte')
  })

  it('is no longer the business of the first’s administrator, nor begun twice', async () => {
    expect((await odile.call('POST', '/admin/communes', ASKED)).status).toBe(403)
    root = await server.signInAs({
      ...{ email: 'root@bourgneuf-sur-rive.fr', communeId: 'bourgneuf', demonstration: false },
      ...{ displayName: 'Odile Ferrand', roles: ['super-admin'] },
    })
    expect((await root.call('POST', '/admin/communes', ASKED)).body).toEqual({ outcome: 'taken' })
    const { rows } = await server.store.listAudit('bourgneuf', { action: 'commune_begun', limit: 5 })
    expect(rows).toMatchObject([{ userName: 'Odile Ferrand', after: { id: 'aubrac-le-haut' } }])
  })

  it('has nothing of the first: neither in what is stored of it, nor in what it serves to anybody', async () => {
    const stored = [...(await storedOf('aubrac-le-haut')), await readFile(inTown('aubrac-le-haut.json'), 'utf8')]
    expect(stored.length).toBeGreaterThan(3)
    expect(stored.flatMap(factsIn)).toEqual([])
    const account = { communeId: 'aubrac-le-haut', demonstration: false }
    const hers = await server.signInAs({
      ...{ ...account, email: 'test@aubrac.fr', displayName: 'Test', roles: ['admin', 'agent'] },
    })
    const pages = ['/chat', '/confidentialite', '/accessibilite'].map((path) => `${path}?commune=aubrac-le-haut`)
    const calls = ['settings', 'accounts', 'audit', 'entries', 'entries/piscine', 'first-run', 'failures', 'webhooks']
    const told = [
      ...(await Promise.all(pages.map((path) => server.fetch(path)))),
      ...(await Promise.all(['', '/titles'].map((path) => server.call('GET', `/communes/aubrac-le-haut${path}`)))),
      ...(await Promise.all(calls.map((path) => hers.call('GET', `/admin/${path}`)))),
      ...(await Promise.all(['queue', 'team', 'replies'].map((path) => hers.call('GET', `/agent/${path}`)))),
    ]
    expect(told.map(({ status }) => status)).toEqual(told.map(() => 200))
    expect(told.flatMap(({ text }) => factsIn(text))).toEqual([])
  })

  it('publishes no draft that has places left', async () => {
    const hers = await server.signInAs({
      ...{
        communeId: 'aubrac-le-haut',
        email: 'bis@aubrac.fr',
        displayName: 'Bis',
        roles: ['admin'],
        demonstration: false,
      },
    })
    const { draft, faults } = (await hers.call('GET', '/admin/entries/piscine')).body
    expect(draft.by.userName ?? draft.by).toBe('guichet')
    expect(JSON.stringify(faults)).toContain('[à compléter')
    const why = { entries: [{ entryId: 'piscine', draftVersion: draft.version }], why: '' }
    expect((await hers.call('POST', '/admin/publications', why)).status).toBeGreaterThanOrEqual(400)
  })

  it('is its administrator’s by the link, once, and begins again with the server', async () => {
    const secret = link.split('lien=')[1]
    const read = await server.call('POST', '/staff-links/read', { body: { token: secret } })
    expect([read.status, read.body]).toMatchObject([200, { email: 'anne@aubrac.fr' }])
  })
})
