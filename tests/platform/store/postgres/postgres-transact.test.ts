import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { type Kysely, sql, type Transaction } from 'kysely'
import { type Connections, connectionsTo, type Database } from '../../../../src/platform/store/postgres/database.js'
import { migrateSchema } from '../../../../src/platform/store/postgres/migrate-schema.js'
import {
  type CommitProof,
  isTransient,
  transact,
  USUAL_PATIENCE,
} from '../../../../src/platform/store/postgres/transact.js'
import { silentLogger } from '../../../../src/platform/store/seal-check-file.js'
import { createDatabase, type TestDatabase } from '../../../postgres/test-database.js'

let database: TestDatabase
let connections: Connections
let db: Kysely<Database>

beforeAll(async () => {
  database = await createDatabase()
  connections = connectionsTo(database.url, { most: 4, logger: silentLogger })
  db = connections.db
  await migrateSchema(db)
})
afterAll(async () => {
  await db?.destroy()
  await database?.drop()
})

/** A change, and by what it is known again. */
async function note(transaction: Transaction<Database>, key: string): Promise<CommitProof> {
  const { rows } = await sql<CommitProof>`
    insert into change (kind, key, former, kept, removed, announced) values ('try', ${key}, 0, true, '[]', '[]')
    returning seq, transaction_id::text as "transactionId", now()::text as began`.execute(transaction)
  return rows[0] as CommitProof
}

const cut = (transaction: Transaction<Database>) =>
  sql<{ pid: number }>`select pg_backend_pid() as pid`
    .execute(transaction)
    .then(({ rows }) => database.run(`select pg_terminate_backend(${rows[0]?.pid}, 5000)`))

async function kept(key: string): Promise<number> {
  const { rows } = await database.run(`select 1 from change where key = '${key}'`)
  return rows.length
}

describe('a transaction that is cut off before it is committed', () => {
  it('is done again', async () => {
    let tries = 0
    await transact(db, USUAL_PATIENCE, async (transaction) => {
      tries += 1
      const trace = await note(transaction, 'again')
      if (tries === 1) await cut(transaction)
      return { result: null, trace }
    })
    expect([tries, await kept('again')]).toEqual([2, 1])
  })

  it('is not taken for another one that was given its numbers after a crash', async () => {
    let other: CommitProof | null = null
    await transact(db, USUAL_PATIENCE, async (transaction) => {
      other = await note(transaction, 'other')
      return { result: null, trace: other }
    })
    const { transactionId, seq } = other as unknown as CommitProof
    let tries = 0
    await transact(db, USUAL_PATIENCE, async (transaction) => {
      tries += 1
      const own = await note(transaction, 'own')
      if (tries > 1) return { result: null, trace: own }
      await cut(transaction)
      return { result: null, trace: { transactionId, seq, began: own.began } }
    })
    expect([tries, await kept('own')]).toEqual([2, 1])
  })

  it('is not done again when it was committed, and only its answer was lost', async () => {
    let kept: CommitProof | null = null
    await transact(db, USUAL_PATIENCE, async (transaction) => {
      kept = await note(transaction, 'kept')
      return { result: null, trace: kept }
    })
    let tries = 0
    const result = await transact(db, USUAL_PATIENCE, async (transaction) => {
      tries += 1
      await cut(transaction)
      // Its row is there: as after a commit that nobody was told of.
      return { result: 'done', trace: kept }
    })
    expect([tries, result]).toEqual([1, 'done'])
  })

  it('is done again when its number is not given yet', async () => {
    let tries = 0
    await transact(db, USUAL_PATIENCE, async (transaction) => {
      tries += 1
      const own = await note(transaction, 'future')
      if (tries === 1) await cut(transaction)
      const transactionId = tries === 1 ? String(Number(own.transactionId) + 1_000_000) : own.transactionId
      return { result: null, trace: { ...own, transactionId } }
    })
    expect([tries, await kept('future')]).toEqual([2, 1])
  })
})

describe('what may succeed a moment later', () => {
  it.each(['40P01', '40001', '57P01', '53300', '08006', 'ECONNRESET', 'ENOENT'])('is %s', (code) => {
    expect(isTransient(Object.assign(new Error('refused'), { code }))).toBe(true)
  })

  it('is a connection that ended, which has no code; nothing else', () => {
    expect(isTransient(new Error('Connection terminated unexpectedly'))).toBe(true)
    for (const code of ['23505', '42P01', '57014', 'EACCES'])
      expect(isTransient(Object.assign(new Error('refused'), { code }))).toBe(false)
    expect(isTransient(undefined)).toBe(false)
  })
})
