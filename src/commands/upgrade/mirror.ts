import { copyFile, lstat, mkdir, readdir, readlink, rm, symlink, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { unlessMissing } from '../../platform/store/file-system.js'
import { run } from './run-program.js'

/** Times are kept to less than a microsecond, ms. */
const SAME_MS = 0.01

/**
 * Makes a folder the same as another, byte for byte, and copies only what differs in size or time: a second call, once nobody writes, takes as long as what
 * changed since the first. What goes away while it is read is left out. On the disk once it resolves.
 * @param leftOut names at the top that are not copied, and stay where they are
 */
export async function mirror(from: string, to: string, leftOut: readonly string[] = []): Promise<void> {
  await mirrorFolder(from, to, leftOut)
  // What is not on the disk is lost with the current; a file system that cannot say so is asked in vain.
  await run('sync', ['--file-system', to]).catch(() => {})
}

async function mirrorFolder(from: string, to: string, leftOut: readonly string[]): Promise<void> {
  const { mode } = await lstat(from)
  await mkdir(to, { recursive: true, mode })
  const wanted = (await readdir(from)).filter((name) => !leftOut.includes(name))
  const there = (await readdir(to)).filter((name) => !leftOut.includes(name))
  for (const name of there) if (!wanted.includes(name)) await rm(join(to, name), { recursive: true, force: true })
  for (const name of wanted) await unlessMissing(mirrorOne(join(from, name), join(to, name)))
}

async function mirrorOne(from: string, to: string): Promise<void> {
  const source = await lstat(from)
  const target = await unlessMissing(lstat(to))
  if (target && kindOf(source) !== kindOf(target)) await rm(to, { recursive: true, force: true })
  if (source.isDirectory()) return mirrorFolder(from, to, [])
  if (source.isSymbolicLink()) {
    await rm(to, { force: true })
    return symlink(await readlink(from), to)
  }
  const isSame = target?.isFile() && target.size === source.size && Math.abs(target.mtimeMs - source.mtimeMs) < SAME_MS
  if (!source.isFile() || isSame) return
  await copyFile(from, to)
  // As it was before it was read: what changed meanwhile is copied again.
  await utimes(to, source.atimeMs / 1000, source.mtimeMs / 1000)
}

function kindOf(stats: { isDirectory(): boolean; isSymbolicLink(): boolean }): string {
  return stats.isDirectory() ? 'folder' : stats.isSymbolicLink() ? 'link' : 'file'
}
