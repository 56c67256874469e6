import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { type Birth, countAccounts, type Holdings } from '../platform/store/birth.js'
import { storageUnavailable } from '../platform/store/document.js'
import { type Collection, ONLY } from '../platform/store/document-cache.js'
import { DurableJsonFile } from '../platform/store/durable-json-file.js'
import { type FileSystem, nodeFileSystem, unlessMissing } from '../platform/store/file-system.js'
import { isNewer, latestVersion, readMark } from '../platform/store/newer-format.js'
import { SEAL_CHECK_FILE } from '../platform/store/seal-check-file.js'
import { SEAL_KEY_FILE } from '../platform/store/sealer.js'
import { DataFolder } from './data-folder.js'
import { KEYED_KINDS, SINGLE_KINDS } from './document-kinds.js'
import { lowdbCollections } from './lowdb-collections.js'

/**
 * What a data folder is from its birth on, as it notes it; `null`: it notes nothing, or is not there. Changes nothing.
 * @throws AppError `storage_newer` for a folder of a later format; the file system's errors
 */
export async function readFolderMark(dataDir: string, fileSystem: FileSystem = nodeFileSystem): Promise<Birth | null> {
  const file = new DataFolder(dataDir).single('birth')
  return readMark(await markFile(file, fileSystem).read(), file)
}

/**
 * Notes in a data folder whose documents a database keeps what was born there, unless it is noted already: so that neither is taken for what the other is
 * not when a setting is forgotten. @throws the file system's errors
 */
export async function noteFolderMark(dataDir: string, birth: Birth): Promise<void> {
  const known = await readFolderMark(dataDir)
  if (known?.kind === birth.kind && known.format >= birth.format) return
  const file = markFile(new DataFolder(dataDir).single('birth'), nodeFileSystem)
  file.dropFormer()
  await file.write(birth)
}

function markFile(file: string, fileSystem: FileSystem): DurableJsonFile<Birth> {
  return new DurableJsonFile<Birth>(file, { fileSystem, latest: latestVersion('birth') })
}

/**
 * What a data folder holds, as far as it tells what it is; whoever holds it is not disturbed, and nothing is changed in it.
 * @throws AppError `storage_newer`; `storage_unavailable` when its mark or its accounts cannot be read
 */
export async function folderHoldings(dataDir: string): Promise<Holdings> {
  try {
    const birth = await readFolderMark(dataDir)
    // What others are writing is not taken away.
    const fileSystem: FileSystem = { ...nodeFileSystem, unlink: async () => {} }
    const options = { fileSystem, cachedConversations: 1, onBegunAnew: () => {} }
    const collections = await lowdbCollections(new DataFolder(dataDir), options)
    const singles = await Promise.all(
      SINGLE_KINDS.map((kind) => readUnlessSpoilt(collections[kind] as Collection<object>, kind)),
    )
    const users = await collections.users.open(NOBODY)(ONLY).read()
    const hasKeyed = KEYED_KINDS.some((kind) => collections[kind].keys.length > 0)
    const hasDocuments = hasKeyed || singles.includes('something')
    return { birth, hasDocuments, hasKey: await hasKey(dataDir), accounts: countAccounts(users?.users ?? []) }
  } catch (error) {
    throw storageUnavailable(error)
  }
}

const NOBODY = { committed: () => {} }

/** A document that nobody can read is something; the server says so where it needs it, and serves without it where it does not. */
async function readUnlessSpoilt(collection: Collection<object>, kind: string): Promise<'something' | 'nothing'> {
  try {
    return (await collection.open(NOBODY)(ONLY).read()) === null ? 'nothing' : 'something'
  } catch (error) {
    if (kind === 'users' || isNewer(error)) throw error
    return 'something'
  }
}

async function hasKey(dataDir: string): Promise<boolean> {
  const names = (await unlessMissing(readdir(path.resolve(dataDir)))) ?? []
  return names.includes(SEAL_KEY_FILE) || names.includes(SEAL_CHECK_FILE)
}
