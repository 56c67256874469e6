import path from 'node:path'
import type { Instances } from '../platform/instances/instances.js'
import { singleInstance } from '../platform/instances/single-instance.js'
import { AppError } from '../platform/model/app-error.js'
import type { Birth, Holdings } from '../platform/store/birth.js'
import { storageUnavailable } from '../platform/store/document.js'
import { makeFolder, nodeFileSystem } from '../platform/store/file-system.js'
import {
  opensWord,
  readSealCheck,
  type StorageLogger,
  sealWord,
  writeSealCheck,
} from '../platform/store/seal-check-file.js'
import { SEAL_KEY_FILE, type ServerSealer } from '../platform/store/sealer.js'
import { type Medium, storeOver } from './document-store.js'
import { folderHoldings, noteFolderMark } from './folder-holdings.js'
import { openLowdbMedium, openLowdbStore } from './lowdb-store.js'
import { openedBy, type SealedOwner } from './sealed-values.js'
import type { Store } from './store.js'

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
export async function openInstallation(
  { database, dataDir }: StoreChoice,
  { birth, sealer, logger }: { birth: Birth; sealer: ServerSealer; logger: StorageLogger },
): Promise<{ store: Store; instances: Instances }> {
  if (!database)
    return { store: await openLowdbInstallation({ dataDir, birth, sealer, logger }), instances: singleInstance() }
  const { openPostgresInstallation } = await loadPostgres()
  return besideFolder({ birth }, dataDir, () => openPostgresInstallation({ ...database, birth, sealer, logger }))
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

/**
 * Opens the store of a data folder for a server, which has the key of what is sealed there.
 * @throws AppError as `openLowdbStore`; `seal_key_differs`, `seal_key_unusable`: the folder is free again then
 */
async function openLowdbInstallation({
  dataDir,
  birth,
  sealer,
  logger,
}: Omit<FolderKeyCheck, 'medium'> & { birth: Birth }): Promise<Store> {
  const medium = await openLowdbMedium({ dataDir, birth, logger })
  const store = await storeOver(medium)
  try {
    await checkFolderKey({ dataDir, medium, sealer, logger })
    return store
  } catch (error) {
    await store.close()
    throw storageUnavailable(error)
  }
}

/** The data folder of a server that begins. */
interface FolderKeyCheck {
  dataDir: string
  medium: Medium
  sealer: ServerSealer
  logger: StorageLogger
}

/**
 * Makes sure that the key at hand is the one by which a data folder was sealed, and notes it there. A folder in which nothing is noted, as those of earlier
 * versions, takes the key that opens something of what it holds; one in which nothing would be lost takes any, and a key is drawn when there is none.
 * @throws AppError `seal_key_differs`, naming what would be lost: nothing is drawn or noted then; `seal_key_unusable`; the file system's errors
 */
async function checkFolderKey({ dataDir, medium, sealer, logger }: FolderKeyCheck): Promise<void> {
  const noted = await readSealCheck(dataDir, { logger })
  if (noted !== null && (await opensWord(sealer, noted))) return
  const { opened, lost } = await openedBy(medium, sealer)
  const isOwn = noted === null && opened > 0
  if (lost.length > 0 && !isOwn) throw differs(dataDir, await sealer.hasKey(), lost)
  if (noted !== null)
    logger.warn(
      { dataDir },
      'the key of sealed data is another one than before; nothing that is kept was sealed by that',
    )
  await writeSealCheck(dataDir, await sealWord(sealer))
}

function differs(dataDir: string, hasKey: boolean, lost: readonly SealedOwner[]): AppError {
  const file = path.join(path.resolve(dataDir), SEAL_KEY_FILE)
  const what = hasKey
    ? `celle qui est là (${file}, ou GUICHET_SEAL_KEY) n’est pas celle de ce dossier de données`
    : `${file}, qui est celle de ce dossier de données, manque`
  const count = (kind: SealedOwner['kind']) => lost.filter((one) => one.kind === kind).length
  const counts = `doubles authentifications, ${count('second_factor')} ; secrets de webhooks, ${count('webhook')} ; clés de RDV Service Public, ${count('appointments')} ; conversations avec des données masquées, ${count('masked')}`
  return new AppError('seal_key_differs', 503, {
    cause: new Error(
      `${what}. Ce qui ne s’ouvre pas : ${counts}. Remettez la copie de la clé que vous gardez. Si elle est perdue, « guichet seal-key » dit ce qui l’est avec elle, et « guichet seal-key --accept-loss » continue avec une autre (docs/backup.md)`,
    ),
  })
}
