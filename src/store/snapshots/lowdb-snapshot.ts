import { randomUUID } from 'node:crypto'
import { mkdir, rename, rm, utimes, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { AppError } from '../../platform/model/app-error.js'
import type { Birth } from '../../platform/store/birth.js'
import { storageUnavailable } from '../../platform/store/document.js'
import { ONLY } from '../../platform/store/document-cache.js'
import { errorCode, type FileSystem, nodeFileSystem, unlessMissing } from '../../platform/store/file-system.js'
import { ProcessLock } from '../../platform/store/process-lock.js'
import { readSealCheck } from '../../platform/store/seal-check-file.js'
import { DataFolder } from '../data-folder.js'
import { type Collections, type DocumentKind, KEYED_KINDS } from '../document-kinds.js'
import { readFolderMark } from '../folder-holdings.js'
import { lowdbCollections } from '../lowdb-collections.js'
import { openLowdbStore } from '../lowdb-store.js'
import { type KeptDocument, readDocuments } from '../move-documents.js'
import { ALIVE_EVERY_MS, REMOVAL_TRIES, SnapshotFolder } from './snapshot-folder.js'

/** How long the process that holds the data folder is waited for: it looks every half second. */
const PATIENCE_MS = 20_000
const LOOK_MS = 100
/** How many folders without a sign of life are taken away before the place is called busy. */
const MOST_LEFTOVERS = 5

/**
 * Reads a data folder as it was at one instant: alone when nobody holds it, and otherwise while whoever holds it goes on writing (`SnapshotHost`). What it
 * answers counts only when this resolves.
 * @throws AppError `snapshot_lost` when the instant could not be kept: nothing may be made of what was read; `storage_locked` when whoever holds the folder
 * does not answer; `migration_unfinished`; `storage_unavailable`
 */
export async function withLowdbSnapshot<R>(dataDir: string, use: UseSnapshot<R>): Promise<R> {
  const folder = new DataFolder(dataDir)
  try {
    await nodeFileSystem.stat(folder.root)
    await readFolderMark(folder.root)
    const lock = await lockOnceWhole(folder)
    if (lock === null) return await besideItsHolder(folder, use)
    try {
      return await read(folder, nodeFileSystem, use)
    } finally {
      await lock.release()
    }
  } catch (error) {
    throw storageUnavailable(error)
  }
}

/** The lock of a folder in which nothing is half published; `null` when a process holds it, which sees to that itself. */
async function lockOnceWhole(folder: DataFolder): Promise<ProcessLock | null> {
  for (;;) {
    const lock = await lockUnlessHeld(folder)
    const isWhole = (await unlessMissing(nodeFileSystem.stat(folder.pendingPublications))) === undefined
    if (lock === null || isWhole) return lock
    await lock.release()
    await finishPublications(folder.root)
  }
}

async function lockUnlessHeld(folder: DataFolder): Promise<ProcessLock | null> {
  try {
    return await ProcessLock.acquire(folder.lock, {
      fileSystem: nodeFileSystem,
      clock: () => new Date(),
      onLost: () => {},
    })
  } catch (error) {
    if (error instanceof AppError && error.code === 'storage_locked') return null
    throw error
  }
}

async function read<R>(folder: DataFolder, fileSystem: FileSystem, use: UseSnapshot<R>): Promise<R> {
  const collections = await lowdbCollections(folder, { fileSystem, cachedConversations: 1 })
  const migration = await collections.migration
    .open({ committed: () => {} })(ONLY)
    .read()
  if (migration !== null)
    throw new AppError('migration_unfinished', 503, {
      cause: new Error(`${migration.from} was not moved here completely`),
    })
  // A server notes its key before it serves, and never again.
  const keyWord = await readSealCheck(folder.root, { fileSystem })
  const birth = await readFolderMark(folder.root, fileSystem)
  return use({ totals: totalsOf(collections), keyWord, birth, documents: (kinds) => readDocuments(collections, kinds) })
}

function totalsOf(collections: Collections) {
  return new Map(KEYED_KINDS.map((kind) => [kind, collections[kind].keys.length]))
}

async function besideItsHolder<R>(folder: DataFolder, use: UseSnapshot<R>): Promise<R> {
  const snapshot = new SnapshotFolder(folder.root)
  await ask(snapshot)
  const sign = setInterval(() => void touch(snapshot.alive), ALIVE_EVERY_MS)
  try {
    const begun = await waitUntilBegun(snapshot)
    const result = await read(folder, snapshotView(snapshot, nodeFileSystem), use)
    if ((await whenBegun(snapshot)) !== begun) throw new AppError('snapshot_lost', 503)
    return result
  } finally {
    clearInterval(sign)
    await takeAway(snapshot)
  }
}

/** Makes the folder at once with its sign of life: half of it would be taken for one that nobody reads. @throws AppError `snapshot_busy` while another is being read */
async function ask(snapshot: SnapshotFolder): Promise<void> {
  const made = `${snapshot.root}.${randomUUID()}`
  await mkdir(made, { mode: 0o700 })
  try {
    await writeFile(path.join(made, path.basename(snapshot.alive)), '', { mode: 0o600 })
    for (let tried = 1; !(await isInPlace(made, snapshot)); tried += 1) {
      const isRead = (await unlessMissing(nodeFileSystem.stat(snapshot.alive))) !== undefined
      if (isRead || tried >= MOST_LEFTOVERS) throw new AppError('snapshot_busy', 503)
      // Whoever holds the data was keeping a file in the one before when that was taken away.
      await takeAway(snapshot)
    }
  } catch (error) {
    await rm(made, { recursive: true, force: true })
    throw error
  }
}

/** @returns false when another folder is there */
async function isInPlace(made: string, { root }: SnapshotFolder): Promise<boolean> {
  try {
    await rename(made, root)
    return true
  } catch (error) {
    if (errorCode(error) === 'ENOTEMPTY' || errorCode(error) === 'EEXIST') return false
    throw error
  }
}

async function waitUntilBegun(snapshot: SnapshotFolder): Promise<string> {
  for (let waitedMs = 0; waitedMs < PATIENCE_MS; waitedMs += LOOK_MS) {
    const begun = await whenBegun(snapshot)
    if (begun) return begun
    await setTimeout(LOOK_MS)
  }
  throw new AppError('storage_locked', 503, {
    cause: new Error(
      'whoever holds the data folder does not let it be read: a server of an earlier version, or a migration',
    ),
  })
}

async function whenBegun({ begun }: SnapshotFolder): Promise<string | undefined> {
  return unlessMissing(nodeFileSystem.readFile(begun, 'utf8'))
}

async function touch(file: string): Promise<void> {
  const now = new Date()
  await utimes(file, now, now).catch(() => {})
}

/** At once, so that nobody keeps anything more in it. */
async function takeAway({ root }: SnapshotFolder): Promise<void> {
  const gone = `${root}.${randomUUID()}`
  await unlessMissing(rename(root, gone))
  await rm(gone, { recursive: true, force: true, maxRetries: REMOVAL_TRIES })
}

/**
 * A data folder as it was when its snapshot began, for reading only. The live file is read first: if it was replaced meanwhile, what it was is kept by then.
 */
function snapshotView(folder: SnapshotFolder, fs: FileSystem): FileSystem {
  const readFile = async (...[file, ...rest]: unknown[]) => {
    const live = await settle((fs.readFile as AnyCall)(file, ...rest))
    const kept = await unlessMissing((fs.readFile as AnyCall)(folder.keptOf(String(file)), ...rest))
    if (kept === undefined) {
      if ('error' in live) throw live.error
      return live.value
    }
    if ((kept as string).length === 0)
      throw Object.assign(new Error(`ENOENT: not in the snapshot: ${file}`), { code: 'ENOENT' })
    return kept
  }
  const readdir = async (...[name, ...rest]: unknown[]) => {
    const live = await settle((fs.readdir as AnyCall)(name, ...rest))
    const kept = await unlessMissing((fs.readdir as AnyCall)(folder.keptOf(String(name)), ...rest))
    if (kept === undefined && 'error' in live) throw live.error
    return [
      ...new Set([...('value' in live ? (live.value as string[]) : []), ...((kept as string[] | undefined) ?? [])]),
    ]
  }
  return {
    ...fs,
    readFile: readFile as FileSystem['readFile'],
    readdir: readdir as FileSystem['readdir'],
    // Whoever lists takes what was half written away: here it is another process's, which still writes it.
    unlink: async () => {},
  }
}

type AnyCall = (...args: unknown[]) => Promise<unknown>

async function settle(call: Promise<unknown>): Promise<{ value: unknown } | { error: unknown }> {
  try {
    return { value: await call }
  } catch (error) {
    return { error }
  }
}

/** The documents of a store as they all were at one instant. */
export interface StoreSnapshot {
  /** How many documents of each kind are to be read, at most. */
  totals: ReadonlyMap<DocumentKind, number>
  /** What the store has noted of the key by which its documents are sealed, as `sealWord` gave it; `null`: nothing. */
  keyWord: string | null
  /** What the store notes of its birth; `null`: nothing. */
  birth: Birth | null
  /** Each of them, kind by kind. @throws AppError `storage_unavailable` */
  documents: (kinds: readonly DocumentKind[]) => AsyncIterable<KeptDocument>
}

/** Does something with a snapshot, which lasts as long as that. */
export type UseSnapshot<R> = (snapshot: StoreSnapshot) => Promise<R>

/** Finishes what a crash left half published in a data folder that nobody else holds. @throws AppError as {@link openLowdbStore} */
export async function finishPublications(dataDir: string): Promise<void> {
  const store = await openLowdbStore({ dataDir })
  try {
    await store.listEntryRecords('')
  } finally {
    await store.close()
  }
}
