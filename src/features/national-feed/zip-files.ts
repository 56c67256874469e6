import { promisify } from 'node:util'
import { type Entry, open, type ZipFile } from 'yauzl'
import { FeedFault } from './feed-fault.js'
import { type FeedFile, type FeedFiles, isWanted, MOST_FILE_BYTES, MOST_FILES } from './feed-file.js'

/** Most bytes that an archive may unpack to: the national feed has 140 MB. */
const MOST_UNPACKED_BYTES = 2 * 1024 * 1024 * 1024

const openZip = promisify<string, object, ZipFile>(open)

/**
 * Opens a zip. Names that climb out of a folder, encrypted files, and archives that unpack to too much are refused; nothing is ever written under a name of
 * the archive.
 * @throws FeedFault `not_a_feed`
 */
export async function zipFiles(path: string): Promise<FeedFiles> {
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
