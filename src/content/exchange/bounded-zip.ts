import { strFromU8, strToU8, unzipSync, type Zippable, zipSync } from 'fflate'
import { ExchangeFault } from './exchange-fault.js'

/** What an archive may hold at most, once unpacked. */
export interface ZipBounds {
  files: number
  /** Bytes over all files. */
  bytes: number
}

/** Bounds of an archive of entries: ten times the installed content. */
export const ENTRY_BOUNDS: ZipBounds = { files: 20_000, bytes: 64 * 1024 * 1024 }

/** Zip's own earliest date: the same files always give the same bytes. */
const NO_DATE = new Date(1980, 0, 1)

/**
 * The files of a zip archive by path, unpacked only when all of them together are within the bounds: sizes are read in its directory first, and no file is
 * unpacked beyond the size declared there. Folders and files of the system (`__MACOSX`, `.DS_Store`) are left out.
 * @throws ExchangeFault `not_a_zip`, `archive_too_large`, `unsafe_path`
 */
export function unzipBounded(bytes: Uint8Array, bounds: ZipBounds): Map<string, Uint8Array> {
  let files = 0
  let total = 0
  const filter = ({ name, originalSize }: { name: string; originalSize: number }) => {
    files += 1
    total += originalSize
    if (files > bounds.files || total > bounds.bytes) throw new ExchangeFault('archive_too_large')
    if (isUnsafe(name)) throw new ExchangeFault('unsafe_path', { path: name.slice(0, 100) })
    return !name.endsWith('/') && !/(^|\/)(__MACOSX|\.DS_Store)/.test(name)
  }
  try {
    return new Map(Object.entries(unzipSync(bytes, { filter })))
  } catch (error) {
    throw error instanceof ExchangeFault ? error : new ExchangeFault('not_a_zip')
  }
}

/** Whether bytes begin as a zip archive does. */
export function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5)
}

/** Texts of a zip archive by path. @throws ExchangeFault as {@link unzipBounded} */
export function unzipTexts(bytes: Uint8Array, bounds: ZipBounds = ENTRY_BOUNDS): Map<string, string> {
  return new Map([...unzipBounded(bytes, bounds)].map(([path, content]) => [path, strFromU8(content)]))
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
