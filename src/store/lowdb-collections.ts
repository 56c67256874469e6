import type { Collection } from '../platform/store/document-cache.js'
import { DurableJsonFile, type DurableJsonFileOptions } from '../platform/store/durable-json-file.js'
import { type FileSystem, nodeFileSystem } from '../platform/store/file-system.js'
import { lowdbCollection } from '../platform/store/lowdb-cache.js'
import { latestVersion } from '../platform/store/newer-format.js'
import type { DataFolder } from './data-folder.js'
import type { Collections, KEYED_KINDS } from './document-kinds.js'

/** The months being counted and those of one statistics page. */
const CACHED_COUNTERS = 24
/** Entries being edited, and months of acts; an entry has some ten to a hundred kB. */
const CACHED_ENTRIES = 50
/** Communes whose packs were read last: a pack has some megabytes. */
const CACHED_PACKS = 10
/** Files that are asked for at once: each has some megabytes, and browsers keep what they had. */
const CACHED_FILES = 4
/** Communes whose appointments are looked at while their agents answer. */
const CACHED_APPOINTMENTS = 20
/** Today, and the day before. */
const CACHED_ERASURES = 2

/** How the documents of a data folder are read and written. */
export interface LowdbCollectionsOptions extends DurableJsonFileOptions {
  /** How many idle conversations stay in memory. */
  cachedConversations: number
}

/** The documents of a data folder. */
export async function lowdbCollections(folder: DataFolder, options: LowdbCollectionsOptions): Promise<Collections> {
  return { ...(await keyedCollections(folder, options)), ...singleCollections(folder, options) }
}

type KeyedKind = (typeof KEYED_KINDS)[number]

/** The kinds of which there are documents by key. */
async function keyedCollections(
  folder: DataFolder,
  { onBegunAnew: _, ...options }: LowdbCollectionsOptions,
): Promise<Pick<Collections, KeyedKind>> {
  const fs: FileSystem = options.fileSystem ?? nodeFileSystem
  const collection = <T>(
    fileOf: (key: string) => string,
    kept: Pick<Collection<T>, 'keys' | 'capacity'>,
  ): Collection<T> => lowdbCollection((key) => new DurableJsonFile<T | null>(fileOf(key), options), kept)
  const [conversations, counters, entries] = [
    await folder.conversationIds(fs),
    await folder.keysOf(fs, 'counters'),
    await folder.keysOf(fs, 'entries'),
  ]
  const [audit, settings, packs, files, webhooks, appointments, erasures] = [
    await folder.keysOf(fs, 'audit'),
    await folder.keysOf(fs, 'settings'),
    await folder.keysOf(fs, 'packs'),
    await folder.keysOf(fs, 'files'),
    await folder.keysOf(fs, 'webhooks'),
    await folder.keysOf(fs, 'appointments'),
    await folder.keysOf(fs, 'erasures'),
  ]
  return {
    conversations: collection((id) => folder.conversation(id), {
      keys: conversations,
      capacity: options.cachedConversations,
    }),
    counters: collection((key) => folder.counters(key), { keys: counters, capacity: CACHED_COUNTERS }),
    entries: collection((key) => folder.entry(key), { keys: entries, capacity: CACHED_ENTRIES }),
    audit: collection((key) => folder.audit(key), { keys: audit, capacity: CACHED_ENTRIES }),
    settings: collection((key) => folder.settings(key), { keys: settings, capacity: CACHED_ENTRIES }),
    packs: collection((key) => folder.packs(key), { keys: packs, capacity: CACHED_PACKS }),
    files: collection((key) => folder.file(key), { keys: files, capacity: CACHED_FILES }),
    webhooks: collection((key) => folder.webhooks(key), { keys: webhooks, capacity: CACHED_ENTRIES }),
    appointments: collection((key) => folder.appointments(key), { keys: appointments, capacity: CACHED_APPOINTMENTS }),
    erasures: collection((key) => folder.erasures(key), { keys: erasures, capacity: CACHED_ERASURES }),
  }
}

/** The kinds of which there is one document for all communes. */
function singleCollections(
  folder: DataFolder,
  { onBegunAnew, ...options }: LowdbCollectionsOptions,
): Omit<Collections, KeyedKind> {
  const only = <T>(file: string, how: DurableJsonFileOptions = options): Collection<T> =>
    lowdbCollection(() => new DurableJsonFile<T | null>(file, how), { keys: [], capacity: 1 })
  /** Of who is there, and of the time: each says it again. */
  const passing = { ...options, ...(onBegunAnew && { onBegunAnew }) }
  return {
    users: only(folder.users),
    sessions: only(folder.sessions, passing),
    outbox: only(folder.outbox),
    alerts: only(folder.alerts),
    presences: only(folder.presences, passing),
    replies: only(folder.replies),
    unanswered: only(folder.unanswered, { ...options, latest: latestVersion('unanswered') }),
    decisions: only(folder.decisions),
    letters: only(folder.letters),
    purges: only(folder.purges),
    push: only(folder.push),
    remoteReplies: only(folder.remoteReplies),
    tchap: only(folder.tchap),
    practice: only(folder.practice),
    remarks: only(folder.remarks),
    reveals: only(folder.reveals),
    clock: only(folder.clock, passing),
    scheduledPublications: only(folder.scheduledPublications),
    migration: only(folder.migration),
    birth: only(folder.birth, { ...options, latest: latestVersion('birth') }),
  }
}
