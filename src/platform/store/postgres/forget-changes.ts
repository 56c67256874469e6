import { type Kysely, sql } from 'kysely'
import type { Database } from './database.js'

/** Changes older than this are forgotten; a process that has not read them by then must be started again. */
const KEPT_MS = 24 * 3_600_000

/** Forgets old changes, and notes the last one that was. On a connection of the pool: the one that listens reads what is new meanwhile. */
export async function forgetChanges(db: Kysely<Database>): Promise<void> {
  await sql`
    with gone as (
      delete from change where at < now() - ${KEPT_MS} * interval '1 millisecond' returning transaction_id
    )
    insert into forgotten (id, transaction_id) select 1, transaction_id from gone order by transaction_id desc limit 1
    on conflict (id) do update set transaction_id = greatest(forgotten.transaction_id, excluded.transaction_id)`.execute(
    db,
  )
}
