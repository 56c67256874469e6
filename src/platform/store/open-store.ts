import type { Fellows } from '../instances/fellows.js'
import { loneProcess } from '../instances/lone-process.js'
import type { Store } from '../model/store.js'
import type { Birth, Holdings } from './birth.js'
import { storageUnavailable } from './document.js'
import type { Medium } from './document-store.js'
import { makeFolder, nodeFileSystem } from './file-system.js'
import { folderHoldings, noteFolderMark } from './folder-holdings.js'
import { openLowdbHouse } from './lowdb-house.js'
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

/** How a store is opened, besides where it is. */
export interface StoreOpening {
  /** What is noted there, unless something was before. Default: nothing is noted. */
  birth?: Birth
  logger?: StorageLogger
}

/**
 * Opens the store of an installation: its database where there is one, otherwise its data folder.
 * @throws AppError `storage_locked`, `storage_unavailable`, `storage_newer`, `birth_differs`
 */
export async function openStore({ database, dataDir }: StoreChoice, opening: StoreOpening = {}): Promise<Store> {
  if (!database) return openLowdbStore({ dataDir, ...opening })
  const { openPostgresStore } = await loadPostgres()
  return (
    await besideFolder(opening, dataDir, async () => ({ store: await openPostgresStore({ ...database, ...opening }) }))
  ).store
}

/**
 * What the store of an installation holds; and its data folder, where a database keeps the documents (`null`: they are in that folder). Nothing is changed.
 * @throws AppError `storage_unavailable`, `storage_newer`
 */
export async function holdingsOf({
  database,
  dataDir,
}: StoreChoice): Promise<{ store: Holdings; folder: Holdings | null }> {
  const folder = await folderHoldings(dataDir)
  if (!database) return { store: folder, folder: null }
  const { databaseHoldings } = await import('./postgres/database-holdings.js')
  return { store: await databaseHoldings(database.url), folder }
}

/** The documents of an installation, which nobody else may use meanwhile. @throws AppError `storage_locked` while somebody does, `storage_unavailable` */
export async function openMediumAlone({ database, dataDir }: StoreChoice): Promise<Medium> {
  if (!database) return openLowdbMedium({ dataDir })
  const { openPostgresMedium } = await loadPostgres()
  return (await openPostgresMedium({ ...database, alone: true })).medium
}

/**
 * Opens the store of an installation for a server, with the processes that share it.
 * @throws AppError `storage_locked`, `storage_unavailable`, `storage_newer`, `birth_differs`, `seal_key_differs`
 */
export async function openHouse(
  { database, dataDir }: StoreChoice,
  { birth, sealer, logger }: { birth: Birth; sealer: ServerSealer; logger: StorageLogger },
): Promise<{ store: Store; fellows: Fellows }> {
  if (!database) return { store: await openLowdbHouse({ dataDir, birth, sealer, logger }), fellows: loneProcess() }
  const { openPostgresHouse } = await loadPostgres()
  return besideFolder({ birth }, dataDir, () => openPostgresHouse({ ...database, birth, sealer, logger }))
}

/** Opens a database, and notes in the data folder beside it what that is; a folder that cannot keep it is refused, the database closed again. */
async function besideFolder<Opened extends { store: Store }>(
  { birth }: StoreOpening,
  dataDir: string,
  open: () => Promise<Opened>,
): Promise<Opened> {
  try {
    if (birth) await makeFolder(nodeFileSystem, dataDir)
    const opened = await open()
    if (birth)
      await noteFolderMark(dataDir, birth).catch((error: unknown) =>
        opened.store.close().then(() => Promise.reject(error)),
      )
    return opened
  } catch (error) {
    throw storageUnavailable(error)
  }
}
