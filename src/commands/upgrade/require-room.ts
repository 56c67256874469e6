import { lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { unlessMissing } from '../../platform/store/file-system.js'
import { freeBytes, inGb } from '../doctor/look-at-machine.js'
import { UpgradeFault } from './upgrade-state.js'

/** Copies of the data that lie there at once: that of the stop, that of the proof, and a backup. */
const COPIES = 3
/** What is left for those who write meanwhile, bytes. */
const SPARE = 200e6

/** What an upgrade is about to write. */
interface Room {
  /** The folder beside which the new version and the copies will lie. */
  root: string
  /** The folder of the former version: the new one is about as large, with its packages. */
  former: string
  dataDir: string
}

/**
 * A disk that fills up in the middle would stop the town's server with the upgrade: what it takes is counted before anything is done. A database that lies
 * elsewhere is not counted.
 * @param free what is free where a folder is, bytes
 * @throws UpgradeFault `upgrade.fault.room`
 */
export async function requireRoom({ root, former, dataDir }: Room, free = freeBytes): Promise<void> {
  const needed = (await sizeOf(former)) + COPIES * (await sizeOf(dataDir)) + SPARE
  const left = await free(root)
  if (left < needed)
    throw new UpgradeFault('upgrade.fault.room', { folder: root, free: inGb(left), needed: inGb(needed) })
}

/** Bytes of the files under a folder; what goes away meanwhile, or is not there, counts for nothing. */
async function sizeOf(path: string): Promise<number> {
  const stats = await unlessMissing(lstat(path))
  if (!stats?.isDirectory()) return stats?.size ?? 0
  const names = (await unlessMissing(readdir(path))) ?? []
  let bytes = 0
  for (const name of names) bytes += await sizeOf(join(path, name))
  return bytes
}
