import { type FileSystem, nodeFileSystem } from '../../../src/platform/store/file-system.js'

/** A file system that dies with its process. */
export interface DyingFileSystem {
  fileSystem: FileSystem
  isDead: () => boolean
}

/**
 * The machine's file system until so many calls were made; the next one is done by half or not at all, and nothing after it happens: what a process that
 * is killed, or a machine that loses its power, leaves behind.
 */
export function makeDyingFileSystem(callsLeft: number): DyingFileSystem {
  let left = callsLeft
  const live = () => {
    left -= 1
    if (left < 0) throw Object.assign(new Error('EIO: the process is gone'), { code: 'EIO' })
  }
  const guarded = Object.entries(nodeFileSystem).map(([name, call]) => [
    name,
    typeof call === 'function' ? guard(call, live) : call,
  ])
  return { fileSystem: Object.fromEntries(guarded), isDead: () => left < 0 }
}

// biome-ignore lint/suspicious/noExplicitAny: the calls of a file system have every shape.
type Call = (...args: any[]) => Promise<any>

function guard(call: Call, live: () => void): Call {
  return async (...args) => {
    live()
    const result = await call(...args)
    if (typeof result?.writeFile === 'function') guardHandle(result, live)
    return result
  }
}

function guardHandle(handle: { writeFile: Call; sync: Call }, live: () => void): void {
  const [writeFile, sync] = [handle.writeFile.bind(handle), handle.sync.bind(handle)]
  handle.writeFile = async (content: string) => {
    try {
      live()
    } catch (error) {
      await writeFile(content.slice(0, content.length / 2))
      throw error
    }
    await writeFile(content)
  }
  handle.sync = async () => {
    live()
    await sync()
  }
}
