import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { openLowdbStore } from '../../src/store/lowdb-store.js'
import { openPostgresStore } from '../../src/store/postgres/postgres-store.js'
import type { Store } from '../../src/store/store.js'
import { OPEN, startTestServer, type TestServer } from '../platform/http/harness.js'
import { createDatabase, type TestDatabase } from '../postgres/test-database.js'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
/** Both ways. */
const LADDER = [4 * MINUTE_MS, HOUR_MS, DAY_MS, 60 * DAY_MS, 366 * DAY_MS, 3_653 * DAY_MS].flatMap((ms) => [ms, -ms])

let database: TestDatabase
beforeAll(async () => {
  database = await createDatabase()
})
afterAll(() => database.drop())

let folder: string
/** The time that it really is. */
let truth: number
/** How far the database's clock is ahead. */
let databaseAhead: number
let servers: TestServer[]
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'guichet-wrong-clock-'))
  truth = Date.parse(OPEN)
  databaseAhead = 0
  servers = []
})
afterEach(async () => {
  for (const server of servers) await server.stop()
  await rm(folder, { recursive: true, force: true })
  await database.run('truncate document, change, presence_beat cascade').catch(() => {})
})

async function open(kind: string): Promise<Store> {
  if (kind === 'lowdb') return openLowdbStore({ dataDir: folder })
  const store = await openPostgresStore({ url: database.url, connections: 4 })
  return { ...store, databaseTime: async () => truth + databaseAhead }
}

/** A server on a machine, whose clock is so far ahead. */
async function start(kind: string, ahead = 0, { boot = 'boot 1', host = 'mairie-1' } = {}): Promise<TestServer> {
  const server = await startTestServer({
    ...{ at: new Date(truth + ahead).toISOString(), steadyMs: () => truth, boot, host },
    store: await open(kind),
    captureLogs: true,
    entries: ['abri-jardin'],
  })
  servers.push(server)
  return server
}

/** Time passes, and each of these clocks with it. */
async function pass(ms: number, ...swept: TestServer[]): Promise<void> {
  truth += ms
  for (const server of swept) server.clock.advance({ seconds: ms / 1000 })
  for (const server of swept) await server.app.sweep()
}

async function stop(server: TestServer): Promise<void> {
  servers = servers.filter((one) => one !== server)
  await server.stop()
}

/** A town that has been served for a month: a conversation that is due within the hour, and one of yesterday. */
async function serve(kind: string): Promise<{ server: TestServer; due: string; young: string }> {
  const server = await start(kind)
  await pass(25 * HOUR_MS, server)
  const { id: due } = await server.startConversation()
  await pass(29 * DAY_MS, server)
  const { id: young } = await server.startConversation()
  await pass(23 * HOUR_MS, server)
  return { server, due, young }
}

const isThere = async (server: TestServer, id: string) => (await server.store.getConversation(id)) !== undefined
const statusOf = async (server: TestServer) => (await server.fetch('/readyz')).body.clock.status

describe.each(['lowdb', 'PostgreSQL'])('a clock that is wrong, with %s', (kind) => {
  it.each(LADDER)(
    'by %d ms erases nothing that is not due, at start, while it runs, or once it is right',
    async (ms) => {
      const { server, due, young } = await serve(kind)
      await stop(server)
      truth += 5 * MINUTE_MS
      const wrong = await start(kind, ms)
      await pass(5_000, wrong)
      expect(await isThere(wrong, due)).toBe(true)
      const { id: dated } = await wrong.startConversation()
      await pass(10 * MINUTE_MS, wrong)
      expect(await isThere(wrong, due)).toBe(true)
      // Set right, then wrong again while it runs.
      wrong.clock.advance({ seconds: -ms / 1000 })
      await pass(5_000, wrong)
      expect(await statusOf(wrong)).toBe('sure')
      wrong.clock.advance({ seconds: ms / 1000 })
      await pass(5_000, wrong)
      wrong.clock.advance({ seconds: -ms / 1000 })
      await pass(5_000, wrong)
      await pass(2 * HOUR_MS, wrong)
      expect(await isThere(wrong, due)).toBe(false)
      expect([await isThere(wrong, young), await isThere(wrong, dated)]).toEqual([true, true])
      expect(wrong.logs().includes('the clock is doubted')).toBe(Math.abs(ms) > 5 * MINUTE_MS)
    },
  )

  it('is right: what is due goes at once after a restart, however long the server was stopped', async () => {
    const { server, due, young } = await serve(kind)
    await stop(server)
    truth += 2 * HOUR_MS
    const next = await start(kind)
    await pass(5_000, next)
    expect([await isThere(next, due), await isThere(next, young)]).toEqual([false, true])
    await stop(next)
    truth += 30 * DAY_MS
    const last = await start(kind)
    await pass(5_000, last)
    expect(await isThere(last, young)).toBe(false)
    expect(last.logs()).not.toContain('the clock is doubted')
  })

  it('erases nothing of a folder in which the time was never noted, before a day of running', async () => {
    const { server, due } = await serve(kind)
    await stop(server)
    await forgetNotes(kind)
    truth += 2 * HOUR_MS
    databaseAhead = 60 * DAY_MS
    const next = await start(kind, 60 * DAY_MS)
    await pass(20 * HOUR_MS, next)
    expect(await statusOf(next)).toBe('waiting')
    expect(await isThere(next, due)).toBe(true)
    await stop(next)
    await forgetNotes(kind)
    databaseAhead = 0
    const right = await start(kind)
    await pass(23 * HOUR_MS, right)
    expect(await isThere(right, due)).toBe(true)
    await pass(2 * HOUR_MS, right)
    expect(await isThere(right, due)).toBe(false)
  })
})

