import { storageUnavailable } from '../document.js'
import { silentLogger } from '../seal-check-file.js'
import { ChangeFeed } from './change-feed.js'
import { connectionsTo } from './database.js'
import { dropSchema } from './migrate-schema.js'

/**
 * Takes the tables of a database away, with all that they hold: what a migration that was given up has left, for example.
 * @throws AppError `storage_locked` while a process uses it, `storage_unavailable`
 */
export async function emptyPostgres(url: string): Promise<void> {
  const { db, newClient } = connectionsTo(url, { most: 2, logger: silentLogger })
  // Nothing is read from it: it holds the database alone.
  const feed = new ChangeFeed({ newClient, logger: silentLogger, alone: true, prepare: async () => () => {} })
  try {
    await feed.open()
    await dropSchema(db)
  } catch (error) {
    throw storageUnavailable(error)
  } finally {
    await feed.close()
    await db.destroy()
  }
}
