import { setTimeout } from 'node:timers/promises'
import { type Kysely, sql, type Transaction } from 'kysely'
import type { Database } from './database.js'

/** How often a write is tried when the connection is cut, or another transaction was in its way. */
const TRIES = 4
const PAUSE_MS = 50
/** How long it is tried again, ms: who asked waits for the answer. */
const PATIENCE_MS = 4_000
/** How long it is asked what became of a transaction whose commit was not answered: longer than the database waits for who is silent in the midst of one. */
const VERDICT_MS = 12_000

/** What a transaction has done, for {@link transact}. */
export interface Work<R> {
  result: R
  /** The transaction's own number; `null` when it has written nothing. */
  transactionId: string | null
}

/**
 * Does something in one transaction, again when it was cut off before it was written. A connection that is lost while it commits leaves a doubt: the
 * database is asked what came of the transaction, so that nothing is done twice and nothing that was done is called a failure.
 */
export async function transact<R>(
  db: Kysely<Database>,
  act: (transaction: Transaction<Database>) => Promise<Work<R>>,
): Promise<R> {
  const giveUpAt = performance.now() + PATIENCE_MS
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
      if (done !== null && (await isCommitted(db, done.transactionId))) return done.result
      if (tried >= TRIES || performance.now() > giveUpAt || !isPassing(error)) throw error
      await setTimeout(PAUSE_MS * tried)
    }
  }
}

async function isCommitted(db: Kysely<Database>, transactionId: string | null): Promise<boolean> {
  if (transactionId === null) return false
  const deadline = performance.now() + VERDICT_MS
  for (;;) {
    try {
      const { rows } = await sql<{ status: string | null }>`
        select pg_xact_status(${transactionId}::xid8) as status`.execute(db)
      if (rows[0]?.status !== 'in progress') return rows[0]?.status === 'committed'
    } catch (error) {
      if (!isPassing(error)) throw error
    }
    if (performance.now() > deadline) throw new Error('what came of a transaction is not known')
    await setTimeout(PAUSE_MS)
  }
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
export function isPassing(error: unknown): boolean {
  const { code = '', message = '' } = (error ?? {}) as { code?: string; message?: string }
  if (PASSING_CODES.has(code) || PASSING_SYSTEM_CODES.has(code)) return true
  // What the driver says of a connection that ended has no code.
  return /^(Connection terminated|Client has encountered a connection error|Client was closed|timeout e)/.test(message)
}
