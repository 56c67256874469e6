import type { StoreChoice } from '../open-store.js'
import { type UseSnapshot, withLowdbSnapshot } from './lowdb-snapshot.js'

/** Reads the store of an installation as it was at one instant, whether servers use it or not. @throws AppError as the snapshot of each store */
export async function withSnapshot<R>({ database, dataDir }: StoreChoice, use: UseSnapshot<R>): Promise<R> {
  if (!database) return withLowdbSnapshot(dataDir, use)
  // Loaded late: see `openStore`.
  const { withPostgresSnapshot } = await import('../postgres/postgres-snapshot.js')
  return withPostgresSnapshot(database.url, use)
}
