import { AppError } from '../platform/model/app-error.js'
import { type Collection, ONLY } from '../platform/store/document-cache.js'
import { type FileSystem, nodeFileSystem, unlessMissing } from '../platform/store/file-system.js'
import { isNewer } from '../platform/store/newer-format.js'
import { DataFolder } from './data-folder.js'
import { readFolderMark } from './folder-holdings.js'
import { lowdbCollections } from './lowdb-collections.js'
import { ALL_KINDS, eachAtOnce, type KeptDocument, keysOf, NOBODY } from './move-documents.js'
import type { StoreChoice } from './open-store.js'

/** What was found of the documents of an installation. */
export interface StoreLook {
  documents: number
  /** Files of which only the former version can be read. */
  recovered: string[]
  /** Documents that nobody can read any more. */
  spoilt: string[]
}

/**
 * Reads every document of an installation, beside whoever uses it or not; nothing is locked, written or taken away.
 * @returns `null` where there is no data folder yet
 * @throws AppError `storage_unavailable`, `storage_newer`, `migration_unfinished`
 */
export async function lookAtStore(
  { database, dataDir }: StoreChoice,
  see: (document: KeptDocument) => void,
): Promise<StoreLook | null> {
  if (!database) return lookAtFolder(dataDir, see)
  // Loaded late: see `openStore`.
  const { withPostgresSnapshot } = await import('./postgres/postgres-snapshot.js')
  return withPostgresSnapshot(database.url, async (snapshot) => {
    let documents = 0
    for await (const one of snapshot.documents(ALL_KINDS)) {
      documents += 1
      see(one)
    }
    return { documents, recovered: [], spoilt: [] }
  })
}

async function lookAtFolder(dataDir: string, see: (document: KeptDocument) => void): Promise<StoreLook | null> {
  const folder = new DataFolder(dataDir)
  if ((await unlessMissing(nodeFileSystem.stat(folder.root))) === undefined) return null
  await readFolderMark(folder.root)
  const look: StoreLook = { documents: 0, recovered: [], spoilt: [] }
  // What others are writing is not taken away.
  const fileSystem: FileSystem = { ...nodeFileSystem, unlink: async () => {} }
  const onRecovered = (file: string) => void look.recovered.push(file)
  const collections = await lowdbCollections(folder, { fileSystem, onRecovered, cachedConversations: 1 })
  const migration = await collections.migration.open(NOBODY)(ONLY).read()
  if (migration !== null)
    throw new AppError('migration_unfinished', 503, { cause: new Error(`${migration.from} was not moved here`) })
  for (const kind of ALL_KINDS) {
    const collection = collections[kind] as Collection<object>
    const read = collection.open(NOBODY)
    await eachAtOnce(keysOf(kind, collection), async (key) => {
      try {
        const document = await read(key).read()
        if (document === null) return
        look.documents += 1
        see({ kind, key, document })
      } catch (error) {
        if (isNewer(error)) throw error
        look.spoilt.push(`${kind} ${key}`.trim())
      }
    })
  }
  return look
}