/** As a version that does not note the time leaves it. */
async function forgetNotes(kind: string): Promise<void> {
  if (kind === 'PostgreSQL') await database.run("delete from document where kind = 'clock'")
  for (const name of ['clock.json', 'clock.json.bak']) await rm(path.join(folder, name), { force: true })
}

describe('two servers on one database', () => {
  const second = { boot: 'boot 2', host: 'mairie-2' }

  it.each(LADDER.filter((ms) => Math.abs(ms) > 5 * MINUTE_MS))(
    'of which one is wrong by %d ms: that one erases nothing and is named, the other goes on',
    async (ms) => {
      const { server: right, due, young } = await serve('PostgreSQL')
      const wrong = await start('PostgreSQL', ms, second)
      await pass(2 * HOUR_MS, wrong)
      right.clock.advance({ hours: 2 })
      expect([await statusOf(wrong), await isThere(right, due)]).toEqual(['doubted', true])
      await right.app.sweep()
      expect(await statusOf(right)).toBe('sure')
      expect([await isThere(right, due), await isThere(right, young)]).toEqual([false, true])
      const admin = await right.signIn('admin@villebourg.example')
      const { clock } = (await admin.call('GET', '/admin/retention?within=0')).body
      expect(clock).toMatchObject({
        status: 'sure',
        doubts: [{ host: 'mairie-2', byS: ms / 1000, against: 'database' }],
      })
      expect(wrong.logs()).toMatch(/"host":"mairie-2".*the clock is doubted/)
    },
  )

  it('erase nothing while the database is of another opinion', async () => {
    const { server: first, due } = await serve('PostgreSQL')
    const other = await start('PostgreSQL', 0, second)
    databaseAhead = 3 * DAY_MS
    await pass(2 * HOUR_MS, first, other)
    expect([await statusOf(first), await statusOf(other), await isThere(first, due)]).toEqual([
      'doubted',
      'doubted',
      true,
    ])
    databaseAhead = 0
    await pass(5_000, first, other)
    expect([await statusOf(first), await statusOf(other), await isThere(first, due)]).toEqual(['sure', 'sure', false])
  })

  it('erase nothing when one starts anew with its database two days ahead, and the other is right', async () => {
    const { server: first, due } = await serve('PostgreSQL')
    const other = await start('PostgreSQL', 0, second)
    await pass(2 * MINUTE_MS, first, other)
    await stop(first)
    databaseAhead = 2 * DAY_MS
    const anew = await start('PostgreSQL', 2 * DAY_MS, { boot: 'boot 3', host: 'mairie-1' })
    for (let minutes = 0; minutes < 3; minutes++) await pass(MINUTE_MS, other, anew)
    expect([await statusOf(anew), await statusOf(other), await isThere(anew, due)]).toEqual([
      'doubted',
      'doubted',
      true,
    ])
    const admin = await anew.signIn('admin@villebourg.example')
    const { doubts } = (await admin.call('GET', '/admin/retention?within=0')).body.clock
    expect(doubts.map(({ host, against }: { host: string; against: string }) => [host, against])).toEqual([
      ['mairie-1', 'mairie-2'],
      ['mairie-2', 'database'],
    ])
  })
})
