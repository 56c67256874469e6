import { createHmac, randomBytes } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import { SALT_LIFE_MS } from '../../../instances/lone-process.js'
import type { StorageLogger } from '../../storage-logger.js'
import type { Database } from '../database.js'

/** How often a process looks whether the salt was drawn anew, ms. For so long two processes may hash by different ones, once a day. */
const LOOK_MS = 60_000

/** A hash that all processes share. */
export interface SharedSalt {
  hash(value: string): string
  close(): void
}

/**
 * A salt that is drawn once a day by whichever process comes first, in a table that no log and no copy of the disk has. It hashes together with a secret that
 * is not in the database, so that who reads the one cannot try addresses.
 */
export async function openSharedSalt(
  db: Kysely<Database>,
  { secret, logger }: { secret: Buffer; logger: StorageLogger },
): Promise<SharedSalt> {
  let salt = await readSalt(db)
  const look = () =>
    readSalt(db).then(
      (value) => {
        salt = value
      },
      (err: unknown) => logger.warn({ err }, 'the salt of the day could not be read'),
    )
  const looking = setInterval(look, LOOK_MS).unref()
  return {
    hash: (value) => createHmac('sha256', secret).update(salt).update(value).digest('base64url').slice(0, 22),
    close: () => clearInterval(looking),
  }
}

async function readSalt(db: Kysely<Database>): Promise<string> {
  const fresh = randomBytes(16).toString('base64url')
  const { rows } = await sql<{ value: string }>`
    insert into address_salt (id, value, drawn_at) values (1, ${fresh}, now())
    on conflict (id) do update set value = excluded.value, drawn_at = excluded.drawn_at
      where address_salt.drawn_at < now() - ${SALT_LIFE_MS} * interval '1 millisecond'
    returning value`.execute(db)
  // Nothing is returned when nothing was written: the one that is there is young.
  return rows[0]?.value ?? (await db.selectFrom('address_salt').select('value').executeTakeFirstOrThrow()).value
}
