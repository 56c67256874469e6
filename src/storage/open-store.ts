import type { Fellows } from '../domain/fellows.js'
import type { Store } from '../domain/store.js'
import type { Medium } from './document-store.js'
import { loneProcess } from './fellows/lone-process.js'
import { openLowdbHouse } from './lowdb-house.js'
import { openLowdbMedium, openLowdbStore } from './lowdb-store.js'
import { openPostgresHouse, openPostgresMedium, openPostgresStore } from './postgres/postgres-store.js'
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

/** The documents of an installation, which nobody else may use meanwhile. @throws AppError `storage_locked` while somebody does, `storage_unavailable` */
export async function openMediumAlone({ database, dataDir }: StoreChoice): Promise<Medium> {
  if (!database) return openLowdbMedium({ dataDir })
  return (await openPostgresMedium({ ...database, alone: true })).medium
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
  return { store: await openLowdbHouse({ dataDir, sealer, logger }), fellows: loneProcess() }
}
