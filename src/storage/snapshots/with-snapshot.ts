import type { StoreChoice } from '../open-store.js'
import { withPostgresSnapshot } from '../postgres/postgres-snapshot.js'
import { withLowdbSnapshot } from './lowdb-snapshot.js'
import type { UseSnapshot } from './store-snapshot.js'

/** Reads the store of an installation as it was at one instant, whether servers use it or not. @throws AppError as the snapshot of each store */
export function withSnapshot<R>({ database, dataDir }: StoreChoice, use: UseSnapshot<R>): Promise<R> {
  return database ? withPostgresSnapshot(database.url, use) : withLowdbSnapshot(dataDir, use)
}
