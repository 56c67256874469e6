import type { FileSystem } from '../file-system.js'
import { unlessMissing } from '../file-system.js'
import type { SnapshotFolder } from './snapshot-folder.js'

/**
 * A data folder as it was when its snapshot began, for reading only. The live file is read first: if it was replaced meanwhile, what it was is kept by then.
 */
export function snapshotView(folder: SnapshotFolder, fs: FileSystem): FileSystem {
  const readFile = async (...[file, ...rest]: unknown[]) => {
    const live = await settle((fs.readFile as AnyCall)(file, ...rest))
    const kept = await unlessMissing((fs.readFile as AnyCall)(folder.keptOf(String(file)), ...rest))
    if (kept === undefined) {
      if ('error' in live) throw live.error
      return live.value
    }
    if ((kept as string).length === 0)
      throw Object.assign(new Error(`ENOENT: not in the snapshot: ${file}`), { code: 'ENOENT' })
    return kept
  }
  const readdir = async (...[name, ...rest]: unknown[]) => {
    const live = await settle((fs.readdir as AnyCall)(name, ...rest))
    const kept = await unlessMissing((fs.readdir as AnyCall)(folder.keptOf(String(name)), ...rest))
    if (kept === undefined && 'error' in live) throw live.error
    return [
      ...new Set([...('value' in live ? (live.value as string[]) : []), ...((kept as string[] | undefined) ?? [])]),
    ]
  }
  return {
    ...fs,
    readFile: readFile as FileSystem['readFile'],
    readdir: readdir as FileSystem['readdir'],
    // Whoever lists takes what was half written away: here it is another process's, which still writes it.
    unlink: async () => {},
  }
}

type AnyCall = (...args: unknown[]) => Promise<unknown>

async function settle(call: Promise<unknown>): Promise<{ value: unknown } | { error: unknown }> {
  try {
    return { value: await call }
  } catch (error) {
    return { error }
  }
}
