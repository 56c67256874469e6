import fs from 'node:fs/promises'
import path from 'node:path'

/** The calls of `node:fs/promises` that the storage makes; tests inject one that fails on demand. */
export type FileSystem = Pick<
  typeof fs,
  'link' | 'mkdir' | 'open' | 'readdir' | 'readFile' | 'rename' | 'stat' | 'unlink' | 'utimes'
>

/** The machine's own file system. */
export const nodeFileSystem: FileSystem = fs

/** Answers of file systems that cannot fsync a folder; there is nothing to wait for then. */
const NOT_SYNCHRONISABLE = new Set(['EINVAL', 'ENOTSUP', 'EPERM', 'EISDIR'])

/** The system's error code (`ENOENT`, `EEXIST`…), whatever realm the error was made in; `undefined` when it has none. */
export function errorCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}

/** Runs a file call whose target may be absent: `undefined` on `ENOENT`, every other error is thrown. */
export async function unlessMissing<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined
    throw error
  }
}

/** Creates a file that must not exist, readable by its owner only, and returns once its content is on the disk; nothing is left of one that cannot be. */
export async function writeNewFile(fs: FileSystem, file: string, content: string): Promise<void> {
  const handle = await fs.open(file, 'wx', 0o600)
  try {
    await handle.writeFile(content)
    await handle.sync()
  } catch (error) {
    // On a full disk each try would leave another, for as long as a supervisor tries again.
    await fs.unlink(file).catch(() => {})
    throw error
  } finally {
    await handle.close()
  }
}

/**
 * Creates a folder and its parents, readable by their owner only, durably: each new name is on the disk in its parent. One after another: where a file
 * system has no place for a folder and says that its parent is missing, as `/proc` does, Node's own `recursive` asks for ever.
 */
export async function makeFolder(fs: FileSystem, folder: string): Promise<void> {
  const missing: string[] = []
  let child = path.resolve(folder)
  while ((await unlessMissing(fs.stat(child))) === undefined) {
    missing.unshift(child)
    child = path.dirname(child)
  }
  for (const one of missing) {
    await fs.mkdir(one, { mode: 0o700 }).catch(unlessThere)
    await syncFolder(fs, path.dirname(one))
  }
}

/** Somebody else may make the same folder. */
function unlessThere(error: unknown): void {
  if (errorCode(error) !== 'EEXIST') throw error
}

/** Returns once the names of a folder (creations, renames, deletions) are on the disk. */
export async function syncFolder(fs: FileSystem, folder: string): Promise<void> {
  const handle = await fs.open(folder, 'r')
  try {
    await handle.sync()
  } catch (error) {
    if (!NOT_SYNCHRONISABLE.has(errorCode(error) ?? '')) throw error
  } finally {
    await handle.close()
  }
}

/** Any text as one segment of a path, which leads nowhere else. */
export function encodeSegment(segment: string): string {
  return encodeURIComponent(segment).replaceAll('.', '%2E')
}
