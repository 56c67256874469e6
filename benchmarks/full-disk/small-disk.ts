import { execFile } from 'node:child_process'
import { open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)
const PIECES = [64 * 1024, 4 * 1024, 1]
const AGAIN_MS = 20

/** Ways in which a disk takes nothing any more, and is well again. */
export interface DiskFault {
  begin(): Promise<void>
  end(): Promise<void>
}

/** No byte is left: a file takes them all, those too that the server gives back by what it could not finish. */
export function fullDisk(folder: string): DiskFault {
  const filler = join(folder, 'filler')
  let isFull = false
  let filling: Promise<void> = Promise.resolve()
  return {
    async begin() {
      isFull = true
      await fillUp(filler)
      filling = (async () => {
        while (isFull) {
          await pause(AGAIN_MS)
          await fillUp(filler)
        }
      })()
    },
    async end() {
      isFull = false
      await filling
      await rm(filler)
    },
  }
}

async function fillUp(filler: string): Promise<void> {
  const file = await open(filler, 'a')
  try {
    for (const size of PIECES) await fill(file, Buffer.alloc(size, 1))
  } finally {
    await file.close()
  }
}

async function fill(file: Awaited<ReturnType<typeof open>>, piece: Buffer): Promise<void> {
  for (;;) {
    try {
      await file.appendFile(piece)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOSPC') return
      throw error
    }
  }
}

/** Nothing can be written, as when the kernel has found a fault of the disk. */
export function readOnlyDisk(folder: string): DiskFault {
  return {
    async begin() {
      // While a file is being written the kernel refuses.
      while (!(await remount(folder, 'ro'))) await pause(AGAIN_MS)
    },
    async end() {
      if (!(await remount(folder, 'rw'))) throw new Error('the disk stays read-only')
    },
  }
}

const remount = (folder: string, how: 'ro' | 'rw') =>
  run('mount', ['-o', `remount,${how}`, folder]).then(
    () => true,
    () => false,
  )
