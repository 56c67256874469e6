import { randomUUID } from 'node:crypto'
import { ConversationIndex } from '../features/conversations/conversation-index.js'
import { CurationIndex } from '../features/entries/curation-index.js'
import { beatsInMemory } from '../features/handoffs/store/presence-verbs.js'
import {
  JournaledPublications,
  type PendingPublicationsDocument,
} from '../features/publication/journaled-publications.js'
import type { ClockRecord } from '../features/retention/clock/clock-note.js'
import { WebhookIndex } from '../features/webhooks/webhook-index.js'
import { AppError } from '../platform/model/app-error.js'
import type { Birth } from '../platform/store/birth.js'
import { storageUnavailable } from '../platform/store/document.js'
import type { Collection } from '../platform/store/document-cache.js'
import { DurableJsonFile, TEMPORARY_SUFFIX } from '../platform/store/durable-json-file.js'
import { type FileSystem, makeFolder, nodeFileSystem, syncFolder, writeNewFile } from '../platform/store/file-system.js'
import { lowdbCollection } from '../platform/store/lowdb-cache.js'
import { isNewer } from '../platform/store/newer-format.js'
import { ProcessLock } from '../platform/store/process-lock.js'
import { type StorageLogger, silentLogger } from '../platform/store/seal-check-file.js'
import { recordBirth } from './births.js'
import { DataFolder } from './data-folder.js'
import type { Collections } from './document-kinds.js'
import { type Medium, storeOver } from './document-store.js'
import { readFolderMark } from './folder-holdings.js'
import { lowdbCollections } from './lowdb-collections.js'
import { SnapshotHost } from './snapshots/snapshot-host.js'
import type { Store } from './store.js'

/** What {@link openLowdbStore} is given. */
export interface LowdbStoreOptions {
  /** Created when missing, readable by its owner only. */
  dataDir: string
  /** Noted there, unless something was before. Default: nothing is noted. */
  birth?: Birth
  /** Default: silent. */
  logger?: StorageLogger
  /** Default: the machine's. Judges the age of a lock left by another machine and of a snapshot that nobody reads any more, and dates erasures. */
  clock?: () => Date
  /** Default: the machine's. */
  fileSystem?: FileSystem
  /** How many idle conversations stay in memory (some 10 to 50 kB each). Default: 200. */
  cachedConversations?: number
}

/** Documents read at once at opening. */
const OPENING_CONCURRENCY = 16

/**
 * Opens the {@link Store} of one process over a folder of lowdb documents. Every conversation is read once to rebuild
 * the index (a conversation that cannot be read is logged and left alone; the others are served).
 * @throws AppError `storage_locked` when a live process holds the folder, `storage_unavailable` when it cannot be used, `storage_newer` when a later version of
 * Guichet has written it, `birth_differs` when it was born as something else
 */
export async function openLowdbStore(options: LowdbStoreOptions): Promise<Store> {
  return storeOver(await openLowdbMedium(options))
}

/** What the server that holds a data folder noted of the time, read beside it. @throws when neither version of the file can be read */
export async function readClockBeside(dataDir: string): Promise<ClockRecord> {
  const file = new DurableJsonFile<ClockRecord>(new DataFolder(dataDir).single('clock'))
  return (await file.read()) ?? { notes: [], acceptance: null }
}

/** The documents of a data folder, which this process alone holds. @throws AppError as {@link openLowdbStore} */
export async function openLowdbMedium(options: LowdbStoreOptions): Promise<Medium> {
  const { fileSystem: fs = nodeFileSystem, logger = silentLogger, clock = () => new Date() } = options
  const folder = new DataFolder(options.dataDir)
  try {
    await readFolderMark(folder.root, fs)
    await makeFolder(fs, folder.root)
    const onLost = () =>
      logger.error({ lock: folder.lock }, 'another process took the data folder; nothing more is written')
    const lock = await ProcessLock.acquire(folder.lock, { fileSystem: fs, clock, onLost })
    try {
      // A folder that does not keep what it is given is refused now, not at the first word of a citizen.
      await probe(fs, folder)
      const medium = await openMedium({ folder, fs, clock, logger, lock, ...capacityOf(options) })
      if (options.birth) await recordBirth(medium, options.birth)
      return medium
    } catch (error) {
      await lock.release()
      throw error
    }
  } catch (cause) {
    throw storageUnavailable(cause)
  }
}

interface Opening {
  folder: DataFolder
  fs: FileSystem
  clock: () => Date
  logger: StorageLogger
  lock: ProcessLock
  capacity: number
}

function capacityOf({ cachedConversations = 200 }: LowdbStoreOptions): { capacity: number } {
  return { capacity: cachedConversations }
}

