import { createHash, randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { readdir, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import type { Config } from '../../config.js'
import { TEMPORARY_SUFFIX } from '../../platform/store/durable-json-file.js'
import { makeFolder, nodeFileSystem, syncFolder, unlessMissing } from '../../platform/store/file-system.js'
import { sealWord } from '../../platform/store/seal-check-file.js'
import { createSealer } from '../../platform/store/sealer.js'
import { type CopyProgress, canonical, KindSums } from '../../store/move-documents.js'
import type { StoreChoice } from '../../store/open-store.js'
import type { StoreSnapshot } from '../../store/snapshots/lowdb-snapshot.js'
import { withSnapshot } from '../../store/snapshots/with-snapshot.js'
import { BACKUP_VERSION, type BackupHeader, type BackupManifest, SAVED_KINDS, type TownLine } from './backup-format.js'
import { ERASURES_FILE, erasuresOf, writeErasures } from './erasures-file.js'
import { readBackup } from './read-backup.js'
import { townLines } from './town-files.js'

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
export const BACKUP_FILE_SUFFIX = '.ndjson.gz'
const NAME = /^guichet-\d{4}-\d\d-\d\dT\d{6}Z\.ndjson\.gz$/

/** The name of a backup of an instant, which sorts by age. */
export function backupName(at: string): string {
  return `guichet-${at.replace(/\.\d+Z$/, 'Z').replaceAll(':', '')}${BACKUP_FILE_SUFFIX}`
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
    const town = townDir === null ? null : townLines(townDir)
    const manifest = await writeBackup(snapshot, { file, header, town, onProgress })
    const erasures = await erasuresOf(snapshot)
    await writeErasures(
      path.join(path.dirname(path.resolve(file)), ERASURES_FILE),
      { madeAt: at, erasures },
      erasuresFrom,
    )
    return manifest
  })
}

/** Names of the backups of a folder that have a name by their date, oldest first; none where there is no such folder. */
export async function backupsIn(folder: string): Promise<string[]> {
  return ((await unlessMissing(readdir(folder))) ?? []).filter((name) => NAME.test(name)).sort()
}

/** Deletes the backups of a folder but the latest ones; those with names of their own are left. @returns what was deleted */
export async function keepLatest(folder: string, count: number): Promise<string[]> {
  const names = await backupsIn(folder)
  const old = names.slice(0, Math.max(0, names.length - count))
  for (const name of old) await rm(path.join(folder, name))
  return old
}

/** What {@link writeBackup} is given. */
interface BackupWriting {
  /** Made when missing, replaced when there. */
  file: string
  header: BackupHeader
  /** The files of what is the town's own, carried with the rest; `null`: there is none. */
  town: AsyncIterable<TownLine> | null
  onProgress: (progress: CopyProgress) => void
}

/**
 * Writes a snapshot to one file, with the town's own files, readable by its owner only: a line for each document, compressed. It has its name once it is on the disk, was read again
 * and is what was written; until then the former file of that name, if any, stays.
 * @throws the file system's error, e.g. `ENOSPC`; nothing is left of it then
 */
export async function writeBackup(
  snapshot: Pick<StoreSnapshot, 'documents'> & Partial<StoreSnapshot>,
  writing: BackupWriting,
): Promise<BackupManifest> {
  const file = path.resolve(writing.file)
  const temporary = `${file}.${randomUUID()}${TEMPORARY_SUFFIX}`
  await makeFolder(nodeFileSystem, path.dirname(file))
  try {
    // It is on the disk before the stream closes.
    const output = createWriteStream(temporary, { flags: 'wx', mode: 0o600, flush: true })
    await pipeline(Readable.from(linesOf(snapshot, writing)), createGzip(), output)
    const read = await readBackup(temporary)
    if ('fault' in read) throw new Error(`what was written cannot be read again: ${read.fault}`)
    await rename(temporary, file)
    await syncFolder(nodeFileSystem, path.dirname(file))
    return read.manifest
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}

async function* linesOf(
  snapshot: Pick<StoreSnapshot, 'documents'> & Partial<StoreSnapshot>,
  { header, town: files, onProgress }: BackupWriting,
): AsyncGenerator<string> {
  const hash = createHash('sha256')
  const sums = new KindSums()
  const noted = (line: string) => {
    hash.update(line)
    return line
  }
  yield noted(`${JSON.stringify(header)}\n`)
  if (files !== null) for await (const { town, text } of files) yield noted(`${JSON.stringify({ town, text })}\n`)
  let [last, done] = ['', 0]
  for await (const one of snapshot.documents(SAVED_KINDS)) {
    const text = canonical(one.document)
    sums.add(one, text)
    done = one.kind === last ? done + 1 : 1
    last = one.kind
    onProgress({ kind: one.kind, done, total: Math.max(snapshot.totals?.get(one.kind) ?? 1, done) })
    yield noted(`{"kind":"${one.kind}","key":${JSON.stringify(one.key)},"document":${text}}\n`)
  }
  const counts = sums.counts().filter(({ kind }) => SAVED_KINDS.includes(kind))
  yield `${JSON.stringify({ end: { counts, sha256: hash.digest('hex') } })}\n`
}

/** By which a restoration knows the key again; `null`: there is none, and none is drawn. */
export async function keyWordOf({ dataDir, sealKey }: Pick<Config, 'dataDir' | 'sealKey'>): Promise<string | null> {
  const sealer = createSealer(dataDir, { key: sealKey })
  return (await sealer.hasKey()) ? sealWord(sealer) : null
}
