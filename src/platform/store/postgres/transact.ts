import { setTimeout } from 'node:timers/promises'
import { type Kysely, sql, type Transaction } from 'kysely'
import type { Database } from './database.js'

const PAUSE_MS = 50
/** How long a transaction whose commit was not answered is asked after: longer than the database waits for a client that is silent in the midst of one. */
const VERDICT_MS = 12_000

/** How often a transaction is tried when the connection is cut, or another was in its way, and how long, ms. */
export interface Patience {
  tries: number
  ms: number
}

/** Who asked waits for the answer. */
export const USUAL_PATIENCE: Patience = { tries: 4, ms: 4_000 }
/** Of one that finds out what came of another: it ends when that is known. */
export const IN_DOUBT: Patience = { tries: Number.POSITIVE_INFINITY, ms: VERDICT_MS }

/**
 * By what a transaction is known again once it is committed: a row of `change` with this number and this time. The transaction's own number says whether it
 * still goes on, and no more: after a crash of the database, numbers of what was lost are given again.
 */
export interface CommitProof {
  transactionId: string
  seq: number
  /** When the transaction began, as the database writes it, to the microsecond. */
  began: string
}

/** What a transaction has done, for {@link transact}. */
export interface Work<R> {
  result: R
  /** `null` when it has written nothing. */
  trace: CommitProof | null
}

/**
 * Does something in one transaction, again when it was cut off before it was written. A connection that is lost while it commits leaves a doubt: the
 * database is asked what came of the transaction, so that nothing is done twice and nothing that was done is called a failure.
 */
export async function transact<R>(
  db: Kysely<Database>,
  patience: Patience,
  act: (transaction: Transaction<Database>) => Promise<Work<R>>,
): Promise<R> {
  const giveUpAt = performance.now() + patience.ms
  for (let tried = 1; ; tried += 1) {
    let work: Work<R> | null = null
    try {
      return await db
        .transaction()
        .setIsolationLevel('read committed')
        .execute(async (transaction) => {
          work = await act(transaction)
          return work.result
        })
    } catch (error) {
      const done = work as Work<R> | null
      if (done !== null && (await isCommitted(db, done.trace))) return done.result
      if (tried >= patience.tries || performance.now() > giveUpAt || !isTransient(error)) throw error
      await setTimeout(PAUSE_MS * Math.min(tried, 4))
    }
  }
}

async function isCommitted(db: Kysely<Database>, trace: CommitProof | null): Promise<boolean> {
  if (trace === null) return false
  const deadline = performance.now() + VERDICT_MS
  for (;;) {
    try {
      // In this order: what was committed before the first question is seen by the second.
      if (!(await goesOn(db, trace))) return await isThere(db, trace)
    } catch (error) {
      if (!isTransient(error)) throw error
    }
    if (performance.now() > deadline) throw new Error('what came of a transaction is not known')
    await setTimeout(PAUSE_MS)
  }
}

/** What PostgreSQL answers of a number that is not given yet: that of a transaction that a crash undid. */
const NOT_GIVEN_YET = '22023'

async function goesOn(db: Kysely<Database>, { transactionId }: CommitProof): Promise<boolean> {
  try {
    const { rows } = await sql<{ status: string | null }>`
      select pg_xact_status(${transactionId}::xid8) as status`.execute(db)
    return rows[0]?.status === 'in progress'
  } catch (error) {
    if ((error as { code?: string }).code === NOT_GIVEN_YET) return false
    throw error
  }
}

async function isThere(db: Kysely<Database>, { seq, began }: CommitProof): Promise<boolean> {
  const { rows } = await sql`select 1 from change where seq = ${seq} and at = ${began}::timestamptz`.execute(db)
  return rows.length > 0
}

/** Deadlock, serialisation failure, server shutting down, starting or out of connections, sessions cut. */
const PASSING_CODES = new Set([
  '40P01',
  '40001',
  '57P01',
  '57P02',
  '57P03',
  '25P03',
  '53300',
  '08000',
  '08003',
  '08006',
])
/** `ENOENT`: the socket of a server that starts is not there yet. */
const PASSING_SYSTEM_CODES = new Set([
  'ECONNRESET',
  'ECONNREFUSED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EAI_AGAIN',
  'ENOENT',
])

/** Whether the same thing may succeed on another connection, or a moment later. */
export function isTransient(error: unknown): boolean {
  const { code = '', message = '' } = (error ?? {}) as { code?: string; message?: string }
  if (PASSING_CODES.has(code) || PASSING_SYSTEM_CODES.has(code)) return true
  // What the driver says of a connection that ended has no code.
  return /^(Connection terminated|Client has encountered a connection error|Client was closed|timeout e)/.test(message)
}
