import { type Kysely, type Migration, type MigrationResultSet, Migrator, NO_MIGRATIONS } from 'kysely'
import { AppError } from '../../model/app-error.js'
import { newerFormat } from '../newer-format.js'
import type { Database } from './database.js'
import { documents } from './migrations/001-documents.js'
import { sharedCounts } from './migrations/002-fellows.js'
import { quickWrites } from './migrations/003-quick-writes.js'

/**
 * In the order of their names. A released migration is never changed: add another after it. Servers of the former version must keep working with it
 * (docs/decisions/026-processes-that-know-each-other.md).
 */
export const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '001-documents': documents,
  '002-fellows': sharedCounts,
  '003-quick-writes': quickWrites,
}

/**
 * Brings the tables to what this version needs. Processes that start together wait for each other; nothing is done when nothing is missing.
 * @param migrations those of this version, unless a test has others
 * @throws AppError `storage_unavailable` when it fails, `storage_newer` when a later version of Guichet has changed the tables
 */
export async function migrateSchema(
  db: Kysely<Database>,
  migrations: Readonly<Record<string, Migration>> = MIGRATIONS,
): Promise<void> {
  settle(await migratorOf(db, migrations).migrateToLatest())
}

/**
 * Takes back what was done to the tables after a migration, e.g. by a version that is given up: each one undoes what it added.
 * @throws AppError as {@link migrateSchema}
 */
export async function revertSchema(db: Kysely<Database>, last: string): Promise<void> {
  settle(await migratorOf(db, MIGRATIONS).migrateTo(last))
}

/** Takes every table away, with all that it holds. @throws AppError `storage_unavailable` */
export async function dropSchema(db: Kysely<Database>): Promise<void> {
  settle(await migratorOf(db, MIGRATIONS).migrateTo(NO_MIGRATIONS))
}

function migratorOf(db: Kysely<Database>, migrations: Readonly<Record<string, Migration>>): Migrator {
  return new Migrator({ db, provider: { getMigrations: async () => ({ ...migrations }) } })
}

function settle({ error, results = [] }: MigrationResultSet): void {
  if (error === undefined) return
  const failed = results.find(({ status }) => status === 'Error')
  const why = error instanceof Error ? error.message : String(error)
  // In the words of the migrator, tables of another version are corrupted migrations: changed since they were looked at; anything else is the connection's.
  if (why.startsWith('corrupted migrations')) throw newerFormat(why)
  const what = failed ? `the migration ${failed.migrationName} failed` : 'DATABASE_URL'
  throw new AppError('storage_unavailable', 503, { cause: new Error(`${what}: ${why}`, { cause: error }) })
}
