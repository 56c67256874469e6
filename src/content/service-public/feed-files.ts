import { opendir, readFile, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { FeedFault } from './feed-fault.js'
import { zipFiles } from './zip-files.js'

/** One file of the feed, in memory while it is read. */
export interface FeedFile {
  /** Without its folders. */
  name: string
  bytes: Uint8Array
}

/** A feed that can be read once. */
export interface FeedFiles {
  /** How many files it has, those that are left out included. */
  total: number
  /** Only those that an import reads: fiches and redirections; the others are counted. */
  files: AsyncIterable<FeedFile | null>
}

/** Largest file read: the largest fiche has 1.5 MB. */
export const MOST_FILE_BYTES = 16 * 1024 * 1024
/** Most files of a feed: the national one has 5,500. */
export const MOST_FILES = 60_000

/** Whether an import reads a file. */
export function isWanted(name: string): boolean {
  return /^(F\d{1,7}|redirections)\.xml$/.test(name)
}

/**
 * Opens a feed: a folder (with its folders), or a zip.
 * @throws FeedFault `not_found`, `not_a_feed`, `too_large`
 */
export async function openFeedFiles(path: string): Promise<FeedFiles> {
  const found = await stat(path).catch(() => null)
  if (!found) throw new FeedFault('not_found')
  return found.isDirectory() ? folderFiles(path) : zipFiles(path)
}

async function folderFiles(folder: string): Promise<FeedFiles> {
  const paths: string[] = []
  for await (const entry of await opendir(folder, { recursive: true })) {
    if (!entry.isFile() || !entry.name.endsWith('.xml')) continue
    if (paths.push(join(entry.parentPath, entry.name)) > MOST_FILES) throw new FeedFault('too_large')
  }
  return { total: paths.length, files: readEach(paths.sort()) }
}

async function* readEach(paths: readonly string[]): AsyncGenerator<FeedFile | null> {
  for (const path of paths) {
    const name = basename(path)
    if (!isWanted(name)) yield null
    else if ((await stat(path)).size > MOST_FILE_BYTES) throw new FeedFault('too_large')
    else yield { name, bytes: await readFile(path) }
  }
}
