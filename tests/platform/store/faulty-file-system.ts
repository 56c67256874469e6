import { type FileSystem, nodeFileSystem } from '../../../src/platform/store/file-system.js'

/** A call of {@link FileSystem}, or the write or the fsync of a handle that `open` gave; a write that fails has written half. */
export type FaultyCall = keyof FileSystem | 'write' | 'sync'

/** The machine's file system, some calls of which fail on demand (tests run as root, whom no permission stops). */
export interface FaultyFileSystem {
  fileSystem: FileSystem
  /** From now on the call fails with this system error where `where` accepts the path. */
  break: (call: FaultyCall, code: string, where?: (path: string) => boolean) => void
  repair: () => void
  /** How many times each call was made. */
  counts: Map<FaultyCall, number>
}

export function makeFaultyFileSystem(): FaultyFileSystem {
  const faults = new Map<FaultyCall, { code: string; where: (path: string) => boolean }>()
  const counts = new Map<FaultyCall, number>()
  const meet = (call: FaultyCall, target: unknown) => {
    counts.set(call, (counts.get(call) ?? 0) + 1)
    const fault = faults.get(call)
    if (fault?.where(String(target))) throw Object.assign(new Error(`${fault.code}: injected`), { code: fault.code })
  }
  const guarded = Object.entries(nodeFileSystem).map(([call, run]) => [call, guard(call as FaultyCall, run, meet)])
  return {
    fileSystem: Object.fromEntries(guarded),
    break: (call, code, where = () => true) => faults.set(call, { code, where }),
    repair: () => faults.clear(),
    counts,
  }
}

function guard(call: FaultyCall, run: unknown, meet: (call: FaultyCall, target: unknown) => void): unknown {
  if (typeof run !== 'function') return run
  return async (...args: unknown[]) => {
    meet(call, args[0])
    const result = await run(...args)
    if (call === 'open') guardHandle(result, (met) => meet(met, args[0]))
    return result
  }
}

interface Handle {
  writeFile: (content: string) => Promise<void>
  sync: () => Promise<void>
}

function guardHandle(handle: Handle, meet: (call: 'write' | 'sync') => void): void {
  const [writeFile, sync] = [handle.writeFile.bind(handle), handle.sync.bind(handle)]
  handle.writeFile = async (content) => {
    try {
      meet('write')
    } catch (error) {
      await writeFile(content.slice(0, content.length / 2))
      throw error
    }
    await writeFile(content)
  }
  handle.sync = async () => {
    meet('sync')
    await sync()
  }
}
