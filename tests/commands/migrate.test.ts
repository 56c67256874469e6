import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { runMigrate } from '../../src/commands/migrate.js'
import { readConfig } from '../../src/config.js'
import { openStore } from '../../src/store/open-store.js'
import { conversation, message } from '../contract/sample-inputs.js'
import { createDatabase, type TestDatabase } from '../postgres/test-database.js'
import { useCommandPlace } from './command-place.js'

let database: TestDatabase
let folder: string
const place = useCommandPlace('migrate')
const said = () => place.said()

beforeAll(async () => {
  database = await createDatabase()
})
beforeEach(async () => {
  folder = place.folder
  Object.assign(process.env, { GUICHET_DATA_DIR: join(folder, 'data'), DATABASE_URL: database.url })
})
afterAll(() => database?.drop())

describe('guichet migrate', () => {
  it('moves a data folder to the database of the configuration, and back, and says what it counted', async () => {
    const { dataDir } = readConfig(process.env)
    const disk = await openStore({ dataDir, database: null })
    await disk.createConversation(conversation('c1'), [message('citizen', 'un secret')])
    await disk.close()
    expect(await runMigrate(['--from', 'lowdb', '--to', 'postgres'])).toBe(0)
    expect(said()).toMatch(/conversations +1 +[0-9a-f]{64}\n/)
    expect(said()).toContain('Tout est dans la base')
    expect(said()).not.toContain('secret')
    const store = await openStore(readConfig(process.env))
    expect(await store.listMessages('c1', 0)).toHaveLength(1)
    expect(await runMigrate(['--from', 'postgres', '--to', 'lowdb'])).toBe(1)
    expect(said()).toContain('Un serveur utilise encore ces données')
    await store.close()
    expect(await runMigrate(['--from', 'postgres', '--to', 'lowdb'])).toBe(1)
    expect(said()).toContain('il y a déjà des données dans lowdb')
    await rm(dataDir, { recursive: true })
    expect(await runMigrate(['--from', 'postgres', '--to', 'lowdb'])).toBe(0)
    expect(said()).toContain('Tout est dans le dossier de données')
  })

  it('empties a database whose name is typed, and nothing else; its tables are made again at the next start', async () => {
    const first = await openStore(readConfig(process.env))
    await first.createConversation(conversation('c2'), [])
    await first.close()
    expect(await runMigrate(['--empty', 'another'])).toBe(2)
    expect(await runMigrate(['--empty', database.name])).toBe(0)
    const { rows } = await database.run(
      `select table_name from information_schema.tables where table_name in ('document', 'item', 'change')`,
    )
    expect(rows).toEqual([])
    const second = await openStore(readConfig(process.env))
    expect(await second.getConversation('c2')).toBeUndefined()
    await second.createConversation(conversation('c3'), [])
    await second.close()
  })

  it.each([
    [[]],
    [['--from', 'lowdb']],
    [['--from', 'lowdb', '--to', 'lowdb']],
    [['--from', 'sqlite', '--to', 'postgres']],
    [['--tout']],
  ])('refuses %j', async (argv) => {
    expect(await runMigrate(argv)).toBe(2)
    expect(said()).toContain('guichet migrate --from')
  })

  it('needs a database, whose address is one', async () => {
    process.env.DATABASE_URL = ''
    expect(await runMigrate(['--from', 'lowdb', '--to', 'postgres'])).toBe(2)
    process.env.DATABASE_URL = 'mysql://localhost/guichet'
    await expect(runMigrate(['--from', 'lowdb', '--to', 'postgres'])).rejects.toThrow(/DATABASE_URL/)
  })
})
