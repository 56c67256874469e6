import type { Collection } from '../platform/store/document-cache.js'
import { DurableJsonFile, type DurableJsonFileOptions } from '../platform/store/durable-json-file.js'
import { type FileSystem, nodeFileSystem } from '../platform/store/file-system.js'
import { lowdbCollection } from '../platform/store/lowdb-cache.js'
import { latestVersion } from '../platform/store/newer-format.js'
import type { DataFolder, KeyedKind, SingleDocument } from './data-folder.js'
import { type Collections, SINGLE_DOCUMENTS } from './document-kinds.js'

/** How many idle documents of each kind stay in memory. */
const CAPACITIES: Record<KeyedKind, number> = {
  // The months being counted and those of one statistics page.
  counters: 24,
  // Those being edited; each has some ten to a hundred kB.
  entries: 50,
  // Months of acts.
  audit: 50,
  settings: 50,
  // Those of the communes whose packs were read last: a pack has some megabytes.
  packs: 10,
  // Those that are asked for at once: each has some megabytes, and browsers keep what they had.
  files: 4,
  webhooks: 50,
  // Those of the communes that are looked at while their agents answer.
  appointments: 20,
  // Today, and the day before.
  erasures: 2,
}

/** How the documents of a data folder are read and written. */
export interface LowdbCollectionsOptions extends DurableJsonFileOptions {
  /** How many idle conversations stay in memory. */
  cachedConversations: number
}

/** The documents of a data folder. */
export async function lowdbCollections(folder: DataFolder, options: LowdbCollectionsOptions): Promise<Collections> {
  return { ...(await keyedCollections(folder, options)), ...singleCollections(folder, options) }
}

/** The kinds of which there are documents by key. */
async function keyedCollections(
  folder: DataFolder,
  { onBegunAnew: _, ...options }: LowdbCollectionsOptions,
): Promise<Pick<Collections, KeyedKind | 'conversations'>> {
  const fs: FileSystem = options.fileSystem ?? nodeFileSystem
  const collection = <T>(
    fileOf: (key: string) => string,
    kept: Pick<Collection<T>, 'keys' | 'capacity'>,
  ): Collection<T> => lowdbCollection((key) => new DurableJsonFile<T | null>(fileOf(key), options), kept)
  const keyed: Partial<Record<KeyedKind, Collection<object>>> = {}
  const conversations = await folder.conversationIds(fs)
  for (const kind of Object.keys(CAPACITIES) as KeyedKind[]) {
    const kept = { keys: await folder.keysOf(fs, kind), capacity: CAPACITIES[kind] }
    keyed[kind] = collection((key) => folder.keyed(kind, key), kept)
  }
  return {
    conversations: collection((id) => folder.conversation(id), {
      keys: conversations,
      capacity: options.cachedConversations,
    }),
    ...(keyed as unknown as Pick<Collections, KeyedKind>),
  }
}

/** The kinds of which there is one document for all communes. */
function singleCollections(
  folder: DataFolder,
  { onBegunAnew, ...options }: LowdbCollectionsOptions,
): Pick<Collections, SingleDocument> {
  const only = <T>(kind: SingleDocument, how: DurableJsonFileOptions): Collection<T> =>
    lowdbCollection(() => new DurableJsonFile<T | null>(folder.single(kind), how), { keys: [], capacity: 1 })
  // Sessions, presences and clock notes may be lost: they are soon written again.
  const passing = { ...options, ...(onBegunAnew && { onBegunAnew }) }
  const how: Partial<Record<SingleDocument, DurableJsonFileOptions>> = {
    sessions: passing,
    presences: passing,
    clock: passing,
    unanswered: { ...options, latest: latestVersion('unanswered') },
    birth: { ...options, latest: latestVersion('birth') },
  }
  return Object.fromEntries(
    SINGLE_DOCUMENTS.map((kind) => [kind, only(kind, how[kind] ?? options)]),
  ) as unknown as Pick<Collections, SingleDocument>
}
