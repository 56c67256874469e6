import { randomUUID } from 'node:crypto'
import { AppError } from '../domain/app-error.js'
import type { Store } from '../domain/store.js'
import type { AuditDocument } from './audit-verbs.js'
import type { ConversationDocument } from './conversation-document.js'
import { ConversationIndex } from './conversation-index.js'
import type { CountersDocument } from './counter-verbs.js'
import { CurationIndex } from './curation-index.js'
import { DataFolder } from './data-folder.js'
import { storageUnavailable } from './document.js'
import { type Medium, storeOver } from './document-store.js'
import { DurableJsonFile, TEMPORARY_SUFFIX } from './durable-json-file.js'
import type { EntryDocument } from './entry-document.js'
import { type FileSystem, makeFolder, nodeFileSystem, writeNewFile } from './file-system.js'
import { JournaledPublications } from './journaled-publications.js'
import { lowdbShelf } from './lowdb-keeper.js'
import type { PacksDocument } from './pack-verbs.js'
import { beatsInMemory } from './presence-verbs.js'
import { ProcessLock } from './process-lock.js'
import type { SettingsDocument } from './settings-document.js'
import { type StorageLogger, silentLogger } from './storage-logger.js'
import { WebhookIndex } from './webhook-index.js'
import type { WebhooksDocument } from './webhooks-document.js'

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
/** Entries being edited, and months of acts; an entry has some ten to a hundred kB. */
const CACHED_ENTRIES = 50
/** Communes whose packs were read last: a pack has some megabytes. */
const CACHED_PACKS = 10
/** Documents read at once at opening. */
const OPENING_CONCURRENCY = 16

/**
 * Opens the {@link Store} of one process over a folder of lowdb documents. Every conversation is read once to rebuild
 * the index (a conversation that cannot be read is logged and left alone; the others are served).
 * @throws AppError `storage_locked` when a live process holds the folder, `storage_unavailable` when it cannot be used
 */
export async function openLowdbStore(options: LowdbStoreOptions): Promise<Store> {
  return storeOver(await openLowdbMedium(options))
}

