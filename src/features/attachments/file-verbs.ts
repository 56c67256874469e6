import type { FileType } from '../../platform/model/attachment.js'
import type { DocumentSet } from '../../platform/store/document-set.js'
import { encodeSegment } from '../../platform/store/file-system.js'
import { NamedLocks } from '../../platform/store/named-locks.js'
import { type KnownFile, roomFor } from './file-room.js'

/** A file that entries of a commune name. Written once: its key is its content. */
export interface FileDocument {
  version: 1
  communeId: string
  type: FileType
  /** When it was last given, ISO instant. */
  givenAt: string
  /** In base64. */
  content: string
}

/** A file on its way into a store. */
export interface NewFile extends Pick<FileDocument, 'communeId' | 'type' | 'givenAt'> {
  id: string
  bytes: Buffer
  /** How much the files of the commune may take, bytes; absent: that is not counted. */
  most?: number
}

/** Files of entries. */
export interface FileStore {
  /**
   * Keeps a file of a commune, once however often it is given; not beyond `MOST_OF_COMMUNE`, nor beyond what they may take. Where it does not fit, the
   * files that only former revisions name make room, those that were given first before the others; none goes where that is not enough.
   */
  keepFile(file: NewFile): Promise<'kept' | 'too_many' | 'no_room'>
  /** A file of a commune; `undefined`: it has no such one. */
  readFile(communeId: string, id: string): Promise<{ type: FileType; bytes: Buffer } | undefined>
  /** Whether an entry of a commune names a file that citizens are answered with. */
  isFileServed(communeId: string, id: string): Promise<boolean>
  /** The ids of the files of a commune. */
  listFiles(communeId: string): Promise<string[]>
}

/** Of which files entries speak, by commune and id. */
export interface NamedFiles {
  /** Whether every entry could be read: else what the others name is not all that is named. */
  isWhole(): boolean
  /** In a revision, or in a draft. */
  isNamed(communeId: string, id: string): boolean
  /** In the last revision of an entry, or in a draft. */
  isCurrent(communeId: string, id: string): boolean
  /** In what citizens are answered with. */
  isServed(communeId: string, id: string): boolean
}

/** For how long a file stays that no entry names, or that only former revisions do: its draft is not saved yet, or what was undone may be done again. */
const UNNAMED_MS = 24 * 3_600_000

/** Where a file of a commune is kept: `<commune>/<id>`. */
export function fileKey(communeId: string, id: string): string {
  return `${encodeSegment(communeId)}/${id}`
}

/** The verbs about files, and the one that drops what no entry has named for a day. */
export function fileVerbs(
  documents: DocumentSet<FileDocument>,
  named: NamedFiles,
): FileStore & { dropUnnamedFiles(at: string): Promise<number> } {
  const kept = new KeptFiles(documents)
  // Of this process: another one of the same database may fill the same room at the same time.
  const locks = new NamedLocks()
  const makeRoom = async ({ communeId, bytes, givenAt, most }: NewFile) => {
    const before = dayBefore(givenAt)
    const isPast = ({ id, given }: KnownFile) =>
      given < before && named.isNamed(communeId, id) && !named.isCurrent(communeId, id)
    while (true) {
      const room = roomFor(bytes.length, {
        files: await kept.known(communeId),
        isPast: named.isWhole() ? isPast : () => false,
        most,
      })
      if (!Array.isArray(room)) return room
      let renewed = 0
      for (const id of room) if (!(await kept.drop(fileKey(communeId, id), before))) renewed += 1
      // What was given again elsewhere stays, and is known by now: others make room, or none do.
      if (renewed === 0) return 'kept'
    }
  }
  return {
    keepFile: (given) =>
      // Of two that are given at once, the second finds the room that the first has left: exactly within one process only.
      locks.withLock(given.communeId, async () => {
        const room = documents.has(fileKey(given.communeId, given.id)) ? 'kept' : await makeRoom(given)
        if (room === 'kept') await kept.put(given)
        return room
      }),
    async readFile(communeId, id) {
      const document = await documents.read(fileKey(communeId, id))
      if (!document) return undefined
      const { type, content } = document
      return { type, bytes: Buffer.from(content, 'base64') }
    },
    isFileServed: async (communeId, id) => named.isServed(communeId, id),
    listFiles: async (communeId) => kept.ids(communeId),
    async dropUnnamedFiles(at) {
      const before = dayBefore(at)
      const isNamed = (key: string) => {
        const cut = key.lastIndexOf('/')
        return named.isNamed(decodeURIComponent(key.slice(0, cut)), key.slice(cut + 1))
      }
      let dropped = 0
      if (!named.isWhole()) return dropped
      for (const key of documents.keys().filter((one) => !isNamed(one))) {
        const file = await kept.read(key)
        if (!file || file.given >= before) continue
        if (await kept.drop(key, before)) dropped += 1
      }
      return dropped
    },
  }
}

function dayBefore(at: string): string {
  return new Date(Date.parse(at) - UNNAMED_MS).toISOString()
}

/** The documents of files; what is known of one is kept, so that what waits for its day is not read at each sweep. */
class KeptFiles {
  readonly #known = new Map<string, Omit<KnownFile, 'id'>>()

  constructor(private readonly documents: DocumentSet<FileDocument>) {}

  ids(communeId: string): string[] {
    const folder = fileKey(communeId, '')
    return this.documents.keys().flatMap((key) => (key.startsWith(folder) ? key.slice(folder.length) : []))
  }

  async known(communeId: string): Promise<KnownFile[]> {
    const all: KnownFile[] = []
    for (const id of this.ids(communeId)) {
      const file = await this.read(fileKey(communeId, id))
      if (file) all.push({ id, ...file })
    }
    return all
  }

  /** A file never changes under its key, but for when it was last given, which another process may have renewed since: {@link drop} looks again. */
  async read(key: string): Promise<Omit<KnownFile, 'id'> | undefined> {
    const known = this.#known.get(key)
    if (known) return known
    const document = await this.documents.read(key)
    if (!document) return undefined
    const read = { given: document.givenAt, size: Buffer.byteLength(document.content, 'base64') }
    this.#known.set(key, read)
    return read
  }

  async put({ communeId, id, bytes, type, givenAt }: NewFile): Promise<void> {
    const key = fileKey(communeId, id)
    const document: FileDocument = { version: 1, communeId, type, givenAt, content: bytes.toString('base64') }
    this.#known.delete(key)
    await this.documents.update(key, () => ({ document, result: undefined, changes: [] }))
  }

  /** Drops a file that was last given before an instant, as its document says. @returns whether it is gone */
  async drop(key: string, before: string): Promise<boolean> {
    const isGone = await this.documents.update(key, (former) => {
      const goes = former === null || former.givenAt < before
      return { document: goes ? null : former, result: goes, changes: [], forgets: goes }
    })
    this.#known.delete(key)
    return isGone
  }
}
