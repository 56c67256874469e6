import { type Kysely, type Migration, type MigrationResultSet, Migrator, NO_MIGRATIONS } from 'kysely'
import { AppError } from '../../domain/app-error.js'
import type { Database } from './database.js'
import { documents } from './migrations/001-documents.js'

/** In the order of their names. One that was released is never changed: another comes after it. */
const MIGRATIONS: Record<string, Migration> = { '001-documents': documents }

/**
 * Brings the tables to what this version needs. Processes that start together wait for each other; nothing is done when nothing is missing.
 * @throws AppError `storage_unavailable` when it fails, or when a later version of Guichet has changed the tables
 */
export async function migrateSchema(db: Kysely<Database>): Promise<void> {
  settle(await migratorOf(db).migrateToLatest())
}

/** Takes every table away, with all that it holds. @throws AppError `storage_unavailable` */
export async function dropSchema(db: Kysely<Database>): Promise<void> {
  settle(await migratorOf(db).migrateTo(NO_MIGRATIONS))
}

function migratorOf(db: Kysely<Database>): Migrator {
  return new Migrator({ db, provider: { getMigrations: async () => MIGRATIONS } })
}

function settle({ error, results = [] }: MigrationResultSet): void {
  if (error === undefined) return
  const failed = results.find(({ status }) => status === 'Error')
  const what = failed ? `the migration ${failed.migrationName} failed` : 'the tables are not those of this version'
  const why = error instanceof Error ? error.message : String(error)
  throw new AppError('storage_unavailable', 503, { cause: new Error(`${what}: ${why}`, { cause: error }) })
}
