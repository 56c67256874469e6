import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { FichesView, FicheView, NationalFeedView } from '../../../src/features/national-feed/contract.js'
import { expectProblem, type StaffMember } from '../../platform/http/clients.js'
import { startTestServer, type TestServer } from '../../platform/http/harness.js'
import { entryText } from '../entries/sample-entry.js'
import { SHARED } from '../entries/small-base.js'
import { makeZip } from './make-zip.js'
import { ficheXml, paragraph, redirectionsXml, type SampleFiche, writeFeed } from './sample-fiche.js'

const PATH = '/admin/imports/service-public'
const RUCHE = { id: 'F7', title: 'Déclarer une ruche', body: paragraph('Vous déclarez vos abeilles chaque automne.') }
const FEED: SampleFiche[] = [RUCHE, { id: 'F8' }, { id: 'F9', theme: 'N1' }]

let folder: string
let source: string
let server: TestServer
let admin: StaffMember
let curator: StaffMember

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guichet-national-'))
  source = await writeFeed(join(folder, 'flux'), FEED)
  for (const path of SHARED) await cp(path, join(folder, path), { recursive: true })
  await writeFile(join(folder, 'knowledge', 'piscine.md'), entryText('Nager à la piscine'))
  await mkdir(join(folder, 'intents/service-public'))
  const intent = { name: 'F7', contexts: [], utterances: { fr: ['où dire que j’ai un rucher'] }, slots: [] }
  await writeFile(join(folder, 'intents/service-public/F7.json'), JSON.stringify(intent))
  server = await startTestServer({ config: configOf(source) })
  admin = await server.signInAs({ email: 'ada@villebourg.example', roles: ['admin'] })
  curator = await server.signInAs({ email: 'curie@villebourg.example', roles: ['curator'] })
})
afterAll(async () => {
  await server.stop()
  await rm(folder, { recursive: true, force: true })
})

function configOf(servicePublicFeed: string | null) {
  const dataDir = join(folder, 'data')
  return { knowledgeDir: join(folder, 'knowledge'), intentsDir: join(folder, 'intents'), dataDir, servicePublicFeed }
}

