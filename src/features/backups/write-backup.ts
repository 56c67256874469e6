import { createHash, randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { TEMPORARY_SUFFIX } from '../../platform/store/durable-json-file.js'
import { makeFolder, nodeFileSystem, syncFolder } from '../../platform/store/file-system.js'
import { type CopyProgress, canonical, KindSums } from '../../platform/store/move-documents.js'
import type { StoreSnapshot } from '../../platform/store/snapshots/store-snapshot.js'
import { type BackupHeader, type BackupManifest, SAVED_KINDS } from './backup-format.js'
import { readBackup } from './read-backup.js'
import { townLines } from './town-files.js'

/** What {@link writeBackup} is given. */
export interface BackupWriting {
  /** Made when missing, replaced when there. */
  file: string
  header: BackupHeader
  /** The folder of what is the town's own, carried with the rest; `null`: there is none. */
  townDir: string | null
  onProgress: (progress: CopyProgress) => void
}

/**
 * Writes a snapshot to one file, with the town's own files, readable by its owner only: a line for each document, compressed. It has its name once it is on the disk, was read again
 * and is what was written; until then the former file of that name, if any, stays.
 * @throws the file system's error, e.g. `ENOSPC`; nothing is left of it then
 */
export async function writeBackup(snapshot: StoreSnapshot, writing: BackupWriting): Promise<BackupManifest> {
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
  snapshot: StoreSnapshot,
  { header, townDir, onProgress }: BackupWriting,
): AsyncGenerator<string> {
  const hash = createHash('sha256')
  const sums = new KindSums()
  const noted = (line: string) => {
    hash.update(line)
    return line
  }
  yield noted(`${JSON.stringify(header)}\n`)
  if (townDir !== null)
    for await (const { town, text } of townLines(townDir)) yield noted(`${JSON.stringify({ town, text })}\n`)
  let [last, done] = ['', 0]
  for await (const one of snapshot.documents(SAVED_KINDS)) {
    const text = canonical(one.document)
    sums.add(one, text)
    done = one.kind === last ? done + 1 : 1
    last = one.kind
    onProgress({ kind: one.kind, done, total: Math.max(snapshot.totals.get(one.kind) ?? 1, done) })
    yield noted(`{"kind":"${one.kind}","key":${JSON.stringify(one.key)},"document":${text}}\n`)
  }
  const counts = sums.counts().filter(({ kind }) => SAVED_KINDS.includes(kind))
  yield `${JSON.stringify({ end: { counts, sha256: hash.digest('hex') } })}\n`
}
