import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gunzipSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import type { Commune } from '../../src/platform/model/commune.js'
import { AGENT, Caller, NEWCOMER, readHistory, type Tokens } from '../fixtures/versions/write-history.js'
import { startTestServer, type TestServer } from '../platform/http/harness.js'
import { createDatabase, type TestDatabase } from '../postgres/test-database.js'

const FIXTURES = 'tests/fixtures/versions'
/** The day after the history was written. */
const NEXT_DAY = '2026-11-25T09:00:00.000Z'

/** The commune of the history, which an installation now has in its own folder. */
const installation: Commune[] = [JSON.parse(await readFile('knowledge/communes/villebourg.json', 'utf8'))]
const versions = (await readdir(FIXTURES)).filter((name) => /^\d+\.\d+\.\d+$/.test(name))
let folder: string
let server: TestServer | undefined
let database: TestDatabase | undefined

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guichet-former-'))
})
afterEach(async () => {
  await server?.stop()
  await database?.drop()
  server = database = undefined
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function openFolder(version: string): Promise<TestServer> {
  const dataDir = join(folder, version)
  await mkdir(dataDir)
  await promisify(execFile)('tar', ['-xzf', join(FIXTURES, version, 'data.tar.gz'), '-C', dataDir])
  return startTestServer({ installation, config: { dataDir }, opensFolder: true, at: NEXT_DAY })
}

async function openDatabase(version: string): Promise<TestServer> {
  database = await createDatabase()
  await database.run(gunzipSync(await readFile(join(FIXTURES, version, 'database.sql.gz'))).toString())
  const sealKey = await readFile(join(FIXTURES, version, 'database-seal.key'), 'utf8')
  const config = { database: { url: database.url, connections: 4 }, sealKey: sealKey.trim() }
  return startTestServer({ installation, config, at: NEXT_DAY })
}

interface Written {
  tokens: Tokens
  read: object
}

describe.each(versions)('what version %s wrote', (version) => {
  it.each([
    ['a data folder', 'data', openFolder],
    ['a database', 'database', openDatabase],
  ])('%s opens, is read as it was, and is written', async (_, name, open) => {
    const { tokens, read }: Written = JSON.parse(await readFile(join(FIXTURES, version, `${name}.json`), 'utf8'))
    server = await open(version)
    expect((await server.fetch('/readyz')).status).toBe(200)
    expect(await readHistory(server.url, tokens)).toEqual(read)

    const { id, token } = tokens.answered ?? { id: '', token: '' }
    const citizen = new Caller(server.url)
    citizen.headers.authorization = `Bearer ${token}`
    const sent = { clientId: 'after-the-update', text: 'Et le samedi ?' }
    const { message } = await citizen.call('POST', `/conversations/${id}/messages`, sent)
    const { messages } = await citizen.call('GET', `/conversations/${id}/messages?after=${message.seq - 1}`)
    expect(messages[0].payload.text).toBe(sent.text)
    expect(messages.length).toBeGreaterThan(1)

    await new Caller(server.url).signIn(NEWCOMER)
    const agent = await new Caller(server.url).signIn(AGENT)
    const { pending } = await agent.call('GET', '/agent/queue')
    const [{ id: waiting }] = pending.filter(({ kind }: { kind: string }) => kind === 'callback')
    await agent.call('POST', `/agent/handoffs/${waiting}/claim`)
    const { handoff } = await agent.call('GET', `/agent/handoffs/${waiting}`)
    expect(handoff.contact).toMatchObject({ name: 'Jeanne Martin', phone: '06 12 34 56 78' })
  })
})
