import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { ConcernedEntriesView } from '../../../src/features/national-feed/contract.js'
import { expectProblem, type StaffMember } from '../../platform/http/clients.js'
import { startTestServer, type TestServer } from '../../platform/http/harness.js'
import { entryText } from '../entries/sample-entry.js'
import { SHARED } from '../entries/small-base.js'
import { paragraph, type SampleFiche, writeFeed } from './sample-fiche.js'

const PATH = '/admin/imports/service-public'
const fiche = (cost: string, modified: string): SampleFiche => ({
  id: 'F1427',
  title: 'Passeport',
  modified,
  body: paragraph(`Pour un adulte, le timbre fiscal coûte ${cost}.`),
})

let folder: string
let source: string
let server: TestServer
let curator: StaffMember
let admin: StaffMember

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guichet-concerned-'))
  source = join(folder, 'flux')
  for (const path of SHARED) await cp(path, join(folder, path), { recursive: true })
  const text = entryText('Refaire son passeport').replace('## Coût\n\nGratuit.', '## Coût\n\nAu guichet : 86 €.')
  await writeFile(join(folder, 'knowledge', 'passeport.md'), text)
  await writeFile(join(folder, 'knowledge', 'piscine.md'), entryText('Nager').replaceAll('F1427', 'F7'))
  const communes = join(folder, 'knowledge/communes')
  const villebourg = JSON.parse(await readFile(join(communes, 'villebourg.json'), 'utf8'))
  await writeFile(join(communes, 'zedville.json'), JSON.stringify({ ...villebourg, id: 'zedville', nom: 'Zedville' }))
  server = await startTestServer({
    config: {
      knowledgeDir: join(folder, 'knowledge'),
      intentsDir: join(folder, 'intents'),
      dataDir: join(folder, 'data'),
      servicePublicFeed: source,
    },
  })
  curator = await server.signInAs({ email: 'curie@villebourg.example', roles: ['curator'] })
  admin = await server.signInAs({ email: 'ada@villebourg.example', roles: ['super-admin'] })
  await importFeed(fiche('86 €', '2024-01-15'))
})
afterAll(async () => {
  await server.stop()
  await rm(folder, { recursive: true, force: true })
})

async function importFeed(changed: SampleFiche): Promise<void> {
  await writeFeed(source, [changed, { id: 'F7' }])
  server.clock.advance({ hours: 1 })
  expect((await admin.call('POST', PATH, {})).status).toBe(202)
  for (;;) {
    const { body } = await admin.call('GET', PATH)
    if (body.running === null) return
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
const list = async (by = curator): Promise<ConcernedEntriesView> => (await by.call('GET', `${PATH}/concerned`)).body
const seen = ({ entries }: ConcernedEntriesView) => entries[0]?.fiches.map(({ id, digest }) => ({ id, digest }))

describe('a change of the national texts', () => {
  it('names the entries that were written from them, with the lines that went and came', async () => {
    expect(await list()).toEqual({ total: 0, entries: [] })
    await importFeed(fiche('91 €', '2026-11-20'))
    expect(await list()).toMatchObject({
      total: 1,
      entries: [
        {
          entry: { id: 'passeport', title: 'Refaire son passeport' },
          hasDraft: false,
          fiches: [
            {
              id: 'F1427',
              standing: 'changed',
              modified: '2026-11-20',
              changes: [
                { kind: 'removed', lines: ['Pour un adulte, le timbre fiscal coûte 86 €.'] },
                { kind: 'added', lines: ['Pour un adulte, le timbre fiscal coûte 91 €.'] },
              ],
            },
          ],
          replaced: [{ field: 'sections.cost', before: '86 €', after: '91 €' }],
          left: 0,
        },
      ],
    })
  })

  it('is set aside and taken up again for an entry of the commune alone, and the audit tells both', async () => {
    const fiches = seen(await list())
    const other = await server.signInAs({ email: 'zoe@zedville.example', roles: ['curator'], communeId: 'zedville' })
    const put = (body: unknown, by = curator) => by.call('PUT', `${PATH}/concerned/passeport`, body)
    expect((await put({ fiches, settled: true })).body).toEqual({ total: 0, entries: [] })
    expect(await list(other)).toMatchObject({ total: 1 })
    expectProblem(await put({ fiches, settled: false }, other), 404, 'unknown_fiche')
    expect((await put({ fiches, settled: false })).body).toMatchObject({ total: 1 })
    const { body: audit } = await curator.call('GET', '/admin/audit?kind=entry&target=passeport')
    expect(audit.rows.map(({ action }: { action: string }) => action)).toEqual([
      'national_change_taken_up',
      'national_change_set_aside',
    ])
    const stale = [{ id: 'F1427', digest: '0123456789abcdef' }]
    expectProblem(await put({ fiches: stale, settled: true }), 409, 'fiche_changed')
    expectProblem(
      await curator.call('PUT', `${PATH}/concerned/piscine`, { fiches, settled: true }),
      404,
      'unknown_fiche',
    )
    expectProblem(await (await server.signIn()).call('GET', `${PATH}/concerned`), 403, 'forbidden')
  })

  it('is put in a draft in its own words, dated anew, and nothing of it is published', async () => {
    const fiches = seen(await list())
    const prepared = await curator.call('POST', `${PATH}/concerned/passeport/draft`, { fiches })
    expect(prepared.body).toMatchObject({ replaced: [{ before: '86 €', after: '91 €' }], left: 0 })
    const { body: entry } = await curator.call('GET', '/admin/entries/passeport')
    expect(entry.served.sections.cost).toBe('Au guichet : 86 €.')
    expect(entry.draft.content).toMatchObject({
      sections: { ...entry.served.sections, cost: 'Au guichet : 91 €.' },
      summary: entry.served.summary,
      source: { ...entry.served.source, date: '2026-11-20' },
      verifiedAt: entry.today,
      toCheck: [],
    })
    expect(await list()).toMatchObject({ total: 1, entries: [{ hasDraft: true }] })
    expect((await server.fetch('/fiche/passeport')).text).toContain('86')
  })

  it('says in the draft what is left to do by hand', async () => {
    const body = paragraph('Pour un adulte, le timbre fiscal coûte 91 €. Les photos de moins de 6 mois sont refusées.')
    await importFeed({ ...fiche('', '2026-11-24'), body })
    const fiches = seen(await list())
    await curator.call('POST', `${PATH}/concerned/passeport/draft`, { fiches })
    const { content } = (await curator.call('GET', '/admin/entries/passeport')).body.draft
    expect(content.sections.cost).toBe('Au guichet : 91 €.')
    expect(content.toCheck).toEqual([expect.stringMatching(/F1427.*Les photos de moins de .* sont refusées/)])
  })

  it('says that a national text is gone, and prepares nothing of it', async () => {
    server.clock.advance({ hours: 1 })
    await writeFeed(source, [{ id: 'F7' }])
    await admin.call('POST', PATH, { acceptLosses: true })
    for (let body = { running: {} }; body.running !== null; ) body = (await admin.call('GET', PATH)).body
    expect(await list()).toMatchObject({ entries: [{ fiches: [{ standing: 'gone', changes: [], successor: null }] }] })
  })
})
