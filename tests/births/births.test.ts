import { randomUUID } from 'node:crypto'
import { cp, mkdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { createApp } from '../../src/app.js'
import { runBackup } from '../../src/commands/backup.js'
import { runDemonstration } from '../../src/commands/clear-demonstration.js'
import { DEMONSTRATION_ACCOUNTS } from '../../src/commands/demonstration.js'
import { faultInWords } from '../../src/commands/fault-in-words.js'
import { runMigrate } from '../../src/commands/migrate.js'
import { requireBirth } from '../../src/commands/require-birth.js'
import { runRestore } from '../../src/commands/restore.js'
import { runUser } from '../../src/commands/user.js'
import { readConfig } from '../../src/config.js'
import { SILENT_LOGGER } from '../../src/log.js'
import { FORMAT, NEEDS, newBirth } from '../../src/platform/store/birth.js'
import { MIGRATIONS } from '../../src/platform/store/postgres/migrate-schema.js'
import { openLowdbStore } from '../../src/store/lowdb-store.js'
import { openStore, type StoreChoice } from '../../src/store/open-store.js'
import { useCommandPlace } from '../commands/command-place.js'
import { conversation, handoff, message } from '../contract/sample-inputs.js'
import { createDatabase, type TestDatabase } from '../postgres/test-database.js'
import {
  fingerprint,
  lookInto,
  makeState,
  OWN_EMAIL,
  rowsOf,
  saveAccounts,
  writeJson,
  writeMark,
} from './folder-states.js'

let folder: string
let dataDir: string
let database: TestDatabase
const place = useCommandPlace('birth')
const said = () => place.said()

beforeAll(async () => {
  database = await createDatabase()
}, 90_000)
beforeEach(async () => {
  folder = place.folder
  dataDir = path.join(folder, 'data')
  await cp('knowledge/communes', path.join(folder, 'town', 'communes'), { recursive: true })
  Object.assign(process.env, {
    GUICHET_DATA_DIR: dataDir,
    GUICHET_MODEL_DIR: folder,
    GUICHET_PASSWORD: 'un mot de passe long',
  })
})
afterAll(() => database?.drop())

const STORES = ['a data folder', 'a database'] as const
const useDatabase = () => {
  process.env.DATABASE_URL = database.url
}
const choiceOf = (store: (typeof STORES)[number]): StoreChoice => {
  if (store === 'a database') useDatabase()
  return { dataDir, database: store === 'a database' ? { url: database.url, connections: 3 } : null }
}
const traces = async () => ({ files: await fingerprint(dataDir), rows: await rowsOf(database) })
const startOf = (settings: Record<string, string> = {}) =>
  createApp(readConfig({ ...process.env, PORT: '0', ...settings }), { logger: SILENT_LOGGER })
const refusalOf = async (act: Promise<unknown>) =>
  faultInWords(
    await act.then(
      () => null,
      (error: unknown) => error,
    ),
  )
const installation = () => ({ GUICHET_DEMONSTRATION: 'no', GUICHET_TOWN_DIR: path.join(folder, 'town') })
const addUser = () => runUser(['add', '--email', 'zoe@ville.example', '--name', 'Zoé', '--role', 'admin'])

describe.each(STORES)('guichet demonstration, on %s', (store) => {
  /** What the first account of the demonstration, and somebody of the town, have. */
  async function leaveThings(choice: StoreChoice): Promise<void> {
    const opened = await openStore(choice)
    const users = await opened.listUsers()
    const [first] = users.filter(({ demonstration }) => demonstration)
    const own = users.find(({ email }) => email === OWN_EMAIL)
    const at = new Date().toISOString()
    for (const user of [first, own]) {
      if (!user) throw new Error('both are there')
      const { id: userId, communeId } = user
      const later = new Date(Date.now() + 3_600_000).toISOString()
      await opened.saveSession({ idHash: `s-${userId}`, userId, csrfToken: 'x', createdAt: at, expiresAt: later })
      await opened.savePresence({ userId, communeId, state: 'available', seenAt: at })
      await opened.saveReply({
        userId,
        communeId,
        id: 'r1',
        title: 'Bonjour',
        text: 'Bonjour',
        language: 'fr',
        updatedAt: at,
      })
      const counts = {
        found: 1,
        expected: 1,
        courtesies: 0,
        courtesiesExpected: 0,
        rightEntry: true,
        safe: true,
        firstMs: 1,
        wholeMs: 1,
      }
      await opened.recordPractice({ communeId, userId, exerciseId: 'pacs', at, counts })
      await opened.saveStaffToken(
        { hash: `t-${userId}`, userId, purpose: 'reset', createdAt: at, expiresAt: later },
        null,
      )
    }
    const id = randomUUID()
    await opened.createConversation(conversation(id, { communeId: 'villebourg' }), [])
    const asked = await opened.requestHandoff(
      handoff(id, { communeId: 'villebourg' }),
      message('system', 'un agent arrive'),
    )
    if (!('handoff' in asked)) throw new Error('it was asked')
    await opened.applyToHandoff(
      asked.handoff.id,
      { type: 'claim', agentId: first?.id ?? '', agentName: 'Accueil', at },
      { silent: 'in_person' },
    )
    await opened.close()
  }

  it('lists what a demonstration has left in an installation, and removes that alone', async () => {
    const choice = choiceOf(store)
    await makeState('soiled', choice, database)
    await leaveThings(choice)
    expect(await runDemonstration(['list'])).toBe(0)
    for (const { email } of DEMONSTRATION_ACCOUNTS) expect(said()).toContain(email)
    expect(said()).toMatch(/1 connexions ouvertes, 1 présence déclarée, .*1 exercices essayés, 1 réponses personnelles/)
    expect(said()).not.toContain(OWN_EMAIL)
    expect((await lookInto(choice)).users).toHaveLength(DEMONSTRATION_ACCOUNTS.length + 1)

    expect(await runDemonstration(['remove', '--yes'])).toBe(0)
    const found = await lookInto(choice)
    expect(found.birth?.kind).toBe('installation')
    expect(found.users.map(({ email }) => email)).toEqual([OWN_EMAIL])
    expect(found.conversations).toBe(2)
    const removals = found.audit.filter(({ action }) => action === 'user_removed')
    expect(removals.map(({ before }) => (before as { email: string }).email).sort()).toEqual(
      DEMONSTRATION_ACCOUNTS.map(({ email }) => email).sort(),
    )
    const opened = await openStore(choice)
    const [own] = await opened.listUsers()
    const at = new Date().toISOString()
    expect(await opened.listSessions(own?.id ?? '', at)).toHaveLength(1)
    expect((await opened.listPresences('villebourg')).map(({ userId }) => userId)).toEqual([own?.id])
    expect((await opened.listPractice('villebourg')).map(({ userId }) => userId)).toEqual([own?.id])
    expect(await opened.listReplies(own?.id ?? '')).toHaveLength(1)
    expect(await opened.findStaffToken(`t-${own?.id}`, at)).toBeDefined()
    expect(await opened.listHandoffs('villebourg', ['assigned'])).toEqual([])
    const gone = `user-${DEMONSTRATION_ACCOUNTS[0]?.email}`
    expect(await opened.getSession(`s-${gone}`)).toBeUndefined()
    expect(await opened.listReplies(gone)).toEqual([])
    expect(await opened.findStaffToken(`t-${gone}`, at)).toBeUndefined()
    await opened.close()
    await (await startOf(installation())).stop()
    expect(await refusalOf(startOf())).toMatch(/GUICHET_PUBLIC_URL/)
  }, 60_000)

  it('makes an installation of a demonstration, and nothing of what is clean or empty', async () => {
    const choice = choiceOf(store)
    await makeState('absent', choice, database)
    const before = await traces()
    expect(await runDemonstration(['remove', '--yes'])).toBe(0)
    expect(await traces()).toEqual(before)
    await makeState('installation', choice, database)
    expect(await runDemonstration(['remove', '--yes'])).toBe(0)
    expect(said()).toContain('Il n’y a rien à retirer.')
    await makeState('demonstration', choice, database)
    expect(await runDemonstration(['remove', '--yes'])).toBe(0)
    expect(await lookInto(choice)).toMatchObject({ birth: { kind: 'installation' }, users: [], conversations: 1 })
    await (await startOf(installation())).stop()
  }, 60_000)

  it('refuses while a server is there, and wrong usage', async () => {
    const choice = choiceOf(store)
    await makeState('demonstration', choice, database)
    const app = await startOf()
    await expect(runDemonstration(['remove', '--yes'])).rejects.toMatchObject({ code: 'storage_locked' })
    await app.stop()
    for (const argv of [[], ['erase'], ['list', '--yes'], ['remove', '--now']])
      expect(await runDemonstration(argv)).toBe(2)
    expect(said()).toContain('guichet demonstration remove [--yes]')
    expect((await lookInto(choice)).birth?.kind).toBe('demonstration')
  }, 60_000)
})

describe.each(STORES)('guichet user add, on %s', (store) => {
  it('makes what the settings say by name where nothing is, and nothing where they only seem to say it', async () => {
    const choice = choiceOf(store)
    await makeState('absent', choice, database)
    const before = await traces()
    expect(await addUser()).toBe(2)
    expect(said()).toContain('Avec ces réglages, c’est la démonstration')
    expect(await traces()).toEqual(before)
    Object.assign(process.env, installation())
    expect(await addUser()).toBe(0)
    expect((await lookInto(choice)).birth?.kind).toBe('installation')
    await rm(dataDir, { recursive: true, force: true })
    await makeState('absent', choice, database)
    Object.assign(process.env, { GUICHET_DEMONSTRATION: 'yes', GUICHET_TOWN_DIR: '' })
    expect(await addUser()).toBe(0)
    expect((await lookInto(choice)).birth?.kind).toBe('demonstration')
  }, 60_000)

  it('leaves what is there what it is, marked or not, and is refused where the settings say the contrary', async () => {
    const choice = choiceOf(store)
    for (const kind of ['demonstration', 'installation'] as const)
      for (const state of [kind, `unmarked ${kind}`] as const) {
        await rm(dataDir, { recursive: true, force: true })
        await makeState(state, choice, database)
        const demonstration = { GUICHET_DEMONSTRATION: 'yes', GUICHET_TOWN_DIR: '' }
        const [own, contrary] =
          kind === 'demonstration' ? [demonstration, installation()] : [installation(), demonstration]
        Object.assign(process.env, contrary)
        await expect(addUser()).rejects.toThrow(/Rien n’a été changé/)
        Object.assign(process.env, own)
        expect(await addUser()).toBe(0)
        expect((await lookInto(choice)).birth?.kind).toBe(kind)
      }
  }, 60_000)
})

describe('a database and the data folder beside it', () => {
  it('do not contradict each other: nothing is changed in either', async () => {
    const beside = { dataDir, database: null }
    await makeState('installation', { dataDir, database: { url: database.url, connections: 3 } }, database)
    for (const state of ['demonstration', 'unmarked demonstration'] as const) {
      await makeState(state, beside, database)
      const before = await traces()
      useDatabase()
      expect(await refusalOf(startOf(installation()))).toMatch(
        /dossier d’une démonstration, et la base de DATABASE_URL celle d’une installation/,
      )
      expect(await refusalOf(startOf())).toMatch(/cette base est celle d’une installation/)
      expect(await traces()).toEqual(before)
      delete process.env.DATABASE_URL
    }
  }, 60_000)

  it('are told apart when DATABASE_URL is forgotten, even by the key alone', async () => {
    useDatabase()
    await makeState('absent', { dataDir, database: { url: database.url, connections: 3 } }, database)
    await (await startOf(installation())).stop()
    delete process.env.DATABASE_URL
    expect(await refusalOf(startOf())).toMatch(/est le dossier d’une installation/)
    await rm(path.join(dataDir, 'birth.json'))
    expect(await refusalOf(startOf())).toMatch(/est le dossier d’une installation/)
  }, 60_000)

  it('of two servers that begin together one says what is born, and the other is refused', async () => {
    useDatabase()
    await makeState('absent', { dataDir, database: { url: database.url, connections: 3 } }, database)
    const settings = (name: string, more: object) => ({ GUICHET_DATA_DIR: path.join(folder, name), ...more })
    const began = await Promise.allSettled([startOf(settings('one', {})), startOf(settings('two', installation()))])
    const apps = began.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
    for (const app of apps) await app.stop()
    expect(apps).toHaveLength(1)
    const { birth, users } = await lookInto({ dataDir, database: { url: database.url, connections: 3 } })
    expect(users).toHaveLength(birth?.kind === 'demonstration' ? DEMONSTRATION_ACCOUNTS.length : 0)
    const refused = began.find((one) => one.status === 'rejected')
    expect(faultInWords(refused?.reason)).toMatch(/autre chose que ce que ces réglages démarrent|Rien n’a été changé/)
  }, 60_000)
})

describe('what a later version has written', () => {
  it('holds the format to the tables and the documents of this version', () => {
    // Whoever adds one of these raises FORMAT, and NEEDS to the version that reads it.
    expect({ FORMAT, NEEDS, migrations: Object.keys(MIGRATIONS) }).toEqual({
      FORMAT: 1,
      NEEDS: '0.1.0',
      migrations: ['001-documents', '002-fellows', '003-quick-writes'],
    })
  })

  it.each(STORES)(
    'is refused on %s by every command before anything is written, and says which version it needs',
    async (store) => {
      const choice = choiceOf(store)
      await makeState('newer', choice, database)
      const before = await traces()
      const words = /Il faut Guichet 9\.0\.0/
      expect(await refusalOf(startOf(installation()))).toMatch(words)
      expect(await refusalOf(addUser())).toMatch(words)
      expect(await refusalOf(runDemonstration(['remove', '--yes']))).toMatch(words)
      expect(await refusalOf(openStore(choice))).toMatch(words)
      expect(await runBackup(['--to', path.join(folder, 'backups')])).toBe(1)
      expect(said()).toContain('9.0.0')
      expect(await traces()).toEqual(before)
    },
    60_000,
  )

  it('is refused when a document is of a later version than this code knows, whichever it is', async () => {
    const choice = choiceOf('a data folder')
    for (const name of ['users.json', 'digests.json', 'conversations/ab/ab-1.json', 'webhooks/villebourg.json']) {
      await makeState('installation', choice, database)
      await writeJson(path.join(dataDir, name), { version: 3, users: [], conversation: {}, communes: {} })
      const before = await fingerprint(dataDir)
      const refused = await refusalOf(startOf(installation()))
      expect(refused).toMatch(/plus récente que celle-ci/)
      expect(refused).toContain(name)
      const after = await fingerprint(dataDir)
      // A conversation is read once the folder is held: its lock has come and gone.
      delete before?.['.']
      delete after?.['.']
      expect(after).toEqual(before)
    }
    await makeState('installation', choice, database)
    await writeJson(path.join(dataDir, 'counters/villebourg/2026-01.json'), { version: 2, days: {} })
    const opened = await openLowdbStore({ dataDir })
    await expect(opened.readCounters('villebourg', '2026-01-01', '2026-01-31')).rejects.toMatchObject({
      code: 'storage_newer',
    })
    await opened.close()
  }, 60_000)

  it('is refused on a database whose tables or documents a later version has changed', async () => {
    const choice = choiceOf('a database')
    await makeState('installation', choice, database)
    await database.run("insert into document (kind, key, version, head) values ('letters', '', 0, '{\"version\": 2}')")
    const first = await traces()
    expect(await refusalOf(startOf(installation()))).toMatch(/plus récente que celle-ci \(letters\)/)
    expect(await traces()).toEqual(first)
    await database.run("delete from document where kind = 'letters'")
    await database.run("insert into kysely_migration (name, timestamp) values ('009-later', 'x')")
    const second = await traces()
    expect(await refusalOf(startOf(installation()))).toMatch(/plus récente que celle-ci \(009-later\)/)
    expect(await refusalOf(openStore(choice))).toMatch(/009-later/)
    expect(await traces()).toEqual(second)
  }, 60_000)

  it('raises the mark of an earlier format, and refuses one that is none', async () => {
    const choice = choiceOf('a data folder')
    await makeState('installation', choice, database)
    await writeMark(choice, { format: 0, needs: '0.0.1' })
    await (await startOf(installation())).stop()
    expect((await lookInto(choice)).birth).toMatchObject({
      format: FORMAT,
      needs: NEEDS,
      bornAt: '2026-01-01T00:00:00.000Z',
    })
    await writeFile(path.join(dataDir, 'birth.json'), '{"version":1,"kind":"something"}')
    expect(await refusalOf(startOf(installation()))).toContain(path.join(dataDir, 'birth.json'))
  }, 60_000)
})

describe('a backup, and a migration', () => {
  async function backUp(): Promise<string> {
    const file = path.join(folder, `${randomUUID()}.ndjson.gz`)
    expect(await runBackup(['--to', file])).toBe(0)
    return file
  }

  it.each(['demonstration', 'installation', 'unmarked demonstration', 'unmarked installation'] as const)(
    'of %s keeps what it is, in either store, and goes into no other kind',
    async (state) => {
      const kind = state.endsWith('demonstration') ? 'demonstration' : 'installation'
      const other = kind === 'demonstration' ? 'installation' : 'demonstration'
      if (kind === 'installation') Object.assign(process.env, installation())
      await makeState(state, choiceOf('a data folder'), database)
      const file = await backUp()
      for (const store of STORES) {
        const into = choiceOf(store)
        await rm(dataDir, { recursive: true, force: true })
        await makeState('absent', into, database)
        expect(await runRestore([file, '--without-erasures'])).toBe(0)
        expect((await lookInto(into)).birth?.kind).toBe(kind)
        await rm(dataDir, { recursive: true, force: true })
        await makeState(other, into, database)
        const before = await traces()
        expect(await runRestore([file, '--without-erasures'])).toBe(1)
        expect(said()).toContain(
          kind === 'installation' ? 'il y a une démonstration dans' : 'il y a une installation dans',
        )
        expect(await traces()).toEqual(before)
        delete process.env.DATABASE_URL
      }
      await makeState(state, choiceOf('a data folder'), database)
      useDatabase()
      await database.run('drop schema public cascade; create schema public')
      expect(await runMigrate(['--from', 'lowdb', '--to', 'postgres'])).toBe(0)
      const moved = choiceOf('a database')
      expect((await lookInto(moved)).birth?.kind).toBe(kind)
      await rm(dataDir, { recursive: true, force: true })
      await makeState(other, { dataDir, database: null }, database)
      expect(await runMigrate(['--from', 'postgres', '--to', 'lowdb'])).toBe(1)
      expect(said()).toContain('une démonstration ne passe pas dans une installation')
      expect((await lookInto({ dataDir, database: null })).birth?.kind).toBe(other)
      await rm(dataDir, { recursive: true, force: true })
      expect(await runMigrate(['--from', 'postgres', '--to', 'lowdb'])).toBe(0)
      expect((await lookInto({ dataDir, database: null })).birth?.kind).toBe(kind)
    },
    60_000,
  )
})

describe('a folder of an earlier version', () => {
  it('that is a demonstration is marked, and an account that is added makes no installation of it', async () => {
    const choice = choiceOf('a data folder')
    await makeState('unmarked demonstration', choice, database)
    await (await startOf()).stop()
    const store = await openStore(choice)
    await saveAccounts(store, [{ email: OWN_EMAIL, displayName: 'Anne', roles: ['agent'] }])
    await store.close()
    await requireBirth(readConfig(process.env))
    await (await startOf()).stop()
    expect((await lookInto(choice)).birth).toMatchObject(newBirth('demonstration', expect.any(String) as never))
  }, 60_000)

  it('that was soiled once it was marked is refused too', async () => {
    const choice = choiceOf('a data folder')
    await makeState('installation', choice, database)
    const store = await openStore(choice)
    await saveAccounts(store, DEMONSTRATION_ACCOUNTS, true)
    await store.close()
    expect(await refusalOf(startOf(installation()))).toMatch(/« guichet demonstration remove »/)
  }, 60_000)

  it('that holds only what is made again is born from the settings', async () => {
    await mkdir(path.join(dataDir, 'embeddings'), { recursive: true })
    await mkdir(path.join(dataDir, 'lost+found'))
    await (await startOf()).stop()
    expect((await lookInto({ dataDir, database: null })).birth?.kind).toBe('demonstration')
  }, 60_000)
})
