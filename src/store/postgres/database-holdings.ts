import { type Kysely, sql } from 'kysely'
import type { UsersDocument } from '../../features/accounts/staff-verbs.js'
import { AppError } from '../../platform/model/app-error.js'
import { type Birth, countAccounts, type Holdings } from '../../platform/store/birth.js'
import { latestVersion, newerFormat, readMark } from '../../platform/store/newer-format.js'
import { connectionsTo, type Database } from '../../platform/store/postgres/database.js'
import { MIGRATIONS } from '../../platform/store/postgres/migrate-schema.js'
import { readDocument } from '../../platform/store/postgres/read-documents.js'
import { silentLogger } from '../../platform/store/seal-check-file.js'

/** What is told of a mark that lies in a database. */
const MARK = 'the mark in the database'

/**
 * What a database holds, as far as it tells what it is; whoever uses it is not disturbed, and nothing is changed in it.
 * @throws AppError `storage_newer`, `storage_unavailable`
 */
export async function databaseHoldings(url: string): Promise<Holdings> {
  const { db } = connectionsTo(url, { most: 1, logger: silentLogger })
  try {
    return await readHoldings(db)
  } catch (error) {
    throw awayInWords(error)
  } finally {
    await db.destroy()
  }
}

/** The version of the server of a database, as it tells it. @throws AppError `storage_unavailable` */
export async function databaseVersion(url: string): Promise<string> {
  const { db } = connectionsTo(url, { most: 1, logger: silentLogger })
  try {
    const { rows } = await sql<{ server_version: string }>`show server_version`.execute(db)
    return rows[0]?.server_version ?? ''
  } catch (error) {
    throw awayInWords(error)
  } finally {
    await db.destroy()
  }
}

/** The error of a database that cannot be asked names the setting that says where it is. */
export function awayInWords(error: unknown): AppError {
  if (error instanceof AppError) return error
  const why = error instanceof Error ? error.message : String(error)
  return new AppError('storage_unavailable', 503, { cause: new Error(`DATABASE_URL: ${why}`, { cause: error }) })
}

async function readHoldings(db: Kysely<Database>): Promise<Holdings> {
  const birth = await readDatabaseMark(db)
  if (!(await hasTable(db, 'document')))
    return { birth, hasDocuments: false, hasKey: false, accounts: countAccounts([]) }
  await requireKnownDocuments(db)
  const users = (await readDocument(db, 'users', '')).document as UsersDocument | null
  const first = await db.selectFrom('document').select('kind').where('kind', '!=', 'birth').limit(1).executeTakeFirst()
  return { birth, hasDocuments: first !== undefined, hasKey: false, accounts: countAccounts(users?.users ?? []) }
}

/**
 * What a database notes of its birth, before its tables are touched; `null`: nothing.
 * @param known names of the migrations of this version
 * @throws AppError `storage_newer` when a later version of Guichet has changed the tables, or what they hold
 */
export async function readDatabaseMark(
  db: Kysely<Database>,
  known: readonly string[] = Object.keys(MIGRATIONS),
): Promise<Birth | null> {
  const birth = (await hasTable(db, 'document')) ? readMark((await readDocument(db, 'birth', '')).document, MARK) : null
  if (!(await hasTable(db, 'kysely_migration'))) return birth
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db)
  const unknown = rows.filter(({ name }) => !known.includes(name))
  if (unknown.length > 0) throw newerFormat(unknown.map(({ name }) => name).join(', '))
  return birth
}

async function hasTable(db: Kysely<Database>, name: string): Promise<boolean> {
  const { rows } = await sql<{ table: string | null }>`select to_regclass(${name})::text as table`.execute(db)
  return rows[0]?.table != null
}

/** What this version would read as its own, and spoil. @throws AppError `storage_newer`, naming one of them */
async function requireKnownDocuments(db: Kysely<Database>): Promise<void> {
  const { rows } = await sql<{ kind: string; key: string }>`
    select kind, key from document
    where kind <> 'birth' and json_typeof(head->'version') = 'number'
      and (head->>'version')::numeric > case kind when 'unanswered' then ${latestVersion('unanswered')}::integer else 1 end
    limit 1`.execute(db)
  if (rows[0]) throw newerFormat(`${rows[0].kind} ${rows[0].key}`.trim())
}
