import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { sql } from 'kysely'
import { ChangeFeed } from '../../../src/platform/store/postgres/change-feed.js'
import { type Connections, connectionsTo } from '../../../src/platform/store/postgres/database.js'
import { migrateSchema } from '../../../src/platform/store/postgres/migrate-schema.js'
import { findMark } from '../../../src/platform/store/postgres/write-documents.js'
import { silentLogger } from '../../../src/platform/store/seal-check-file.js'
import { createDatabase, type TestDatabase } from '../../postgres/test-database.js'

/** What a busy day leaves in the table of changes, and more than what is read of it without an index. */
const CHANGES = 100_000

let database: TestDatabase
let connections: Connections
let feed: ChangeFeed

beforeAll(async () => {
  database = await createDatabase()
  connections = connectionsTo(database.url, { most: 2, logger: silentLogger })
  await migrateSchema(connections.db)
  await database.run(`
    insert into change (transaction_id, kind, key, former, kept, removed, announced, mark)
    select n::text::xid8, 'conversations', 'c' || n % 500, n, true, '[]', '[]', 'mark ' || n
    from generate_series(1, ${CHANGES}) as n;
    select setval(pg_get_serial_sequence('change', 'seq'), ${CHANGES});
    analyze change`)
  feed = new ChangeFeed({
    newClient: connections.newClient,
    logger: silentLogger,
    alone: false,
    prepare: async () => () => {},
  })
  await feed.open()
})
afterAll(async () => {
  await feed?.close()
  await connections?.db.destroy()
  await database?.drop()
})

const found = async (mark: Parameters<typeof findMark>[0]) => (await findMark(mark).execute(connections.db)).rows.length

describe('the mark of a quick write', () => {
  it('is found by the index of transactions among 100,000 changes', async () => {
    const mark = { mark: `mark ${CHANGES - 7}`, kind: 'conversations', key: 'c493', since: String(CHANGES - 40) }
    expect(await found(mark)).toBe(1)
    const { rows } = await sql<{ 'QUERY PLAN': string }>`explain ${findMark(mark)}`.execute(connections.db)
    expect(rows[0]?.['QUERY PLAN']).toContain('Index Scan using change_by_transaction on change')
  })

  it('is found when it is written after the feed was asked since when, and is nobody else’s', async () => {
    const { since, end } = feed.watch()
    end()
    await database.run(`
      insert into change (transaction_id, kind, key, former, kept, removed, announced, mark)
      values ('${CHANGES + 1}', 'conversations', 'c1', 3, true, '[]', '[]', 'own')`)
    const mark = { mark: 'own', kind: 'conversations', key: 'c1', since }
    expect(await found(mark)).toBe(1)
    expect(await found({ ...mark, mark: 'another' })).toBe(0)
    expect(await found({ ...mark, key: 'c2' })).toBe(0)
  })
})
