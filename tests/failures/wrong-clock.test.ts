import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { openLowdbStore } from '../../src/storage/lowdb-store.js'
import { OPEN, startTestServer, type TestServer } from '../http/harness.js'
import { createDatabase, type TestDatabase } from '../postgres/test-database.js'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

let database: TestDatabase
beforeAll(async () => {
  database = await createDatabase()
})
afterAll(() => database.drop())

describe.each(['lowdb', 'PostgreSQL'])('a clock that is wrong, with %s', (kind) => {
  let folder: string
  let truth: number
  let server: TestServer | undefined
  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'guichet-wrong-clock-'))
    truth = Date.parse(OPEN)
  })
  afterEach(async () => {
    await server?.stop()
    await rm(folder, { recursive: true, force: true })
    await database.run('truncate document, change, presence_beat cascade')
  })

  async function start(off: number): Promise<TestServer> {
    server = await startTestServer({
      at: new Date(truth + off).toISOString(),
      steadyMs: () => truth,
      ...(kind === 'lowdb'
        ? { store: await openLowdbStore({ dataDir: folder }) }
        : { config: { database: { url: database.url, connections: 4 } } }),
    })
    return server
  }

  it('erases nothing when it starts 60 days ahead', async () => {
    const right = await start(0)
    const { id } = await right.startConversation()
    await right.app.sweep()
    await right.stop()
    truth += MINUTE_MS
    const wrong = await start(60 * DAY_MS)
    await wrong.app.sweep()
    expect(await wrong.store.getConversation(id)).toBeDefined()
  })
})
