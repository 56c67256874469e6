import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { faultInWords } from '../../src/commands/fault-in-words.js'
import { runSealKey } from '../../src/commands/seal-key.js'
import { readConfig } from '../../src/config.js'
import { newBirth } from '../../src/platform/store/birth.js'
import { silentLogger } from '../../src/platform/store/seal-check-file.js'
import { createSealer, SEAL_KEY_FILE } from '../../src/platform/store/sealer.js'
import { openInstallation, openStore } from '../../src/store/open-store.js'
import { keepSealed, opensFactor } from '../platform/store/sealed-sample.js'
import { createDatabase, type TestDatabase } from '../postgres/test-database.js'
import { useCommandPlace } from './command-place.js'

let database: TestDatabase
let dataDir: string
const place = useCommandPlace('seal-key')
const said = () => place.said()

beforeAll(async () => {
  database = await createDatabase()
}, 90_000)
beforeEach(() => {
  dataDir = place.folder
})
afterEach(async () => {
  await database.run('truncate document, change, presence_beat, seal_check cascade').catch(() => {})
})
afterAll(() => database?.drop())

const sealer = () => createSealer(dataDir)
const key = () => join(dataDir, SEAL_KEY_FILE)

/** As a server does. */
async function serve(act = async () => {}): Promise<void> {
  const { store } = await openInstallation(readConfig(process.env), {
    birth: newBirth('installation', new Date().toISOString()),
    sealer: sealer(),
    logger: silentLogger,
  })
  await act().finally(() => store.close())
}

describe.each(['lowdb', 'PostgreSQL'])('guichet seal-key, over %s,', (name) => {
  beforeEach(async () => {
    const url = name === 'lowdb' ? '' : database.url
    Object.assign(process.env, { GUICHET_DATA_DIR: dataDir, DATABASE_URL: url, GUICHET_SEAL_KEY: '' })
    await serve()
    const store = await openStore(readConfig(process.env))
    await keepSealed(store, sealer())
    await store.close()
  })

  it('says that the key is the right one, and asks for a server to be stopped', async () => {
    await serve(async () => {
      expect(await runSealKey([])).toBe(1)
      expect(said()).toContain('Arrêtez-le')
    })
    expect(await runSealKey([])).toBe(0)
    expect(said()).toContain('est celle de ces données')
    expect(said()).not.toContain('ne s’ouvre')
    const own = await readFile(key(), 'utf8')
    expect(await runSealKey(['--accept-loss'])).toBe(0)
    expect(await readFile(key(), 'utf8')).toBe(own)
    await serve()
  })

  it.each([
    ['is missing', () => rm(key()), 'Il n’y a pas de clé'],
    ['is another one', () => writeFile(key(), Buffer.alloc(32, 7).toString('base64url')), 'n’est pas celle de ces'],
  ])('names what is lost when the key %s, and goes on only when that is accepted', async (_, lose, words) => {
    await lose()
    const refusal = await serve().catch((error: unknown) => error)
    expect(refusal).toMatchObject({ code: 'seal_key_differs' })
    expect(faultInWords(refusal)).toMatch(
      /^La clé n’est pas celle .* ne s’ouvre pas.* (Remettez la copie|Donnez dans GUICHET_SEAL_KEY)/,
    )
    expect(await runSealKey([])).toBe(1)
    expect(said()).toContain(words)
    expect(said()).toContain('double authentification de anne@villebourg.example')
    expect(said()).not.toContain('bob')
    expect(said()).toContain('« Gestion des demandes » (villebourg)')
    expect(said()).toContain('clé de RDV Service Public (villebourg)')
    expect(said()).toContain('données masquées de conversations, 1')
    await expect(serve()).rejects.toMatchObject({ code: 'seal_key_differs' })
    expect(await runSealKey(['--accept-loss'])).toBe(0)
    expect(said()).toContain('code de secours')
    await serve()
    const store = await openStore(readConfig(process.env))
    // The factor stays: who knows the password alone does not come in.
    expect((await store.listUsers()).find(({ id }) => id === 'anne')?.secondFactor).toBeDefined()
    expect(await opensFactor(store, sealer())).toBe(false)
    await store.close()
  })
})

it('guichet seal-key says how it is used, and why it can do nothing', async () => {
  Object.assign(process.env, { GUICHET_DATA_DIR: dataDir, DATABASE_URL: '' })
  expect(await runSealKey(['--accept'])).toBe(2)
  await writeFile(key(), 'cut')
  expect(await runSealKey(['--accept-loss'])).toBe(1)
  expect(said()).toContain('holds no key')
  expect(await readFile(key(), 'utf8')).toBe('cut')
})
