import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals'
import { ChangeFeed } from '../../../../src/platform/store/postgres/change-feed.js'
import { type Connections, connectionsTo } from '../../../../src/platform/store/postgres/database.js'
import { migrateSchema } from '../../../../src/platform/store/postgres/migrate-schema.js'
import { silentLogger } from '../../../../src/platform/store/seal-check-file.js'
import { createDatabase, type TestDatabase } from '../../../postgres/test-database.js'

let database: TestDatabase
let connections: Connections

beforeAll(async () => {
  database = await createDatabase()
  connections = connectionsTo(database.url, { most: 2, logger: silentLogger })
  await migrateSchema(connections.db)
})
afterAll(async () => {
  await connections?.db.destroy()
  await database?.drop()
})

/** Writes a change, under the number of its own transaction or under another. @returns that number */
async function write(key: string, transactionId?: string): Promise<string> {
  const [column, value] = transactionId ? [', transaction_id', `, '${transactionId}'`] : ['', '']
  const { rows } = await database.run(
    `insert into change (kind, key, former, kept, removed, announced${column})
     values ('try', '${key}', 0, true, '[]', '[]'${value}) returning transaction_id::text as id`,
  )
  return rows[0].id
}

/** A transaction that keeps nothing. @returns its number */
async function keepNothing(): Promise<string> {
  const results = (await database.run('begin; select pg_current_xact_id()::text as id; rollback')) as unknown as {
    rows: { id: string }[]
  }[]
  return results[1]?.rows[0]?.id ?? ''
}

/** Waits until something is so; the test's own limit ends what never is. */
async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 5))
}

/** Whether every transaction up to this one has ended, in whatever database of the server: a feed tells what is written beside one that is older. */
async function isPast(transactionId: string): Promise<boolean> {
  const { rows } = await database.run(
    `select pg_snapshot_xmin(pg_current_snapshot()) > '${transactionId}'::xid8 as past`,
  )
  return rows[0].past
}

describe('the feed of changes', () => {
  it('tells what is written under a number that a crash gave again', async () => {
    const before = await write('before')
    await until(() => isPast(before))
    const keys: string[] = []
    const feed = new ChangeFeed({
      newClient: connections.newClient,
      logger: silentLogger,
      alone: false,
      prepare: async (changes) => () => void keys.push(...changes.map(({ key }) => key)),
    })
    await feed.open()
    await feed.begin()
    await write('first')
    const undone = await keepNothing()
    await keepNothing()
    await feed.catchUp()
    await feed.catchUp()
    await write('again', undone)
    await feed.catchUp()
    await write('last')
    await feed.catchUp()
    await feed.catchUp()
    expect(keys).toEqual(['first', 'again', 'last'])
    await feed.close()
  })
  it('reads again what it is told of while it reads', async () => {
    // Nobody looks from time to time here: a hint that is lost is never made good.
    const looking = jest.spyOn(globalThis, 'setInterval').mockReturnValue(setTimeout(() => {}, 0))
    let hints = 0
    const keys: string[] = []
    let release: (() => void) | undefined
    const feed = new ChangeFeed({
      newClient: () =>
        connections.newClient().on('notification', () => {
          hints += 1
        }),
      logger: silentLogger,
      alone: false,
      prepare: async (changes) => {
        if (keys.length === 0)
          await new Promise<void>((resolve) => {
            release = resolve
          })
        return () => void keys.push(...changes.map(({ key }) => key))
      },
    })
    await feed.open()
    await feed.begin()
    await write('first')
    await database.run('notify guichet_change')
    await until(() => release !== undefined)
    await write('second')
    await database.run('notify guichet_change')
    await until(() => hints === 2)
    release?.()
    await until(() => keys.length === 2)
    expect(keys).toEqual(['first', 'second'])
    await feed.close()
    looking.mockRestore()
  })
})
