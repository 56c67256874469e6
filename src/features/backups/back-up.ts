import { readdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { unlessMissing } from '../../platform/store/file-system.js'
import type { CopyProgress } from '../../platform/store/move-documents.js'
import type { StoreChoice } from '../../platform/store/open-store.js'
import { withSnapshot } from '../../platform/store/snapshots/with-snapshot.js'
import { BACKUP_VERSION, type BackupManifest } from './backup-format.js'
import { ERASURES_FILE, erasuresOf, writeErasures } from './erasures-file.js'
import { writeBackup } from './write-backup.js'

/** What {@link backUp} is given. */
export interface BackupRequest {
  store: StoreChoice
  file: string
  /** The folder of what is the town's own; `null`: the demonstration has none. */
  townDir: string | null
  /** ISO instant, by the machine's clock. */
  at: string
  /** Erasures before this instant are not kept any more. */
  erasuresFrom: string
  /** What `sealWord` gave with the key at hand, for a store that has not noted its own; `null`: there is none. */
  keyWord: string | null
  onProgress: (progress: CopyProgress) => void
}

/** Ends the name of a backup. */
export const BACKUP_SUFFIX = '.ndjson.gz'
const NAME = /^guichet-\d{4}-\d\d-\d\dT\d{6}Z\.ndjson\.gz$/

/** The name of a backup of an instant, which sorts by age. */
export function backupName(at: string): string {
  return `guichet-${at.replace(/\.\d+Z$/, 'Z').replaceAll(':', '')}${BACKUP_SUFFIX}`
}

/**
 * Writes everything that a store keeps to a file, as it is at one instant, with what is the town's own, and the index of what was erased next to it.
 * @throws AppError as the snapshot of a store; `storage_unavailable` for the errors of the file
 */
export function backUp(request: BackupRequest): Promise<BackupManifest> {
  const { store, file, townDir, at, erasuresFrom, keyWord, onProgress } = request
  return withSnapshot(store, async (snapshot) => {
    // Of the store itself first: a command may run with another key than the servers.
    const word = snapshot.keyWord ?? keyWord
    const header = {
      format: 'guichet-backup' as const,
      version: BACKUP_VERSION,
      madeAt: at,
      store: store.database ? ('postgres' as const) : ('lowdb' as const),
      ...(word === null ? {} : { keyWord: word }),
      ...(snapshot.birth === null ? {} : { birth: snapshot.birth }),
    }
    const manifest = await writeBackup(snapshot, { file, header, townDir, onProgress })
    const erasures = await erasuresOf(snapshot)
    await writeErasures(
      path.join(path.dirname(path.resolve(file)), ERASURES_FILE),
      { madeAt: at, erasures },
      erasuresFrom,
    )
    return manifest
  })
}

/** Deletes the backups of a folder but the latest ones; those with names of their own are left. @returns what was deleted */
export async function keepLatest(folder: string, count: number): Promise<string[]> {
  const names = ((await unlessMissing(readdir(folder))) ?? []).filter((name) => NAME.test(name)).sort()
  const old = names.slice(0, Math.max(0, names.length - count))
  for (const name of old) await rm(path.join(folder, name))
  return old
}
