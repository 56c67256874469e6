import { mkdtemp, readdir, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'

/** A new empty folder outside the repository. */
export function makeTemporaryFolder(): Promise<string> {
  return mkdtemp(path.join(os.tmpdir(), 'guichet-storage-'))
}

export async function removeFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true })
}

/** Paths of the files under a folder, from it, sorted. */
export async function listFiles(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = names.filter((name) => name.isFile())
  return files.map((file) => path.relative(folder, path.join(file.parentPath, file.name))).sort()
}
