import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Entry } from '../../../platform/model/entry.js'
import type { SearchDocument } from '../../../search/analysed-document.js'
import type { Calibration } from '../../../search/calibration.js'
import type { Encoder } from '../../../search/encoder.js'
import { type BuildOptions, buildSearchIndex, type SearchIndex } from '../../../search/search-index.js'
import { contentVersion, digestOf, knownIfSame, toSearchDocument } from './snapshot.js'

/** Entries that are searched together: those that communes share, or these and a commune's own. Immutable. */
export interface Base {
  /** See {@link contentVersion}. */
  version: string
  entries: ReadonlyMap<string, Entry>
  documents: readonly SearchDocument[]
  index: SearchIndex
}

/** What a measure of a base is of: content, and how it is searched. */
export function keyOf({ version, index }: Base): string {
  return `${version} ${index.encoderVersion ?? 'words'}`
}

/** How a base is built. */
export interface BaseOptions extends BuildOptions {
  /** Documents that are never answers, see {@link SearchDocument.isNoticed}. */
  listenedFor?: readonly SearchDocument[]
}

/** Entries made ready between two turns of the event loop. */
const ENTRIES_A_TURN = 50

/**
 * Builds a base, yielding to the event loop throughout. Entries that are the same objects as in the base before cost next to nothing; so do texts that
 * its index knows.
 * @param encoder `null` to search by words alone
 */
export async function buildBase(
  entries: readonly Entry[],
  encoder: Encoder | null,
  calibration: Calibration,
  { listenedFor = [], ...options }: BaseOptions = {},
): Promise<Base> {
  const documents: SearchDocument[] = []
  for (const entry of entries) {
    documents.push(toSearchDocument(entry))
    digestOf(entry)
    if (documents.length % ENTRIES_A_TURN === 0) await nextTurn()
  }
  const version = contentVersion(entries)
  const index = await buildSearchIndex([...documents, ...listenedFor], encoder, calibration, options)
  return { version, entries: new Map(entries.map((entry) => [entry.id, entry])), documents, index }
}

/** Entries read anew, with those that have not changed as they were known, so that {@link buildBase} takes them over. Yields to the event loop. */
export async function reuseKnown(entries: readonly Entry[], former: ReadonlyMap<string, Entry>): Promise<Entry[]> {
  const reused: Entry[] = []
  for (const entry of entries) {
    reused.push(knownIfSame(entry, former.get(entry.id)))
    if (reused.length % ENTRIES_A_TURN === 0) await nextTurn()
  }
  return reused
}
