import type { Fellows } from '../domain/fellows.js'
import type { Store } from '../domain/store.js'
import { loneProcess } from './fellows/lone-process.js'
import { openLowdbStore } from './lowdb-store.js'
import { openPostgresHouse, openPostgresStore } from './postgres/postgres-store.js'
import type { ServerSealer } from './sealer.js'
import type { StorageLogger } from './storage-logger.js'

/** Which store an installation has. */
export interface StoreChoice {
  /** `null`: documents in the data folder. */
  database: { url: string; connections: number } | null
  dataDir: string
}

/** Opens the store of an installation: its database where there is one, otherwise its data folder. @throws AppError `storage_locked`, `storage_unavailable` */
export function openStore({ database, dataDir }: StoreChoice, logger?: StorageLogger): Promise<Store> {
  const told = logger ? { logger } : {}
  return database ? openPostgresStore({ ...database, ...told }) : openLowdbStore({ dataDir, ...told })
}

/**
 * Opens the store of an installation for a server, with the processes that share it.
 * @throws AppError `storage_locked`, `storage_unavailable`, `seal_key_differs`
 */
export async function openHouse(
  { database, dataDir }: StoreChoice,
  { sealer, logger }: { sealer: ServerSealer; logger: StorageLogger },
): Promise<{ store: Store; fellows: Fellows }> {
  if (database) return openPostgresHouse({ ...database, sealer, logger })
  return { store: await openLowdbStore({ dataDir, logger }), fellows: loneProcess() }
}