/** The documents of a data folder, which this process alone holds. @throws AppError as {@link openLowdbStore} */
export async function openLowdbMedium(options: LowdbStoreOptions): Promise<Medium> {
  const { fileSystem: fs = nodeFileSystem, logger = silentLogger, clock = () => new Date() } = options
  const folder = new DataFolder(options.dataDir)
  try {
    await makeFolder(fs, folder.root)
    const onLost = () =>
      logger.error({ lock: folder.lock }, 'another process took the data folder; nothing more is written')
    const lock = await ProcessLock.acquire(folder.lock, { fileSystem: fs, clock, onLost })
    try {
      return await openMedium({ folder, fs, logger, lock, ...capacityOf(options) })
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
    logger.warn(
      { file },
      'a document was unreadable or altered: its former version is used, and its last change is lost',
    )
  const keep = <T>(file: string) => new DurableJsonFile<T | null>(file, { fileSystem: fs, onRecovered })
  const only = <T>(file: string) => lowdbShelf<T>(() => keep(file), { keys: [], capacity: 1 })
  const conversationAt = (id: string) => keep<ConversationDocument>(folder.conversation(id))
  const entryAt = (key: string) => keep<EntryDocument>(folder.entry(key))
  const auditAt = (key: string) => keep<AuditDocument>(folder.audit(key))
  const settingsAt = (key: string) => keep<SettingsDocument>(folder.settings(key))
  const settingsKeys = await folder.keysOf(fs, 'settings')
  const webhookKeys = await folder.keysOf(fs, 'webhooks')
  const webhooksAt = (key: string) => keep<WebhooksDocument>(folder.webhooks(key))
  const webhookIndex = new WebhookIndex()
  const ids = await folder.conversationIds(fs)
  const [entryKeys, auditKeys] = [await folder.keysOf(fs, 'entries'), await folder.keysOf(fs, 'audit')]
  const index = new ConversationIndex()
  const curation = new CurationIndex()
  await readAll(ids, conversationAt, {
    set: (id, document) => index.set(id, document),
    onFault: (conversationId, err) =>
      logger.error({ err, conversationId }, 'a conversation cannot be read; its file is left as it is'),
  })
  await readAll(entryKeys, entryAt, {
    set: (key, document) => curation.setEntry(key, document),
    onFault: (entry, err) => logger.error({ err, entry }, 'an entry cannot be read; its file is left as it is'),
  })
  await readAll(auditKeys, auditAt, {
    set: (key, document) => curation.setAudit(key, document?.rows ?? []),
    onFault: (month, err) => logger.error({ err, month }, 'the audit cannot be read; its file is left as it is'),
  })
  await readAll(webhookKeys, webhooksAt, {
    set: (key, document) => webhookIndex.set(key, document),
    onFault: (town, err) => logger.error({ err, town }, 'webhooks cannot be read; their file is left as it is'),
  })
  await readAll(settingsKeys, settingsAt, {
    set: (key, document) => curation.setSettings(key, document),
    onFault: (town, err) => logger.error({ err, town }, 'settings cannot be read; their file is left as it is'),
  })
  return {
    conversations: lowdbShelf(conversationAt, { keys: ids, capacity }),
    counters: lowdbShelf<CountersDocument>((key) => keep(folder.counters(key)), {
      keys: await folder.keysOf(fs, 'counters'),
      capacity: CACHED_COUNTERS,
    }),
    users: only(folder.users),
    sessions: only(folder.sessions),
    outbox: only(folder.outbox),
    alerts: only(folder.alerts),
    presences: only(folder.presences),
    replies: only(folder.replies),
    unanswered: only(folder.unanswered),
    decisions: only(folder.decisions),
    letters: only(folder.letters),
    purges: only(folder.purges),
    push: only(folder.push),
    practice: only(folder.practice),
    remarks: only(folder.remarks),
    reveals: only(folder.reveals),
    entries: lowdbShelf(entryAt, { keys: entryKeys, capacity: CACHED_ENTRIES }),
    audit: lowdbShelf(auditAt, { keys: auditKeys, capacity: CACHED_ENTRIES }),
    settings: lowdbShelf(settingsAt, { keys: settingsKeys, capacity: CACHED_ENTRIES }),
    packs: lowdbShelf<PacksDocument>((key) => keep(folder.packs(key)), {
      keys: await folder.keysOf(fs, 'packs'),
      capacity: CACHED_PACKS,
    }),
    webhooks: lowdbShelf(webhooksAt, { keys: webhookKeys, capacity: CACHED_ENTRIES }),
    migration: only(folder.migration),
    publications: (parts) => new JournaledPublications(only(folder.pendingPublications), parts),
    beats: beatsInMemory(),
    index,
    curation,
    webhookIndex,
    logger,
    assertWritable: () => assertHeld(lock),
    check: () => probe(fs, folder),
    close: () => lock.release(),
  }
}

/** Reads every document of a kind once; one that cannot be read is left alone. */
async function readAll<T>(
  keys: readonly string[],
  adapterFor: (key: string) => DurableJsonFile<T | null>,
  told: { set: (key: string, document: T | null) => void; onFault: (key: string, error: unknown) => void },
): Promise<void> {
  const left = keys.values()
  const readOn = async () => {
    for (const key of left) {
      try {
        told.set(key, await adapterFor(key).read())
      } catch (error) {
        told.onFault(key, error)
      }
    }
  }
  await Promise.all(Array.from({ length: OPENING_CONCURRENCY }, readOn))
}

function assertHeld(lock: ProcessLock): void {
  if (lock.isHeld) return
  throw new AppError('storage_locked', 503, { cause: new Error('another process took the data folder') })
}

/** Does what a write does: a file that is filled, kept, and takes another name. */
async function probe(fs: FileSystem, folder: DataFolder): Promise<void> {
  const name = () => `${folder.probe}.${randomUUID()}${TEMPORARY_SUFFIX}`
  const [file, renamed] = [name(), name()]
  try {
    await writeNewFile(fs, file, 'a write is possible')
    await fs.rename(file, renamed)
    await fs.unlink(renamed)
  } catch (cause) {
    for (const left of [file, renamed]) await fs.unlink(left).catch(() => {})
    throw storageUnavailable(cause)
  }
}
