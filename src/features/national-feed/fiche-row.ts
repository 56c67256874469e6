import { createHash } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'
import { blocksToText } from '../../platform/text/rich-links.js'
import {
  type FeedIndex,
  type FormerText,
  type Gone,
  type IndexedFiche,
  readIndex,
  rowsFile,
  SpoiltFeed,
} from './feed-index.js'
import type { Fiche } from './fiche.js'

/** A fiche as it is kept on disk, one a line. */
export interface FicheRow {
  fiche: Fiche
  file: string
  digest: string
  /** Former texts, line by line, latest last; at most {@link MOST_FORMER}. */
  history: (FormerText & { lines: string[] })[]
  gone: Gone | null
}

/** Former texts that are kept of a fiche. */
export const MOST_FORMER = 3

/** The text of a fiche, one paragraph, item or heading a line. */
export function linesOf({ title, summary, parts }: Fiche): string[] {
  return [title, summary, ...parts.flatMap((part) => [part.title, ...blocksToText(part.blocks).split('\n')])].filter(
    (line) => line.trim() !== '',
  )
}

/** The digest of what citizens read of a fiche: title, text, links. 16 hexadecimal digits. */
export function digestOfFiche({ title, summary, parts, online }: Fiche): string {
  return createHash('sha256')
    .update(JSON.stringify([title, summary, parts, online]))
    .digest('hex')
    .slice(0, 16)
}

/** What the index says of a row. */
export function indexed({ fiche, file, digest, history, gone }: FicheRow, at: number, length: number): IndexedFiche {
  const { title, audience, schema, path, modified, url } = fiche
  const former = history.map((text) => ({ digest: text.digest, until: text.until }))
  return { title, audience, schema, path, modified, url, at, length, file, digest, history: former, gone }
}

/** Where a row lies, and what it must be. */
export type Row = Pick<IndexedFiche, 'at' | 'length' | 'sum'>

/** Reads one row. @throws SpoiltFeed when it is not what was written */
export async function readRow(rows: FileHandle, row: Row): Promise<FicheRow> {
  return JSON.parse((await readBytes(rows, row)).toString('utf8')) as FicheRow
}

/** Reads the bytes of one row. @throws SpoiltFeed when they are not what was written */
export async function readBytes(rows: FileHandle, { at, length, sum }: Row): Promise<Buffer> {
  const { buffer, bytesRead } = await rows.read(Buffer.alloc(length), 0, length, at)
  if (bytesRead !== length || (sum !== undefined && sumOfRow(buffer) !== sum)) throw new SpoiltFeed('a row of the feed')
  return buffer
}

/** SHA-256 of the bytes of a row, in hexadecimal. */
export function sumOfRow(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/**
 * Uses what the server has of the feed with its rows open. An import that ends meanwhile takes nothing away: what is open stays readable.
 * @returns `null` before the first import
 */
export async function withRows<T>(
  folder: string,
  use: (index: FeedIndex, rows: FileHandle) => Promise<T>,
): Promise<T | null> {
  const index = await readIndex(folder)
  if (!index) return null
  const rows = await open(rowsFile(folder, index.generation), 'r').catch(async (error: unknown) => {
    const newer = await readIndex(folder)
    // An import has ended between the two readings.
    if (newer && newer.generation !== index.generation) return null
    throw error
  })
  if (!rows) return withRows(folder, use)
  try {
    return await use(index, rows)
  } finally {
    await rows.close()
  }
}