async function openMedium({ folder, fs, clock, logger, lock, capacity }: Opening): Promise<Medium> {
  await folder.removeUnfinished(fs)
  const host = new SnapshotHost({ dataDir: folder.root, fileSystem: fs, clock, logger })
  await host.clear()
  const options = {
    fileSystem: host.fileSystem,
    onRecovered: (file: string) =>
      logger.warn(
        { file },
        'a document was unreadable or altered: its former version is used, and its last change is lost',
      ),
  }
  const onBegunAnew = (file: string) =>
    logger.error({ file }, 'neither version of a document can be read: it is begun anew, and the staff sign in again')
  const collections = await lowdbCollections(folder, { ...options, onBegunAnew, cachedConversations: capacity })
  const indexes = await readIndexes(collections, logger)
  const journal = lowdbCollection<PendingPublicationsDocument>(
    () => new DurableJsonFile<PendingPublicationsDocument | null>(folder.pendingPublications, options),
    { keys: [], capacity: 1 },
  )
  return {
    ...collections,
    publications(parts) {
      const publications = new JournaledPublications(journal, parts)
      host.open((act) => publications.oneAtATime(act))
      return publications
    },
    beats: beatsInMemory(),
    time: clock,
    databaseTime: async () => null,
    ...indexes,
    logger,
    assertWritable: () => assertHeld(lock),
    check: () => probe(fs, folder),
    async close() {
      await host.close()
      await lock.release()
    },
  }
}

/** What is looked up of documents without reading them again, from all of them. */
async function readIndexes(
  { conversations, entries, audit, settings, webhooks }: Collections,
  logger: StorageLogger,
): Promise<Pick<Medium, 'index' | 'curation' | 'webhookIndex'>> {
  const webhookIndex = new WebhookIndex()
  const index = new ConversationIndex()
  const curation = new CurationIndex()
  await readAll(conversations, {
    set: (id, document) => index.set(id, document),
    onFault: (conversationId, err) =>
      logger.error({ err, conversationId }, 'a conversation cannot be read; its file is left as it is'),
  })
  await readAll(entries, {
    set: (key, document) => curation.setEntry(key, document),
    onFault: (entry, err) => logger.error({ err, entry }, 'an entry cannot be read; its file is left as it is'),
  })
  await readAll(audit, {
    set: (key, document) => curation.setAudit(key, document?.rows ?? []),
    onFault: (month, err) => logger.error({ err, month }, 'the audit cannot be read; its file is left as it is'),
  })
  await readAll(webhooks, {
    set: (key, document) => webhookIndex.set(key, document),
    onFault: (town, err) => logger.error({ err, town }, 'webhooks cannot be read; their file is left as it is'),
  })
  await readAll(settings, {
    set: (key, document) => curation.setSettings(key, document),
    onFault: (town, err) => logger.error({ err, town }, 'settings cannot be read; their file is left as it is'),
  })
  return { index, curation, webhookIndex }
}

/** Reads every document of a kind once; one that cannot be read is left alone. @throws AppError `storage_newer` for one of a later version of Guichet */
async function readAll<T>(
  collection: Collection<T>,
  told: { set: (key: string, document: T | null) => void; onFault: (key: string, error: unknown) => void },
): Promise<void> {
  const left = collection.keys.values()
  const cacheOf = collection.open({ committed: () => {} })
  const readOn = async () => {
    for (const key of left) {
      try {
        told.set(key, await cacheOf(key).read())
      } catch (error) {
        if (isNewer(error)) throw error
        told.onFault(key, error instanceof AppError ? error.cause : error)
      }
    }
  }
  await Promise.all(Array.from({ length: OPENING_CONCURRENCY }, readOn))
}

function assertHeld(lock: ProcessLock): void {
  if (lock.isHeld) return
  throw new AppError('storage_locked', 503, { cause: new Error('another process took the data folder') })
}

/** Does what a write does: a file that is filled, kept, and takes the place of another, durably. */
async function probe(fs: FileSystem, folder: DataFolder): Promise<void> {
  const name = () => `${folder.probe}.${randomUUID()}${TEMPORARY_SUFFIX}`
  const [file, renamed] = [name(), name()]
  try {
    await writeNewFile(fs, renamed, 'a write was possible')
    await writeNewFile(fs, file, 'a write is possible')
    await fs.rename(file, renamed)
    await syncFolder(fs, folder.root)
    await fs.unlink(renamed)
  } catch (cause) {
    for (const left of [file, renamed]) await fs.unlink(left).catch(() => {})
    throw storageUnavailable(cause)
  }
}
