import type { Store } from '../domain/store.js'
import type { Medium } from './document-store.js'
import { openLowdbMedium, openLowdbStore } from './lowdb-store.js'
import { openPostgresMedium, openPostgresStore } from './postgres/postgres-store.js'
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
