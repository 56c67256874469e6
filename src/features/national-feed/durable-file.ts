import { randomUUID } from 'node:crypto'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { nodeFileSystem, syncFolder } from '../../platform/store/file-system.js'

/**
 * Writes a whole file so that a reader, or a machine that stops, finds the former one or this one, never a part. Its folder is created.
 * @param mode who may read it; by default its owner alone
 */
export async function writeDurably(path: string, text: string, mode = 0o600): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const temporary = `${path}.${randomUUID()}.tmp`
  try {
    const file = await open(temporary, 'wx', mode)
    try {
      await file.writeFile(text)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(temporary, path)
    await syncFolder(nodeFileSystem, dirname(path))
  } finally {
    await rm(temporary, { force: true })
  }
}
