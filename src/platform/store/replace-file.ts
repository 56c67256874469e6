import { randomUUID } from 'node:crypto'
import { rename, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { TEMPORARY_SUFFIX } from './durable-json-file.js'
import { makeFolder, nodeFileSystem, syncFolder } from './file-system.js'

/** What a file is made of: whole, or in pieces that need not be in memory together. */
export type FileContent = string | Uint8Array | AsyncIterable<Uint8Array>

/** Of what a repository or a town keeps among its own files: their owner changes them, others may read them. */
export const READABLE = 0o644

/**
 * Puts a whole file in the place of the former one, if any, so that a reader, or a machine that stops, finds that one or this one, never a part. It is on
 * the disk once it resolves; its folder is made.
 * @param mode who may read it; by default its owner alone
 * @throws the file system's error, e.g. `ENOSPC`: the former file is there as it was, and nothing beside it
 */
export async function replaceFile(path: string, content: FileContent, mode = 0o600): Promise<void> {
  const folder = dirname(path)
  const temporary = `${path}.${randomUUID()}${TEMPORARY_SUFFIX}`
  await makeFolder(nodeFileSystem, folder)
  try {
    await writeFile(temporary, content, { flag: 'wx', mode, flush: true })
    await rename(temporary, path)
    await syncFolder(nodeFileSystem, folder)
  } finally {
    await rm(temporary, { force: true })
  }
}
