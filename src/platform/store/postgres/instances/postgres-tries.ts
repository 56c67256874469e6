import { type Kysely, sql, type Transaction } from 'kysely'
import {
  afterSuccess,
  afterTry,
  type Failures,
  FORGET_FAILURES_MS,
  type GuardedKey,
  type SignInTries,
  waitMsOf,
} from '../../../security/sign-in-tries.js'
import { storageUnavailable } from '../../document.js'
import type { Database } from '../database.js'

/** Failed sign-ins of all processes, in a table that is not logged: a guess costs no write to the disk. */
export function postgresTries(db: Kysely<Database>): SignInTries {
  const alone = <R>(keys: readonly GuardedKey[], act: (held: Held) => Promise<R>) =>
    db
      .transaction()
      .execute(async (transaction) => act({ transaction, failures: await holdAndRead(transaction, keys) }))
      .catch((error: unknown) => {
        throw storageUnavailable(error)
      })
  return {
    begin: (keys, at) =>
      alone(keys, async ({ transaction, failures }) => {
        const waitMs = Math.max(0, ...keys.map((key) => waitMsOf(failures.get(key.key), key, at)))
        if (waitMs > 0) return waitMs
        await forgetOld(transaction, at)
        await keep(
          transaction,
          keys.map(({ key }) => [key, afterTry(failures.get(key), at)]),
        )
        return 0
      }),
    takeBack: (keys) =>
      alone(keys, async ({ transaction, failures }) => {
        const left = keys.map((key) => [key.key, afterSuccess(failures.get(key.key), key)] as const)
        const gone = left.flatMap(([key, one]) => (one ? [] : [key]))
        if (gone.length > 0) await transaction.deleteFrom('sign_in_try').where('key', 'in', gone).execute()
        await keep(
          transaction,
          left.flatMap(([key, one]) => (one ? [[key, one] as const] : [])),
        )
      }),
  }
}

interface Held {
  transaction: Transaction<Database>
  failures: Map<string, Failures>
}

/** Nobody else counts these keys until the transaction ends; always in the same order, so that two never wait for each other. */
async function holdAndRead(
  transaction: Transaction<Database>,
  keys: readonly GuardedKey[],
): Promise<Map<string, Failures>> {
  for (const { key } of [...keys].sort((a, b) => (a.key < b.key ? -1 : 1)))
    await sql`select pg_advisory_xact_lock(hashtextextended(${`try ${key}`}, 0))`.execute(transaction)
  const wanted = keys.map(({ key }) => key)
  const rows = await transaction.selectFrom('sign_in_try').selectAll().where('key', 'in', wanted).execute()
  return new Map(rows.map(({ key, failed, last_at }) => [key, { count: failed, lastAt: last_at.getTime() }]))
}

async function keep(
  transaction: Transaction<Database>,
  all: readonly (readonly [key: string, failures: Failures])[],
): Promise<void> {
  for (const [key, { count, lastAt }] of all)
    await sql`
      insert into sign_in_try (key, failed, last_at) values (${key}, ${count}, ${new Date(lastAt)})
      on conflict (key) do update set failed = excluded.failed, last_at = excluded.last_at`.execute(transaction)
}

/** Those that another try holds are left to the next one. */
async function forgetOld(transaction: Transaction<Database>, at: Date): Promise<void> {
  const before = new Date(at.getTime() - FORGET_FAILURES_MS)
  await sql`
    delete from sign_in_try where key in (
      select key from sign_in_try where last_at < ${before} order by last_at limit 1000 for update skip locked)`.execute(
    transaction,
  )
}
