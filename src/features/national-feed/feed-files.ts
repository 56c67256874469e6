import { opendir, readFile, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'
import { type Entry, open, type ZipFile } from 'yauzl'
import type { FeedFaultCode } from './import-report.js'

/** A feed that cannot be imported. `detail` is for the log and the command: a status, a name, two counts. */
export class FeedFault extends Error {
  readonly fault: FeedFaultCode
  readonly detail: string
  constructor(fault: FeedFaultCode, detail = '', options: { cause?: unknown } = {}) {
    super(detail === '' ? fault : `${fault}: ${detail}`, options)
    this.name = 'FeedFault'
    this.fault = fault
    this.detail = detail
  }
}

/** One file of the feed, in memory while it is read. */
export interface FeedFile {
  /** Without its folders. */
  name: string
  bytes: Uint8Array
}

/** A feed that can be read once. */
export interface FeedFiles {
  /** How many files it has, those that are left out included. */
  total: number
  /** Only those that an import reads: fiches and redirections; the others are counted. */
  files: AsyncIterable<FeedFile | null>
}

/** Largest file read: the largest fiche has 1.5 MB. */
const MOST_FILE_BYTES = 16 * 1024 * 1024
/** Most files of a feed: the national one has 5,500. */
const MOST_FILES = 60_000

/** Whether an import reads a file. */
function isWanted(name: string): boolean {
  return /^(F\d{1,7}|redirections)\.xml$/.test(name)
}

/** Most bytes that an archive may unpack to: the national feed has 140 MB. */
const MOST_UNPACKED_BYTES = 2 * 1024 * 1024 * 1024

const openZip = promisify<string, object, ZipFile>(open)

/**
 * Opens a zip. Names that climb out of a folder, encrypted files, and archives that unpack to too much are refused; nothing is ever written under a name of
 * the archive.
 * @throws FeedFault `not_a_feed`
 */
async function zipFiles(path: string): Promise<FeedFiles> {
  const zip = await openZip(path, {
    lazyEntries: true,
    autoClose: false,
    strictFileNames: true,
    validateEntrySizes: true,
  }).catch((cause: unknown) => {
    throw new FeedFault('not_a_feed', '', { cause })
  })
  if (zip.entryCount > MOST_FILES) {
    zip.close()
    throw new FeedFault('too_large')
  }
  return { total: zip.entryCount, files: eachFile(zip) }
}

async function* eachFile(zip: ZipFile): AsyncGenerator<FeedFile | null> {
  try {
    let unpacked = 0
    for (let entry = await nextEntry(zip); entry; entry = await nextEntry(zip)) {
      const name = entry.fileName.split('/').at(-1) ?? ''
      unpacked += entry.uncompressedSize
      if (unpacked > MOST_UNPACKED_BYTES) throw new FeedFault('too_large')
      if (!isWanted(name)) yield null
      else if (entry.uncompressedSize > MOST_FILE_BYTES) throw new FeedFault('too_large', name)
      else yield { name, bytes: await unpack(zip, entry) }
    }
  } finally {
    zip.close()
  }
}

/** The next entry of the archive's list; `null` at its end. @throws FeedFault `unsafe_archive` */
function nextEntry(zip: ZipFile): Promise<Entry | null> {
  return new Promise((resolve, reject) => {
    const done = (settle: () => void) => {
      zip.removeListener('entry', onEntry)
      zip.removeListener('end', onEnd)
      zip.removeListener('error', onError)
      settle()
    }
    const onEntry = (entry: Entry) => done(() => resolve(entry))
    const onEnd = () => done(() => resolve(null))
    const onError = (cause: unknown) => done(() => reject(new FeedFault('unsafe_archive', '', { cause })))
    zip.on('entry', onEntry).on('end', onEnd).on('error', onError)
    zip.readEntry()
  })
}

/** What an entry unpacks to; never more than it says. @throws FeedFault `unsafe_archive` */
async function unpack(zip: ZipFile, entry: Entry): Promise<Uint8Array> {
  try {
    const stream = await promisify(
      zip.openReadStream.bind(zip) as (
        entry: Entry,
        done: (error: Error | null, stream: NodeJS.ReadableStream) => void,
      ) => void,
    )(entry)
    const pieces: Buffer[] = []
    for await (const piece of stream) pieces.push(piece as Buffer)
    return Buffer.concat(pieces)
  } catch (cause) {
    throw new FeedFault('unsafe_archive', entry.fileName.slice(-80), { cause })
  }
}

/**
 * Opens a feed: a folder (with its folders), or a zip.
 * @throws FeedFault `not_found`, `not_a_feed`, `too_large`
 */
export async function openFeedFiles(path: string): Promise<FeedFiles> {
  const found = await stat(path).catch(() => null)
  if (!found) throw new FeedFault('not_found')
  return found.isDirectory() ? folderFiles(path) : zipFiles(path)
}

async function folderFiles(folder: string): Promise<FeedFiles> {
  const paths: string[] = []
  for await (const entry of await opendir(folder, { recursive: true })) {
    if (!entry.isFile() || !entry.name.endsWith('.xml')) continue
    if (paths.push(join(entry.parentPath, entry.name)) > MOST_FILES) throw new FeedFault('too_large')
  }
  return { total: paths.length, files: readEach(paths.sort()) }
}

async function* readEach(paths: readonly string[]): AsyncGenerator<FeedFile | null> {
  for (const path of paths) {
    const name = basename(path)
    if (!isWanted(name)) yield null
    else if ((await stat(path)).size > MOST_FILE_BYTES) throw new FeedFault('too_large')
    else yield { name, bytes: await readFile(path) }
  }
}
