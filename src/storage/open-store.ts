import type { Store } from '../domain/store.js'
import { openLowdbStore } from './lowdb-store.js'
import { openPostgresStore } from './postgres/postgres-store.js'
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
