import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'
import { z } from 'zod'
import type { UsersDocument } from '../../features/accounts/staff-verbs.js'
import { countAccounts, FORMAT } from '../../platform/store/birth.js'
import { errorCode } from '../../platform/store/file-system.js'
import { latestVersion, readMark } from '../../platform/store/newer-format.js'
import { kindOf } from '../../store/migrate-store.js'
import { canonical, type KeptDocument, type KindCount, KindSums } from '../../store/move-documents.js'
import {
  type BackupManifest,
  backupFooter,
  backupHeader,
  backupLine,
  COMMUNE_ARCHIVE_VERSION,
  SAVED_KINDS,
  type TownLine,
  townLine,
} from './backup-format.js'

/**
 * Why a backup cannot be taken: it is none; a later version of Guichet made it; its end is missing; what it holds is not what it says; or its file cannot be
 * read at all.
 */
export type BackupFault = 'not_a_backup' | 'newer' | 'truncated' | 'altered' | 'missing'

/** Reads a backup whole, and nothing is made of it: whether it is what it says. @throws the file system's errors, but for a file that is not there */
export async function readBackup(file: string): Promise<{ manifest: BackupManifest } | { fault: BackupFault }> {
  const hash = createHash('sha256')
  const sums = new KindSums()
  const lines = linesOf(file)
  try {
    const first = await lines.next()
    const header = first.done ? null : parse(backupHeader, first.value)
    if (!header) return { fault: 'not_a_backup' }
    if (header.version > COMMUNE_ARCHIVE_VERSION || (header.birth?.format ?? 0) > FORMAT) return { fault: 'newer' }
    const birth = readMark(header.birth, file)
    let accounts = countAccounts([])
    hash.update(`${first.value}\n`)
    let hasTown = false
    for await (const line of lines) {
      const footer = line.startsWith('{"end":') ? parse(backupFooter, line) : null
      if (footer) {
        const { counts, sha256 } = footer.end
        const found = sums.counts().filter(({ kind }) => SAVED_KINDS.includes(kind))
        const isSame =
          sha256 === hash.digest('hex') && canonical(found.filter(isSome)) === canonical(counts.filter(isSome))
        // Nothing comes after the end.
        if (!isSame || !(await lines.next()).done) return { fault: 'altered' }
        const hasDocuments = counts.some(({ count }) => count > 0)
        const kind = kindOf({ birth, hasDocuments, hasKey: false, accounts })
        return { manifest: { ...header, counts, sha256, birth, kind, hasTown } }
      }
      const one = parse(bodyLine, line)
      if (!one) return { fault: 'altered' }
      hash.update(`${line}\n`)
      if ('town' in one) {
        hasTown = true
        continue
      }
      if (isOfLaterVersion(one)) return { fault: 'newer' }
      if (one.kind === 'users') accounts = countAccounts((one.document as unknown as UsersDocument).users)
      sums.add(one, JSON.stringify(one.document))
    }
    return { fault: 'truncated' }
  } catch (error) {
    return { fault: faultOf(error) }
  }
}

/** A kind of which there is none may be one that did not exist when a backup was made. */
function isSome({ count }: Pick<KindCount, 'count'>): boolean {
  return count > 0
}

const bodyLine = z.union([backupLine, townLine])

/** The documents of a backup that {@link readBackup} has found sound. */
export async function* documentsOf(file: string): AsyncGenerator<KeptDocument> {
  const lines = linesOf(file)
  await lines.next()
  for await (const line of lines)
    if (!line.startsWith('{"end":') && !isOfTown(line)) yield JSON.parse(line) as KeptDocument
}

/** The files of the town folder of a backup that {@link readBackup} has found sound. */
export async function* townLinesOf(file: string): AsyncGenerator<TownLine> {
  const lines = linesOf(file)
  await lines.next()
  for await (const line of lines) {
    if (!isOfTown(line)) return
    yield JSON.parse(line) as TownLine
  }
}

function isOfTown(line: string): boolean {
  return line.startsWith('{"town":')
}

async function* linesOf(file: string): AsyncGenerator<string> {
  const packed = createReadStream(file)
  const unpacked = createGunzip()
  packed.on('error', (error) => unpacked.destroy(error))
  packed.pipe(unpacked)
  unpacked.setEncoding('utf8')
  try {
    let rest = ''
    // Not `readline`: it also breaks lines at U+2028, which a citizen can paste and JSON does not escape.
    for await (const chunk of unpacked) {
      const lines = (rest + chunk).split('\n')
      rest = lines.pop() ?? ''
      yield* lines
    }
  } finally {
    packed.destroy()
    unpacked.destroy()
  }
}

/** What this version would spoil, whatever the mark says. */
function isOfLaterVersion({ kind, document }: KeptDocument): boolean {
  return Number((document as { version?: unknown }).version) > latestVersion(kind)
}

/** What a line says, as it is there; `null`: it is not of that shape. */
function parse<T>(shape: z.ZodType<T>, line: string): T | null {
  try {
    const value: unknown = JSON.parse(line)
    return shape.safeParse(value).success ? (value as T) : null
  } catch {
    return null
  }
}

/** What the decompression says of a file; anything else is the file system's to say. */
function faultOf(error: unknown): BackupFault {
  const code = errorCode(error)
  if (code === 'ENOENT' || code === 'EISDIR') return 'missing'
  if (code === 'Z_BUF_ERROR') return 'truncated'
  if (code === 'Z_DATA_ERROR') return /header check/.test(String(error)) ? 'not_a_backup' : 'altered'
  throw error
}
