import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { HOSTILE_FILES } from '../../../benchmarks/malformed/hostile-files.js'
import { bodyOf } from '../../../benchmarks/malformed/run-hostile-files.js'
import { expectProblem, type StaffMember } from '../../platform/http/clients.js'
import { startTestServer, type TestServer } from '../../platform/http/harness.js'
import { makeZip } from '../national-feed/make-zip.js'
import { ficheXml } from '../national-feed/sample-fiche.js'

let server: TestServer
let curator: StaffMember
beforeAll(async () => {
  server = await startTestServer({ captureLogs: true })
  curator = await server.signInAs({ email: 'cora@villebourg.example', roles: ['curator'] })
})
afterAll(() => server.stop())

const send = (path: string, body: Buffer, headers: Record<string, string> = {}) =>
  server.fetch(`/api/v1${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...curator.headers, ...headers },
    body: new Uint8Array(body),
  })
const sheet = (text: string, name = 'a.csv') => ({ name, content: Buffer.from(text).toString('base64') })

describe('a file that is made to harm', () => {
  it.each([
    ['a CSV of eight million quotes', 'cellule A1'],
    ['a CSV of eight million half-open quotes', 'cellule A2'],
    ['a CSV of one cell of a million questions', 'cellule B2'],
    ['a CSV of eight million columns', 'ligne 1'],
    ['a CSV of eight million empty lines', 'ligne 5002'],
    ['a bot of four million nothings', 'a.json'],
    ['a workbook of a million empty rows', 'ligne 5002'],
    ['a workbook of a million shared texts', 'trop grand'],
    ['a workbook of entities in entities', 'pas un tableur'],
    ['a pack four million levels deep', '100 niveaux'],
  ])('%s is refused in words that say where', async (what, words) => {
    const file = HOSTILE_FILES[what]
    if (!file) throw new Error(what)
    const path = file.kind === 'pack' ? '/admin/packs/look' : '/admin/exchange/plan'
    const answer = await send(path, bodyOf(file))
    expectProblem(answer, 422, file.kind === 'pack' ? 'pack_refused' : 'unreadable_file')
    expect(answer.body.detail).toContain(words)
    expect((await server.fetch('/healthz')).status).toBe(200)
  })

  it('is refused in English to who reads English', async () => {
    const { body } = await send('/admin/exchange/plan', Buffer.from(JSON.stringify(sheet('"'))), {
      'accept-language': 'en',
    })
    expect(body.detail).toMatch(/^This file cannot be imported: /)
  })

  it.each(['a body of brackets', 'a body twelve million levels deep', 'a body of five million fields'])(
    '%s is refused, and parsed by nobody who answers',
    async (what) => {
      const file = HOSTILE_FILES[what]
      if (!file) throw new Error(what)
      const answer = await send('/admin/exchange/plan', bodyOf(file))
      expect([400, 422]).toContain(answer.status)
      expect(answer.body.code).toMatch(/^(invalid_request|invalid_json|unreadable_file)$/)
    },
  )

  it('names the lines of one entry that go too far, and takes the others', async () => {
    const rows = Array.from({ length: 3_000 }, (_, n) => `Piscine;${n} ?;${n} ??;${n} ???`).join('\n')
    const { body } = await curator.call(
      'POST',
      '/admin/exchange/plan',
      sheet(`Titre;Question;Question;Question\n${rows}`),
    )
    expect(body.counts).toMatchObject({ created: 0 })
    expect(body.faults[0]).toMatchObject({ line: 2, code: 'too_many', field: 'questions', value: '2000' })
    expect(body.faults.at(-1)).toMatchObject({ code: 'too_many' })
  })

  it('leaves no 5xx and no word of the file in the log', async () => {
    expect(server.logs()).not.toContain('"code":"internal"')
  })
})

describe('files that are honest', () => {
  it('of five thousand entries are planned and saved', async () => {
    const rows = Array.from(
      { length: 5_000 },
      (_, n) => `Démarche ${n};Comment faire la démarche ${n} ?;Apportez votre carte numéro ${n}. C’est gratuit.`,
    )
    const file = sheet(`Titre;Question;Réponse\n${rows.join('\n')}\n`, 'ville.csv')
    const plan = await curator.call('POST', '/admin/exchange/plan', file)
    expect(plan.body).toMatchObject({ counts: { created: 5_000, changed: 0, unchanged: 0, faults: 0 } })
    const done = await curator.call('POST', '/admin/exchange/imports', file)
    expect([done.status, done.body.saved]).toEqual([201, 5_000])
    const record = await server.store.getEntryRecord('villebourg', 'demarche-4999')
    expect(record?.draft?.content.questions).toEqual(['Comment faire la démarche 4999 ?'])
  })
})

describe('the places of those who read', () => {
  it('are few: who comes too many is told when to come back, before her file is read; others still come in', async () => {
    const { hostname, port } = new URL(server.url)
    const headers = { 'content-type': 'application/json', 'content-length': '1000', ...curator.headers }
    const open = () => request({ hostname, port, method: 'POST', path: '/api/v1/admin/exchange/plan', headers })
    const waiting = Array.from({ length: 4 }, open)
    const other = await server.signInAs({ email: 'odile@villebourg.example', roles: ['curator'] })
    for (const one of waiting) one.on('error', () => {}).flushHeaders()
    let answer = await curator.call('POST', '/admin/exchange/plan', sheet('a'))
    while (answer.status !== 429) answer = await curator.call('POST', '/admin/exchange/plan', sheet('a'))
    expectProblem(answer, 429, 'imports_busy')
    expect(answer.headers.get('retry-after')).toBe('10')
    expectProblem(await other.call('POST', '/admin/exchange/plan', sheet('a')), 422, 'unreadable_file')
    for (const one of waiting) one.destroy()
    while (answer.status === 429) answer = await curator.call('POST', '/admin/exchange/plan', sheet('a'))
    expectProblem(answer, 422, 'unreadable_file')
  })

  it('answer others while a file is read', async () => {
    const file = HOSTILE_FILES['an archive of sixty megabytes of brackets']
    if (!file) throw new Error('no such file')
    const body = bodyOf(file)
    // Making it took so long that connections were let go meanwhile.
    const connection = { connection: 'close' }
    let isRead = false
    const reading = send('/admin/exchange/plan', body, connection).then((answer) => {
      isRead = true
      return answer
    })
    const ask = { headers: connection, body: { question: 'acte de naissance' } }
    const { status } = await server.call('POST', '/ask', ask)
    expect([status, isRead]).toEqual([200, false])
    expect((await reading).status).toBeLessThan(500)
  })
})

describe('the national feed', () => {
  it('names the line of a file that is no XML, and takes a feed whose fiche has a hundred thousand blocks', async () => {
    const chief = await server.signInAs({ email: 'chef@villebourg.example', roles: ['super-admin'] })
    const path = '/admin/imports/service-public'
    const zip = makeZip([
      {
        name: 'F1.xml',
        bytes: Buffer.from(ficheXml({ id: 'F1', body: '<Paragraphe>a</Paragraphe>'.repeat(150_000) })),
      },
      { name: 'F2.xml', bytes: Buffer.from('<Publication>\n\n</Oups>') },
    ])
    const sent = await server.fetch(`/api/v1${path}/archive`, {
      method: 'POST',
      headers: { ...chief.headers, 'content-type': 'application/zip' },
      body: new Uint8Array(zip),
    })
    expect(sent.status).toBe(202)
    let { body } = await chief.call('GET', path)
    while (body.running !== null) body = (await chief.call('GET', path)).body
    expect(body.failure).toBeNull()
    expect(body.report).toMatchObject({ counts: { fiches: 1 }, faults: [{ file: 'F2.xml:3', fault: 'not_xml' }] })
  })
})
