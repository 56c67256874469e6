import { randomUUID } from 'node:crypto'
import { AppError } from '../domain/app-error.js'
import type { Store } from '../domain/store.js'
import type { ConversationDocument } from './conversation-document.js'
import { ConversationIndex } from './conversation-index.js'
import { DataFolder } from './data-folder.js'
import { storageUnavailable } from './document.js'
import { createDocumentStore, type Medium } from './document-store.js'
import { DurableJsonFile, TEMPORARY_SUFFIX } from './durable-json-file.js'
import { type FileSystem, makeFolder, nodeFileSystem, writeNewFile } from './file-system.js'
import { ProcessLock } from './process-lock.js'
import { type StorageLogger, silentLogger } from './storage-logger.js'

/** What {@link openLowdbStore} is given. */
export interface LowdbStoreOptions {
  /** Created when missing, readable by its owner only. */
  dataDir: string
  /** Default: silent. */
  logger?: StorageLogger
  /** Default: the machine's. Used only to judge the age of a lock left by another machine. */
  clock?: () => Date
  /** Default: the machine's. */
  fileSystem?: FileSystem
  /** How many idle conversations stay in memory (some 10 to 50 kB each). Default: 200. */
  cachedConversations?: number
}

/** The months being counted and those of one statistics page. */
const CACHED_COUNTERS = 24
/** Documents read at once at opening. */
const OPENING_CONCURRENCY = 16

/**
 * Opens the {@link Store} of one process over a folder of lowdb documents. Every conversation is read once to rebuild
 * the index (a conversation that cannot be read is logged and left alone; the others are served).
 * @throws AppError `storage_locked` when a live process holds the folder, `storage_unavailable` when it cannot be used
 */
export async function openLowdbStore(options: LowdbStoreOptions): Promise<Store> {
  const { fileSystem: fs = nodeFileSystem, logger = silentLogger, clock = () => new Date() } = options
  const folder = new DataFolder(options.dataDir)
  try {
    await makeFolder(fs, folder.root)
    const onLost = () =>
      logger.error({ lock: folder.lock }, 'another process took the data folder; nothing more is written')
    const lock = await ProcessLock.acquire(folder.lock, { fileSystem: fs, clock, onLost })
    try {
      return createDocumentStore(await openMedium({ folder, fs, logger, lock, ...capacityOf(options) }))
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
  logger: StorageLogger
  lock: ProcessLock
  capacity: number
}

function capacityOf({ cachedConversations = 200 }: LowdbStoreOptions): { capacity: number } {
  return { capacity: cachedConversations }
}

async function openMedium({ folder, fs, logger, lock, capacity }: Opening): Promise<Medium> {
  await folder.removeUnfinished(fs)
  const onRecovered = (file: string) =>
    logger.warn({ file }, 'a document was unreadable and its former version was used')
  const keep = <T>(file: string) => new DurableJsonFile<T | null>(file, { fileSystem: fs, onRecovered })
  const conversationAt = (id: string) => keep<ConversationDocument>(folder.conversation(id))
  const ids = await folder.conversationIds(fs)
  return {
    conversations: { adapterFor: conversationAt, keys: ids, capacity },
    counters: {
      adapterFor: (key) => keep(folder.counters(key)),
      keys: await folder.counterKeys(fs),
      capacity: CACHED_COUNTERS,
    },
    users: keep(folder.users),
    sessions: keep(folder.sessions),
    outbox: keep(folder.outbox),
    alerts: keep(folder.alerts),
    presences: keep(folder.presences),
    replies: keep(folder.replies),
    unanswered: keep(folder.unanswered),
    purges: keep(folder.purges),
    push: keep(folder.push),
    practice: keep(folder.practice),
    remarks: keep(folder.remarks),
    reveals: keep(folder.reveals),
    index: await buildIndex(ids, conversationAt, logger),
    logger,
    assertWritable: () => assertHeld(lock),
    check: () => probe(fs, folder),
    close: () => lock.release(),
  }
}

async function buildIndex(
  ids: readonly string[],
  adapterFor: (id: string) => DurableJsonFile<ConversationDocument | null>,
  logger: StorageLogger,
): Promise<ConversationIndex> {
  const index = new ConversationIndex()
  const left = ids.values()
  const readOn = async () => {
    for (const id of left) {
      try {
        index.set(id, await adapterFor(id).read())
      } catch (err) {
        logger.error({ err, conversationId: id }, 'a conversation cannot be read; its file is left as it is')
      }
    }
  }
  await Promise.all(Array.from({ length: OPENING_CONCURRENCY }, readOn))
  return index
}

function assertHeld(lock: ProcessLock): void {
  if (lock.isHeld) return
  throw new AppError('storage_locked', 503, { cause: new Error('another process took the data folder') })
}

async function probe(fs: FileSystem, folder: DataFolder): Promise<void> {
  const file = `${folder.probe}.${randomUUID()}${TEMPORARY_SUFFIX}`
  try {
    await writeNewFile(fs, file, 'a write is possible')
    await fs.unlink(file)
  } catch (cause) {
    await fs.unlink(file).catch(() => {})
    throw storageUnavailable(cause)
  }
}
