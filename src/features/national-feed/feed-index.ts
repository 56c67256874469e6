import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { replaceFile } from '../../platform/store/replace-file.js'
import { openDigested, withDigest } from '../../platform/text/digested-json.js'
import type { Fiche } from './fiche.js'
import type { ImportReport } from './import-report.js'

/** A former text of a fiche. */
export interface FormerText {
  digest: string
  /** Instant of the import that replaced it, ISO. */
  until: string
}

/** That a fiche is no longer in the feed. */
export interface Gone {
  /** Instant of the import that no longer found it, ISO. */
  since: string
  /** The page that the feed sends to in its place: an id, or an address; `null` when it names none. */
  to: string | null
}

/** What is known of a fiche without reading its text. */
export type IndexedFiche = Pick<Fiche, 'title' | 'audience' | 'schema' | 'path' | 'modified' | 'url'> & {
  /** Where its row begins in the file of rows, and how long it is, in bytes. */
  at: number
  length: number
  /** SHA-256 of the file that it was read from, in hexadecimal. */
  file: string
  /** Digest of its text: two files that say the same have the same. */
  digest: string
  /** SHA-256 of its row, in hexadecimal; missing in what earlier versions imported. */
  sum?: string
  /** Latest last. */
  history: FormerText[]
  gone: Gone | null
}

/** What the server has of the national feed. Written last: until then, nothing of an import is served. */
export interface FeedIndex {
  format: 1
  generation: number
  fiches: Record<string, IndexedFiche>
  report: ImportReport
}

/** The folder of the feed in the data folder. */
export function feedFolder(dataDir: string): string {
  return join(dataDir, 'service-public')
}

/** The file of rows of a generation. */
export function rowsFile(folder: string, generation: number): string {
  return join(folder, `fiches-${generation}.jsonl`)
}

/** The file of what the server has. */
export function indexFile(folder: string): string {
  return join(folder, 'index.json')
}

/** What the server has; `null` before the first import. @throws SpoiltFeed when the file is damaged; Error when it is of another version of Guichet */
export async function readIndex(folder: string): Promise<FeedIndex | null> {
  const text = await readFile(indexFile(folder), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  if (text === null) return null
  const read = openDigested(text) as FeedIndex | null
  if (read === null) throw new SpoiltFeed(indexFile(folder))
  if (read.format !== 1)
    throw new Error(`${indexFile(folder)}: made by another version; import the feed again in an empty folder`)
  return read
}

/** A file of the feed that was cut or altered: it is not believed, and the next import writes it anew. */
export class SpoiltFeed extends Error {
  constructor(file: string) {
    super(`${file} is damaged: import the feed again`)
    this.name = 'SpoiltFeed'
  }
}

/** Serves what an import read, in one step. */
export function writeIndex(folder: string, index: FeedIndex): Promise<void> {
  return replaceFile(indexFile(folder), withDigest(JSON.stringify(index)))
}
