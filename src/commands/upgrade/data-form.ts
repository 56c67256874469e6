import { readFile } from 'node:fs/promises'
import { type Kysely, sql } from 'kysely'
import { FORMAT } from '../../platform/store/birth.js'
import { unlessMissing } from '../../platform/store/file-system.js'
import { connectionsTo, type Database } from '../../platform/store/postgres/database.js'
import { MIGRATIONS, revertSchema } from '../../platform/store/postgres/migrate-schema.js'
import { silentLogger } from '../../platform/store/seal-check-file.js'
import { DataFolder } from '../../store/data-folder.js'
import type { StoreChoice } from '../../store/open-store.js'
import type { DataForm } from './upgrade-state.js'

/** What was born before there were marks. */
const FIRST_FORMAT = 1

/** The form of the data that this version makes of what it opens. */
export function ownForm(): DataForm {
  return { format: FORMAT, migrations: Object.keys(MIGRATIONS) }
}

/** The form of the data as they are, read as it is noted: a version need not know it. Changes nothing. */
export async function formOf({ database, dataDir }: StoreChoice): Promise<DataForm> {
  if (database) return withDatabase(database.url, formOfTables)
  const mark = await unlessMissing(readFile(new DataFolder(dataDir).single('birth'), 'utf8'))
  return { format: formatOf(mark === undefined ? undefined : JSON.parse(mark)), migrations: [] }
}

async function formOfTables(db: Kysely<Database>): Promise<DataForm> {
  const tables = await sql<{ name: string }>`
    select table_name as name from information_schema.tables where table_schema = current_schema()`.execute(db)
  const has = (name: string) => tables.rows.some((table) => table.name === name)
  const migrations = has('kysely_migration')
    ? (await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db)).rows
    : []
  const mark = has('document')
    ? await db.selectFrom('document').select('head').where('kind', '=', 'birth').executeTakeFirst()
    : undefined
  return { format: formatOf(mark?.head), migrations: migrations.map(({ name }) => name) }
}

function formatOf(mark: object | undefined): number {
  return mark && 'format' in mark ? Number(mark.format) : FIRST_FORMAT
}

/**
 * Takes back what this version has added to the tables since those that an earlier one knows; whoever of that version uses them goes on.
 * @throws AppError `storage_unavailable`
 */
export function bringTablesBack(url: string, last: string): Promise<void> {
  return withDatabase(url, (db) => revertSchema(db, last))
}

async function withDatabase<T>(url: string, act: (db: Kysely<Database>) => Promise<T>): Promise<T> {
  const { db } = connectionsTo(url, { most: 1, logger: silentLogger })
  try {
    return await act(db)
  } finally {
    await db.destroy()
  }
}
