import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { type Migration, sql } from 'kysely'
import { createOpenConsoles } from '../../../../src/platform/http/open-consoles.js'
import { createSharedLimits } from '../../../../src/platform/http/rate-limits.js'
import type { InstanceMessage } from '../../../../src/platform/instances/instances.js'
import { MIGRATIONS } from '../../../../src/platform/store/postgres/migrate-schema.js'
import { createSealer } from '../../../../src/platform/store/sealer.js'
import { migrateStore } from '../../../../src/store/migrate-store.js'
import {
  openPostgresInstallation,
  openPostgresStore,
  type PostgresInstallation,
} from '../../../../src/store/postgres/postgres-store.js'
import { conversation, message, turn } from '../../../contract/sample-inputs.js'
import { createDatabase, type TestDatabase } from '../../../postgres/test-database.js'

let database: TestDatabase
let one: PostgresInstallation
let other: PostgresInstallation
const opened: PostgresInstallation[] = []
const newSealer = (key = randomBytes(32).toString('base64url')) => createSealer('nowhere', { key })
const sealer = newSealer()

async function open(more = {}): Promise<PostgresInstallation> {
  const one = await openPostgresInstallation({ url: database.url, connections: 3, sealer, ...more })
  opened.push(one)
  return one
}

beforeAll(async () => {
  database = await createDatabase()
}, 90_000)
beforeEach(async () => {
  ;[one, other] = await Promise.all([open(), open()])
})
afterEach(async () => {
  jest.restoreAllMocks()
  await Promise.all(opened.splice(0).map(({ store }) => store.close()))
  await database.run('truncate document, change, presence_beat, sign_in_try cascade')
})
afterAll(() => database?.drop())

/** Waits until something is so; the test's own limit ends what never is. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5))
}

/** What a process hears from now on. */
function hearing({ instances }: PostgresInstallation): InstanceMessage[] {
  const heard: InstanceMessage[] = []
  instances.onMessage((word) => heard.push(word))
  return heard
}

const look = (handoffId: string): InstanceMessage => ({
  type: 'look',
  communeId: 'c',
  handoffId,
  userId: 'u',
  look: 'reading',
})

describe('two processes', () => {
  it('hear all that the other says, in its order, however much it is', async () => {
    const heard = hearing(other)
    const words = Array.from({ length: 1_000 }, (_, n) => look(`handoff-${n}`))
    for (const word of words) one.instances.broadcast(word)
    await until(() => heard.length === 1_000)
    expect(heard).toEqual(words)
  })

  it('pass over what no version says, and go on', async () => {
    const heard = hearing(other)
    for (const words of ['', '{', 'null', '{"from":1}', '{"from":"a","words":{}}'])
      await database.run(`select pg_notify('guichet_words', '${words}')`)
    one.instances.broadcast(look('after'))
    await until(() => heard.length === 1)
  })

  it('hear again after their connections were cut', async () => {
    await database.run(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    )
    const heard = hearing(other)
    await until(() => {
      one.instances.broadcast(look('again'))
      return heard.length > 0
    })
    expect(await one.instances.withLock('a', async () => 'done')).toBe('done')
  })

  it('never run two acts of one name at once, and one that dies lets go', async () => {
    let running = 0
    let most = 0
    const act = async () => {
      running += 1
      most = Math.max(most, running)
      await new Promise((resolve) => setTimeout(resolve, 5))
      running -= 1
    }
    const houses = Array.from({ length: 12 }, (_, n) => (n % 2 ? one : other))
    await Promise.all(houses.map(({ instances }) => instances.withLock('conversation 1', act)))
    expect(most).toBe(1)

    // It never ends: what is cut off in the midst of it holds nothing.
    let isHeld = false
    void other.instances.withLock('conversation 2', async () => {
      isHeld = true
      await new Promise(() => {})
    })
    await until(() => isHeld)
    await database.run(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    )
    expect(await one.instances.withLock('conversation 2', async () => 'done')).toBe('done')
  })

  it('count failed sign-ins together, and hash alike', async () => {
    const at = new Date()
    const begun = await Promise.all(
      Array.from({ length: 10 }, (_, n) => (n % 2 ? one : other).instances.tries.begin([{ key: 'a' }], at)),
    )
    expect(begun.filter((waitMs) => waitMs === 0)).toHaveLength(5)
    const hash = one.instances.hash('192.0.2.1')
    expect(other.instances.hash('192.0.2.1')).toBe(hash)
    // Who reads the database has the salt and not the hash; the next day it is another one.
    await database.run("update address_salt set drawn_at = now() - interval '25 hours'")
    const next = await open()
    expect(next.instances.hash('192.0.2.1')).not.toBe(hash)
  })

  it('count what was used of a limit, whichever of them granted it', async () => {
    const [here, there] = [one, other].map(({ instances }) => createSharedLimits(instances).limit('asks', 10, 60))
    for (let n = 0; n < 10; n += 1) await here?.use('caller')
    await there?.use('somebody else')
    const refused = () =>
      there?.use('caller').then(
        () => false,
        () => true,
      )
    while (!(await refused())) await new Promise((resolve) => setTimeout(resolve, 20))
    await there?.use('somebody else')
  })

  it('know the consoles of the other, those open before they began too, and forget those of one that was killed', async () => {
    const here = createOpenConsoles(one.instances)
    const close = here.open('ada', 's1')
    const second = here.open('ada', 's1')
    const there = createOpenConsoles(other.instances)
    await until(() => there.isOpen('ada'))
    expect(there.hasOther('ada', 's1')).toBe(false)
    expect(there.hasOther('ada', 's2')).toBe(true)
    close()
    here.open('bob', 's3')
    await until(() => there.isOpen('bob'))
    expect(there.isOpen('ada')).toBe(true)
    second()
    await until(() => !there.isOpen('ada'))
    jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 30_000)
    expect(there.isOpen('bob')).toBe(false)
    here.close()
    there.close()
  })
})

