import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type FileHandle, open, stat, truncate } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import type { IndexedFiche } from './feed-index.js'
import { digestOfFiche, type FicheRow, indexed, sumOfRow } from './fiche-row.js'

/** An amount or a length of time in a text. */
export interface Value {
  kind: 'amount' | 'time'
  /** As it is written. */
  text: string
  /** Characters before it. */
  at: number
  /** The same for what is the same, however it is written: `86 €`, `86,00 euros`. */
  key: string
}

const AMOUNT = /(?<![\d.,])\d{1,9}(?:[ \u00a0\u202f.,]\d{1,3}){0,4}[ \u00a0\u202f]?(?:€|euros?\b)/giu
const TIME = /(?<![\d.,])\d{1,4}[ \u00a0\u202f](?:minute|heure|jour|semaine|mois|an|année)s?\b/giu

/** The amounts and the lengths of time of a text, in their order. Pure. */
export function valuesOf(text: string): Value[] {
  const found = [AMOUNT, TIME].flatMap((pattern) =>
    [...text.matchAll(pattern)].map(({ 0: written, index }): Value => {
      const kind = pattern === AMOUNT ? 'amount' : 'time'
      return { kind, text: written, at: index, key: kind === 'amount' ? amountKey(written) : timeKey(written) }
    }),
  )
  return found.sort((a, b) => a.at - b.at)
}

function amountKey(written: string): string {
  const digits = written.replace(/[^\d.,]/g, '').replace(/[.,](?=\d{3})/g, '')
  return `${Number(digits.replace(',', '.'))} €`
}

function timeKey(written: string): string {
  const [number = '', unit = ''] = written.toLowerCase().split(/[ \u00a0\u202f]/)
  return `${Number(number)} ${unit === 'mois' ? unit : unit.replace(/s$/, '').replace('année', 'an')}`
}

/** Rows written by an import that is not finished. */
export interface RowWriter {
  /** What is written so far, by id; what a former try had written is there from the start. */
  written: Map<string, IndexedFiche>
  add(row: FicheRow): Promise<void>
  /** Adds a row as it stands in another file. */
  copy(id: string, entry: IndexedFiche, bytes: Buffer): Promise<void>
  /** Returns once every row is on the disk. */
  finish(): Promise<void>
  close(): Promise<void>
}

/** Bytes gathered before they are written. */
const PIECE_BYTES = 1024 * 1024

/**
 * Opens the file of an import. Rows that a former try had written are taken over, up to the first that is cut, when it began from the same state.
 * @param from what the import begins from, in a word; a file that began from something else is begun anew
 */
export async function openRowWriter(path: string, from: string): Promise<RowWriter> {
  const head = `${JSON.stringify({ from })}\n`
  const { written, end } = await takeOver(path, from)
  const file = await open(path, end === 0 ? 'w' : 'r+', 0o600)
  let size = end
  let pending: Buffer[] = []
  let pendingBytes = 0
  const flush = async () => {
    if (pendingBytes === 0) return
    const piece = Buffer.concat(pending)
    await writeAll(file, piece, size - pendingBytes)
    pending = []
    pendingBytes = 0
  }
  const push = async (bytes: Buffer) => {
    pending.push(bytes)
    pendingBytes += bytes.length
    size += bytes.length
    if (pendingBytes >= PIECE_BYTES) await flush()
  }
  if (end === 0) await push(Buffer.from(head))
  const put = async (id: string, bytes: Buffer, toEntry: (at: number) => IndexedFiche) => {
    written.set(id, { ...toEntry(size), sum: sumOfRow(bytes) })
    await push(Buffer.concat([bytes, NEW_LINE]))
  }
  return {
    written,
    add(row) {
      const bytes = Buffer.from(JSON.stringify(row))
      return put(row.fiche.id, bytes, (at) => indexed(row, at, bytes.length))
    },
    copy: (id, entry, bytes) => put(id, bytes, (at) => ({ ...entry, at, length: bytes.length })),
    async finish() {
      await flush()
      await file.sync()
    },
    async close() {
      await flush()
      await file.close()
    },
  }
}

const NEW_LINE = Buffer.from('\n')

async function writeAll(file: FileHandle, bytes: Buffer, at: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, at + done)
    done += bytesWritten
  }
}

/** What a former try had written; its end is cut after the last whole row. */
async function takeOver(path: string, from: string): Promise<{ written: Map<string, IndexedFiche>; end: number }> {
  const written = new Map<string, IndexedFiche>()
  let end = 0
  try {
    const { size } = await stat(path)
    for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })) {
      const length = Buffer.byteLength(line)
      // A line without its break is cut, whole as it may look.
      const read = end + length < size ? toLine(line) : null
      if (read === null) break
      if (end === 0) {
        if (!('from' in read) || read.from !== from) return { written, end: 0 }
      } else if ('fiche' in read) {
        const sum = sumOfRow(Buffer.from(line))
        written.set(read.fiche.id, { ...indexed(read, end, length), sum })
      }
      end += length + 1
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  if (end > 0) await truncate(path, end)
  return { written, end }
}

/** What a line says; `null` when it is cut or altered: what stands before it is whole. */
function toLine(line: string): FicheRow | { from: string } | null {
  try {
    const read = JSON.parse(line) as FicheRow | { from: string }
    if ('fiche' in read && digestOfFiche(read.fiche) !== read.digest) return null
    return read
  } catch {
    return null
  }
}

/** SHA-256 of a file of the feed, in hexadecimal. */
export function digestOfFile(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
