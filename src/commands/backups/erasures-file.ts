import { readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { ERASED_KINDS, type Erasure, mergeErasures } from '../../features/retention/erasure.js'
import type { ErasuresDocument } from '../../features/retention/erasure-verbs.js'
import { unlessMissing } from '../../platform/store/file-system.js'
import { replaceFile } from '../../platform/store/replace-file.js'
import { DataFolder } from '../../store/data-folder.js'
import { lowdbCollections } from '../../store/lowdb-collections.js'
import { readDocuments } from '../../store/move-documents.js'
import type { StoreChoice } from '../../store/open-store.js'
import type { StoreSnapshot } from '../../store/snapshots/lowdb-snapshot.js'
import { withSnapshot } from '../../store/snapshots/with-snapshot.js'

/** The name of the index of erasures, in the folder of the backups. */
export const ERASURES_FILE = 'guichet-erasures.json'

const erasuresFile = z.strictObject({
  format: z.literal('guichet-erasures'),
  version: z.literal(1),
  /** The last instant of which it knows, by the machine's clock. */
  madeAt: z.iso.datetime(),
  erasures: z.array(z.strictObject({ kind: z.enum(ERASED_KINDS), what: z.string(), at: z.iso.datetime() })),
})

/** What was erased, as far as is known. */
export interface KnownErasures {
  madeAt: string
  erasures: Erasure[]
}

/** Reads the index of erasures of a file, or of a data folder that a store had. @returns `null` when it is neither. @throws the file system's errors */
export async function readErasures(place: string): Promise<KnownErasures | null> {
  const found = await unlessMissing(stat(place))
  if (!found) return null
  if (found.isDirectory()) return readFolder(place)
  try {
    return erasuresFile.parse(JSON.parse(await readFile(place, 'utf8')))
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) return null
    throw error
  }
}

/** Writes the index of erasures next to backups, with what is already there and not too old. @param from ISO instant before which nothing is kept */
export async function writeErasures(file: string, { madeAt, erasures }: KnownErasures, from: string): Promise<void> {
  const former = await readErasures(file)
  const kept = mergeErasures(former?.erasures ?? [], erasures).filter(({ at }) => at >= from)
  const content = JSON.stringify({ format: 'guichet-erasures', version: 1, madeAt, erasures: kept })
  await replaceFile(file, content)
}

/** What a store has erased. @throws AppError as the snapshot of a store */
export function erasuresOfStore(choice: StoreChoice): Promise<Erasure[]> {
  return withSnapshot(choice, erasuresOf)
}

/** What a store has erased, by its snapshot. */
export async function erasuresOf(snapshot: StoreSnapshot): Promise<Erasure[]> {
  const days: Erasure[][] = []
  for await (const { document } of snapshot.documents(['erasures'])) days.push((document as ErasuresDocument).erasures)
  return mergeErasures(...days)
}

/** A data folder that was put aside: nobody writes it. What it has erased is known until it was last written. */
async function readFolder(dataDir: string): Promise<KnownErasures | null> {
  const folder = new DataFolder(dataDir)
  const kept = await Promise.all([path.join(folder.root, 'conversations'), folder.single('users')].map(isThere))
  if (!kept.includes(true)) return null
  const collections = await lowdbCollections(folder, { cachedConversations: 1 })
  const days: Erasure[][] = []
  for await (const { document } of readDocuments(collections, ['erasures']))
    days.push((document as ErasuresDocument).erasures)
  return { madeAt: new Date().toISOString(), erasures: mergeErasures(...days) }
}

async function isThere(place: string): Promise<boolean> {
  return (await unlessMissing(stat(place))) !== undefined
}