describe('the key that seals', () => {
  it('must be that of the others; it is not in the database', async () => {
    const key = randomBytes(32).toString('base64url')
    const words = expect.stringMatching(/ne s’ouvre pas .*GUICHET_SEAL_KEY/)
    const refused = { code: 'seal_key_differs', cause: { message: words } }
    await expect(open({ sealer: newSealer(key) })).rejects.toMatchObject(refused)
    const folder = await mkdtemp(join(tmpdir(), 'guichet-key-'))
    const without = createSealer(folder)
    await expect(open({ sealer: without })).rejects.toMatchObject(refused)
    // None is drawn that would have to be taken away again.
    expect(await without.hasKey()).toBe(false)
    await rm(folder, { recursive: true })
    const { rows } = await database.run('select sealed from seal_check')
    expect(rows).toHaveLength(1)
  })

  it('is noted by a migration, so that servers begin with the one that sealed what was moved', async () => {
    const target = await createDatabase()
    const dataDir = await mkdtemp(join(tmpdir(), 'guichet-key-'))
    const own = createSealer(dataDir)
    await own.seal('x', 'y')
    const moved = await migrateStore({ from: 'lowdb', to: 'postgres', dataDir, databaseUrl: target.url, sealer: own })
    expect(moved).toMatchObject({ outcome: 'moved' })
    await expect(openPostgresInstallation({ url: target.url, sealer })).rejects.toMatchObject({
      code: 'seal_key_differs',
    })
    await (await openPostgresInstallation({ url: target.url, sealer: own })).store.close()
    await target.drop()
    await rm(dataDir, { recursive: true })
  })
})

describe('a rolling upgrade', () => {
  /** As a later version would come: a table, a column, and a function that does more. */
  const later: Migration = {
    async up(db) {
      await sql`create table later (id integer primary key)`.execute(db)
      await sql`alter table document add column later text`.execute(db)
      await sql`alter table item add column later integer not null default 0`.execute(db)
      await sql`alter table presence_beat add column later text`.execute(db)
    },
  }
  const migrations = { ...MIGRATIONS, '999-later': later }

  it('leaves the processes of the former version serve beside those of the next one; a former one does not begin any more', async () => {
    const target = await createDatabase()
    const options = { url: target.url, connections: 3, sealer }
    const old = await openPostgresInstallation(options)
    const { id } = conversation('rolled')
    await old.store.createConversation(conversation('rolled'), [])
    // The old one writes all the while.
    let isOver = false
    let written = 0
    const writing = (async () => {
      while (!isOver || written < 20) {
        await old.store.appendTurn(turn(id, `old-${1000 + written}`))
        written += 1
      }
    })()
    const next = await openPostgresInstallation({ ...options, migrations })
    const heard = hearing(old)
    await next.store.appendMessage(id, message('system', 'de la suivante'))
    next.instances.broadcast({ type: 'not yet known' } as unknown as InstanceMessage)
    next.instances.broadcast(look('h'))
    // What a later version keeps in kinds of its own.
    await target.run(
      `select write_document('later-kind', 'k', 0, '{"later":1}', '[]', '[]', '{}', '{}', '{}', '{}', '{}')`,
    )
    isOver = true
    await writing
    await until(() => heard.length === 2)
    const messages = await next.store.listMessages(id, 0)
    expect(messages).toEqual(await old.store.listMessages(id, 0))
    expect(messages.map(({ seq }) => seq)).toEqual(messages.map((_, index) => index + 1))
    expect(messages.filter(({ clientId }) => clientId?.startsWith('old-'))).toHaveLength(written)
    await expect(openPostgresStore({ url: target.url })).rejects.toMatchObject({ code: 'storage_newer' })
    await Promise.all([old.store.close(), next.store.close()])
    await target.drop()
  })
})
