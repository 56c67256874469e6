import type { Store } from '../model/store.js'
import type { Birth } from './birth.js'
import { checkFolderKey, type FolderKeyCheck } from './check-folder-key.js'
import { storageUnavailable } from './document.js'
import { storeOver } from './document-store.js'
import { openLowdbMedium } from './lowdb-store.js'

/**
 * Opens the store of a data folder for a server, which has the key of what is sealed there.
 * @throws AppError as `openLowdbStore`; `seal_key_differs`, `seal_key_unusable`: the folder is free again then
 */
export async function openLowdbHouse({
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
