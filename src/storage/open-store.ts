import type { Fellows } from '../domain/fellows.js'
import type { Store } from '../domain/store.js'
import type { Medium } from './document-store.js'
import { loneProcess } from './fellows/lone-process.js'
import { openLowdbMedium, openLowdbStore } from './lowdb-store.js'
import type { ServerSealer } from './sealer.js'
import type { StorageLogger } from './storage-logger.js'

/** Which store an installation has. */
export interface StoreChoice {
  /** `null`: documents in the data folder. */
  database: { url: string; connections: number } | null
  dataDir: string
}

/** Loaded late: a server without a database reads none of the three hundred files that it takes to speak to one. */
const loadPostgres = () => import('./postgres/postgres-store.js')

/** Opens the store of an installation: its database where there is one, otherwise its data folder. @throws AppError `storage_locked`, `storage_unavailable` */
export async function openStore({ database, dataDir }: StoreChoice, logger?: StorageLogger): Promise<Store> {
  const told = logger ? { logger } : {}
  if (!database) return openLowdbStore({ dataDir, ...told })
  return (await loadPostgres()).openPostgresStore({ ...database, ...told })
}

/** The documents of an installation, which nobody else may use meanwhile. @throws AppError `storage_locked` while somebody does, `storage_unavailable` */
export async function openMediumAlone({ database, dataDir }: StoreChoice): Promise<Medium> {
  if (!database) return openLowdbMedium({ dataDir })
  const { openPostgresMedium } = await loadPostgres()
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
  if (database) return (await loadPostgres()).openPostgresHouse({ ...database, sealer, logger })
  return { store: await openLowdbStore({ dataDir, logger }), fellows: loneProcess() }
}
