import { opendir, readFile, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { FeedFault } from './feed-fault.js'
import { type FeedFile, type FeedFiles, isWanted, MOST_FILE_BYTES, MOST_FILES } from './feed-file.js'
import { zipFiles } from './zip-files.js'

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
