import { promisify } from 'node:util'
import { strFromU8, strToU8, type Zippable, zipSync } from 'fflate'
import { type Entry, fromBuffer, type Options, type ZipFile } from 'yauzl'
import { ExchangeFault } from './table.js'

/** What an archive may hold at most, once unpacked. */
export interface ZipBounds {
  files: number
  /** Bytes over all files. */
  bytes: number
}

/** Bounds of an archive of entries: ten times the installed content. */
const ENTRY_BOUNDS: ZipBounds = { files: 20_000, bytes: 64 * 1024 * 1024 }

const MEGABYTE = 1024 * 1024

/** Zip's own earliest date: the same files always give the same bytes. */
const NO_DATE = new Date(1980, 0, 1)

/**
 * The files of a zip archive by path, unpacked only when all of them together are within the bounds: sizes are read in its directory first, and unpacking
 * stops where a file goes beyond the size declared there. Folders and files of the system (`__MACOSX`, `.DS_Store`) are left out.
 * The promise rejects with ExchangeFault `not_a_zip`, `archive_too_many`, `archive_too_large` or `unsafe_path`.
 */
export async function unzipBounded(bytes: Uint8Array, bounds: ZipBounds): Promise<Map<string, Uint8Array>> {
  try {
    const zip = await fromBufferPromise(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), {
      lazyEntries: true,
      validateEntrySizes: true,
      // Names are decoded and judged here, so that a bad one has its own sentence.
      decodeStrings: false,
    })
    const wanted = wantedOf(await allEntries(zip, bounds), bounds)
    const files = new Map<string, Uint8Array>()
    for (const [path, entry] of wanted) files.set(path, await unpack(zip, entry))
    return files
  } catch (error) {
    throw error instanceof ExchangeFault ? error : new ExchangeFault('not_a_zip')
  }
}

const fromBufferPromise = promisify<Buffer, Options, ZipFile>(fromBuffer)

/** Every entry of the directory, as far as the bounds allow. */
function allEntries(zip: ZipFile, bounds: ZipBounds): Promise<Entry[]> {
  if (zip.entryCount > bounds.files) throw new ExchangeFault('archive_too_many', { most: String(bounds.files) })
  return new Promise((resolve, reject) => {
    const entries: Entry[] = []
    zip.on('entry', (entry: Entry) => {
      entries.push(entry)
      zip.readEntry()
    })
    zip.once('end', () => resolve(entries))
    zip.once('error', reject)
    zip.readEntry()
  })
}

/** The entries to unpack, once all of them were judged. @throws ExchangeFault `archive_too_many`, `archive_too_large`, `unsafe_path` */
function wantedOf(entries: readonly Entry[], bounds: ZipBounds): [path: string, entry: Entry][] {
  if (entries.length > bounds.files) throw new ExchangeFault('archive_too_many', { most: String(bounds.files) })
  let total = 0
  return entries.flatMap((entry): [string, Entry][] => {
    const path = new TextDecoder().decode(entry.fileNameRaw)
    total += entry.uncompressedSize
    if (total > bounds.bytes) {
      const most = String(Math.floor(bounds.bytes / MEGABYTE))
      throw new ExchangeFault('archive_too_large', { path: path.slice(0, 100), most })
    }
    if (isUnsafe(path)) throw new ExchangeFault('unsafe_path', { path: path.slice(0, 100) })
    return path.endsWith('/') || /(^|\/)(__MACOSX|\.DS_Store)/.test(path) ? [] : [[path, entry]]
  })
}

async function unpack(zip: ZipFile, entry: Entry): Promise<Uint8Array> {
  const stream = await new Promise<NodeJS.ReadableStream>((resolve, reject) => {
    zip.openReadStream(entry, (error, opened) => (error ? reject(error) : resolve(opened)))
  })
  const pieces: Buffer[] = []
  for await (const piece of stream) pieces.push(piece as Buffer)
  return Buffer.concat(pieces)
}

/** Whether bytes begin as a zip archive does. */
export function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5)
}

/** Texts of a zip archive by path; the promise rejects as that of {@link unzipBounded}. */
export async function unzipTexts(bytes: Uint8Array, bounds: ZipBounds = ENTRY_BOUNDS): Promise<Map<string, string>> {
  return new Map([...(await unzipBounded(bytes, bounds))].map(([path, content]) => [path, strFromU8(content)]))
}

/** A zip archive of texts by path. The same texts always give the same bytes. */
export function zipTexts(files: ReadonlyMap<string, string>): Uint8Array {
  const zippable: Zippable = {}
  for (const [path, text] of files) zippable[path] = [strToU8(text), { mtime: NO_DATE }]
  return zipSync(zippable)
}

/** Paths that would leave the folder into which an archive is unpacked. */
function isUnsafe(path: string): boolean {
  return path.startsWith('/') || path.includes('\\') || /^[a-z]:/i.test(path) || path.split('/').includes('..')
}