/** Waits until nothing is imported nor published any more. */
async function settled(): Promise<NationalFeedView> {
  for (;;) {
    const { body } = await admin.call('GET', PATH)
    const { body: publication } = await admin.call('GET', '/admin/publication')
    if (body.running === null && publication.running === null) return body
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

async function importFeed(fiches: SampleFiche[], others: Record<string, string> = {}): Promise<NationalFeedView> {
  await writeFeed(source, fiches, others)
  server.clock.advance({ hours: 1 })
  expect(await admin.call('POST', PATH, {})).toMatchObject({ status: 202, body: { running: { phase: 'reading' } } })
  return settled()
}

const read = async (id: string): Promise<FicheView> => (await curator.call('GET', `${PATH}/fiches/${id}`)).body
const list = async (query = ''): Promise<FichesView> => (await curator.call('GET', `${PATH}/fiches${query}`)).body
const ask = async (question: string) => (await server.call('POST', '/ask', { body: { question } })).body

describe('the national feed', () => {
  it('begins empty, and is imported by administrators only', async () => {
    expect((await curator.call('GET', PATH)).body).toEqual({
      source: 'flux',
      mayImport: false,
      running: null,
      failure: null,
      report: null,
      selection: { themes: [], ids: [] },
      unknown: { themes: [], ids: [] },
      served: 0,
      toReview: 0,
      themes: [],
    })
    expect(await list()).toEqual({ total: 0, fiches: [], next: null })
    expectProblem(await curator.call('POST', PATH, {}), 403, 'forbidden')
    expectProblem(await (await server.signIn()).call('GET', PATH), 403, 'forbidden')
    expectProblem(await curator.call('PUT', `${PATH}/selection`, { themes: [], ids: [] }), 403, 'forbidden')
    expectProblem(await admin.call('GET', `${PATH}/fiches/F7`), 404, 'unknown_fiche')
  })

  it('answers citizens with the fiches that are chosen, quoted, with their source and licence', async () => {
    const state = await importFeed(FEED)
    expect(state).toMatchObject({ report: { source: 'flux', counts: { added: 3 } }, served: 0 })
    expect(state.themes[0]).toEqual({ id: 'N19808', title: 'Logement', fiches: 2 })
    expect((await ask('où dire que j’ai un rucher')).answer?.entryId).not.toBe('f7')
    const chosen = await admin.call('PUT', `${PATH}/selection`, { themes: ['N19808'], ids: [] })
    expect(chosen).toMatchObject({ status: 200, body: { served: 2, selection: { themes: ['N19808'] } } })
    await settled()
    const { candidates } = await ask('où dire que j’ai un rucher')
    expect(candidates[0]).toMatchObject({ id: 'f7', title: RUCHE.title })
    const citizen = await server.startConversation()
    const { messages } = await citizen.say('où dire que j’ai un rucher').then(() => citizen.read())
    expect(JSON.stringify(messages)).toContain('f7')
    const sheet = await server.fetch('/fiche/f7')
    expect(sheet.text).toContain('Vous déclarez vos abeilles chaque automne.')
    expect(sheet.text).toContain('Licence Ouverte')
    const audit = await server.store.listAudit('villebourg', { kind: 'import', limit: 10 })
    expect(audit.rows).toMatchObject([
      { action: 'settings_changed', userName: 'Camille', after: { themes: ['N19808'] } },
    ])
  })

  it('tells what of a choice names no fiche', async () => {
    const astray = { themes: ['logement', 'Jardin*'], ids: ['f7', 'F0*', 'F1427'] }
    const { body: told } = await admin.call('PUT', `${PATH}/selection`, astray)
    expect(told).toMatchObject({ selection: astray, unknown: { themes: ['Jardin*'], ids: ['F0*', 'F1427'] } })
    await admin.call('PUT', `${PATH}/selection`, { themes: ['N19808'], ids: [] })
    await settled()
  })

  it('keeps what the commune says apart, and asks to read it again when the fiche changes', async () => {
    const { digest } = await read('F7')
    const texts = { place: '', hours: '', papers: '', cost: 'Gratuit à Villebourg.' }
    expectProblem(
      await curator.call('PUT', `${PATH}/fiches/F7/note`, { ...texts, digest: 'x' }),
      422,
      'invalid_request',
      'digest',
    )
    const unknown = { ...texts, place: 'Voyez {{inconnu.nom}}.', digest }
    const refused = await curator.call('PUT', `${PATH}/fiches/F7/note`, unknown)
    expectProblem(refused, 422, 'unknown_variable', 'place')
    expect(refused.body.detail).toContain('{{inconnu.nom}}')
    const noted = await curator.call('PUT', `${PATH}/fiches/F7/note`, { ...texts, digest })
    expect(noted.body).toMatchObject({
      standing: 'current',
      hasNote: true,
      note: { cost: 'Gratuit à Villebourg.', by: 'Camille' },
    })
    await settled()
    expect((await server.fetch('/fiche/f7')).text).toContain('Gratuit à Villebourg.')

    const changed = { ...RUCHE, body: paragraph('Vous déclarez vos abeilles entre septembre et décembre.') }
    const state = await importFeed([changed, { id: 'F8', body: paragraph('Autre.') }, { id: 'F9', theme: 'N1' }])
    expect(state).toMatchObject({ toReview: 2, report: { counts: { changed: 2, unchanged: 1 } } })
    expect((await list()).fiches.map(({ id, standing, hasNote }) => [id, standing, hasNote])).toEqual([
      ['F7', 'changed', true],
      ['F8', 'changed', false],
    ])
    const fiche = await read('F7')
    expect(fiche.changes.filter(({ kind }) => kind !== 'same')).toEqual([
      { kind: 'removed', lines: ['Vous déclarez vos abeilles chaque automne.'] },
      { kind: 'added', lines: ['Vous déclarez vos abeilles entre septembre et décembre.'] },
    ])
    // What was written beside the former text is not taken for the new one.
    expectProblem(await curator.call('PUT', `${PATH}/fiches/F7/note`, { ...texts, digest }), 409, 'fiche_changed')
    expectProblem(await curator.call('POST', `${PATH}/fiches/F7/seen`, { digest }), 409, 'fiche_changed')
    const seen = await curator.call('POST', `${PATH}/fiches/F7/seen`, { digest: fiche.digest })
    expect(seen.body).toMatchObject({ standing: 'current', changes: [], hasNote: true })
    expect((await list()).total).toBe(1)
    expect((await list('?show=all&q=RUCHE')).fiches).toMatchObject([{ id: 'F7' }])
    expectProblem(await curator.call('GET', `${PATH}/fiches?show=autre`), 422, 'invalid_request', 'show')
  })

  it('says what takes the place of a fiche that is gone, and serves it', async () => {
    const state = await importFeed(
      [
        { id: 'F8', body: paragraph('Autre.') },
        { id: 'F9', theme: 'N1' },
      ],
      {
        'redirections.xml': redirectionsXml([['F7', 'F9']]),
      },
    )
    expect(state).toMatchObject({ served: 2, report: { counts: { gone: 1, redirected: 1 } } })
    const fiche = await read('F7')
    expect(fiche).toMatchObject({
      standing: 'gone',
      hasNote: true,
      digest: 'gone',
      successor: { id: 'F9', title: 'Fiche F9' },
    })
    expect((await server.fetch('/fiche/f7')).status).toBe(404)
    expect((await server.fetch('/fiche/f9')).status).toBe(200)
    const seen = await curator.call('POST', `${PATH}/fiches/F7/seen`, { digest: 'gone' })
    expect(seen.body).toMatchObject({ standing: 'archived' })
  })

  it('takes an archive straight to the disk, and leaves nothing of it', async () => {
    const post = (bytes: Uint8Array, type: string) =>
      server.fetch(`/api/v1${PATH}/archive`, {
        method: 'POST',
        headers: { cookie: admin.cookie, 'x-csrf-token': admin.csrfToken, 'content-type': type },
        body: new Blob([Uint8Array.from(bytes)]),
      })
    expectProblem(await post(Buffer.from('{}'), 'application/json'), 415, 'archive_expected')
    server.clock.advance({ hours: 1 })
    const members = [...FEED, { id: 'F10' }].map((fiche) => ({
      name: `${fiche.id}.xml`,
      bytes: Buffer.from(ficheXml(fiche)),
    }))
    expect((await post(makeZip(members), 'application/zip')).status).toBe(202)
    expect(await settled()).toMatchObject({
      failure: null,
      report: { source: 'archive.zip', counts: { added: 1, returned: 1 } },
    })
    expect((await post(Buffer.from('PK'), 'application/zip')).status).toBe(202)
    expect(await settled()).toMatchObject({ failure: { fault: 'not_a_feed' }, report: { counts: { added: 1 } } })
    const left = await readdir(join(folder, 'data', 'service-public'))
    expect(left.filter((name) => !/^(index\.json|fiches-\d+\.jsonl|communes)$/.test(name))).toEqual([])
  })
})

describe('on a server with several communes', () => {
  it('a commune chooses for itself, and imports nothing for the others', async () => {
    const file = join(folder, 'knowledge/communes/voisine.json')
    const villebourg = JSON.parse(await readFile(join(folder, 'knowledge/communes/villebourg.json'), 'utf8'))
    await writeFile(file, JSON.stringify({ ...villebourg, id: 'voisine', nom: 'Voisine' }))
    const other = await startTestServer({ config: configOf(source) })
    try {
      const neighbour = await other.signInAs({ email: 'n@voisine.example', roles: ['admin'], communeId: 'voisine' })
      expect((await neighbour.call('GET', PATH)).body).toMatchObject({
        mayImport: false,
        served: 0,
        report: expect.any(Object),
      })
      expectProblem(await neighbour.call('POST', PATH, {}), 403, 'server_admin_needed')
      expectProblem(await neighbour.call('GET', `${PATH}/fiches/F7`), 404, 'unknown_fiche')
      const seen = await neighbour.call('POST', `${PATH}/fiches/F7/seen`, { digest: 'gone' })
      expectProblem(seen, 404, 'unknown_fiche')
      await neighbour.call('PUT', `${PATH}/selection`, { themes: [], ids: ['F10'] })
      const local = await other.signInAs({ email: 'v@villebourg.example', roles: ['admin'] })
      expect((await local.call('GET', PATH)).body.selection).toEqual({ themes: ['N19808'], ids: [] })
    } finally {
      await other.stop()
      await rm(file)
    }
  })
})

describe('without a source', () => {
  it('nothing is imported but what is sent', async () => {
    const bare = await startTestServer({ config: configOf(null) })
    try {
      const member = await bare.signInAs({ email: 'b@villebourg.example', roles: ['admin'] })
      expectProblem(await member.call('POST', PATH, {}), 409, 'no_feed_source')
    } finally {
      await bare.stop()
    }
  })
})
