import { type Kysely, sql } from 'kysely'
import { AppError } from '../../platform/model/app-error.js'
import { storageUnavailable } from '../../platform/store/document.js'
import { ChangeFeed } from '../../platform/store/postgres/change-feed.js'
import { connectionsTo, type Database } from '../../platform/store/postgres/database.js'
import { readKind } from '../../platform/store/postgres/read-documents.js'
import { silentLogger } from '../../platform/store/seal-check-file.js'
import type { DocumentKind } from '../document-kinds.js'
import type { KeptDocument } from '../move-documents.js'
import type { UseSnapshot } from '../snapshots/lowdb-snapshot.js'
import { readDatabaseMark } from './database-holdings.js'

/**
 * Reads a database as it was at one instant, in one transaction that writes nothing, while servers go on writing.
 * @throws AppError `storage_locked` while it is being migrated or restored, `migration_unfinished`, `storage_unavailable`
 */
export async function withPostgresSnapshot<R>(url: string, use: UseSnapshot<R>): Promise<R> {
  const { db, newClient } = connectionsTo(url, { most: 2, logger: silentLogger })
  // Nothing is read from it: it holds the right to share the database.
  const feed = new ChangeFeed({ newClient, logger: silentLogger, alone: false, prepare: async () => () => {} })
  try {
    await feed.open()
    return await db
      .transaction()
      .setIsolationLevel('repeatable read')
      .setAccessMode('read only')
      .execute(async (transaction) => {
        // A slow disk or a slow reader is no reason to cut it off.
        await sql`set local idle_in_transaction_session_timeout = 0`.execute(transaction)
        const totals = await countKinds(transaction)
        if (totals.has('migration' as DocumentKind))
          throw new AppError('migration_unfinished', 503, { cause: new Error('the database is not whole') })
        const birth = await readDatabaseMark(transaction)
        const noted = await transaction.selectFrom('seal_check').select('sealed').executeTakeFirst()
        return use({
          totals,
          keyWord: noted?.sealed ?? null,
          birth,
          documents: (kinds) => readKinds(transaction, kinds),
        })
      })
  } catch (error) {
    throw storageUnavailable(error)
  } finally {
    await feed.close()
    await db.destroy()
  }
}

async function countKinds(db: Kysely<Database>): Promise<Map<DocumentKind, number>> {
  const rows = await db
    .selectFrom('document')
    .select(({ fn }) => ['kind', fn.countAll<number>().as('count')])
    .groupBy('kind')
    .execute()
  return new Map(rows.map(({ kind, count }) => [kind as DocumentKind, count]))
}

async function* readKinds(db: Kysely<Database>, kinds: readonly DocumentKind[]): AsyncGenerator<KeptDocument> {
  for (const kind of kinds)
    for await (const { key, stored } of readKind(db, kind))
      if (stored.document) yield { kind, key, document: stored.document }
}
