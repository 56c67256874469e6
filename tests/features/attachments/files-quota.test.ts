import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { openLowdbStore } from '../../../src/store/lowdb-store.js'
import { expectProblem, type StaffMember } from '../../platform/http/clients.js'
import { type Answer, OPEN, startTestServer, type TestServer } from '../../platform/http/harness.js'
import { createDatabase, type TestDatabase } from '../../postgres/test-database.js'
import { pdf } from './sample-files.js'

describe.each(['lowdb', 'PostgreSQL'])('the room of the files of a commune, with %s', (kind) => {
  let database: TestDatabase | undefined
  let folder: string
  let server: TestServer
  let curator: StaffMember
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'guichet-files-quota-'))
    if (kind === 'PostgreSQL') database = await createDatabase()
    const more = database
      ? { config: { database: { url: database.url, connections: 4 } } }
      : { store: await openLowdbStore({ dataDir: folder }) }
    const communes = [
      { id: 'clairac', nom: 'Clairac', quota: { filesMb: 1 } },
      { id: 'beaumont', nom: 'Beaumont' },
    ]
    server = await startTestServer({ ...more, communes, entries: ['carte-identite'], at: OPEN })
    curator = await server.signInAs({ email: 'c@clairac.example', roles: ['curator'], communeId: 'clairac' })
  })
  afterAll(async () => {
    await server.stop()
    await database?.drop()
    await rm(folder, { recursive: true, force: true })
  })

  const give = (by: StaffMember, bytes: Buffer): Promise<Answer> =>
    server.fetch('/api/v1/admin/files', {
      method: 'POST',
      headers: { ...by.headers, 'content-type': 'application/octet-stream' },
      body: new Uint8Array(bytes),
    })
  const of = (name: string, bytes: number) => pdf(`${name} ${'x'.repeat(bytes)}`)

  it('is filled, and refused beyond in words that say how much there is; nothing of another commune is touched', async () => {
    const first = await give(curator, of('premier', 600_000))
    expect(first.status).toBe(201)
    const beyond = await give(curator, of('second', 600_000))
    expectProblem(beyond, 409, 'files_quota')
    expect(beyond.body.detail).toContain('(1 Mo)')
    expect(await server.store.listFiles('clairac')).toEqual([first.body.id])
    expect((await give(curator, of('petit', 300_000))).status).toBe(201)
    // It is there already.
    expect((await give(curator, of('premier', 600_000))).status).toBe(201)
    const other = await server.signInAs({ email: 'c@beaumont.example', roles: ['curator'], communeId: 'beaumont' })
    for (const name of ['un', 'deux']) expect((await give(other, of(name, 900_000))).status).toBe(201)
  })

  it('is free again a day after no entry names what took it', async () => {
    server.clock.advance({ hours: 25 })
    await server.app.sweep()
    expect(await server.store.listFiles('clairac')).toEqual([])
    const again = await server.signInAs({ email: 'd@clairac.example', roles: ['curator'], communeId: 'clairac' })
    expect((await give(again, of('second', 600_000))).status).toBe(201)
    server.clock.set(OPEN)
  })
})
