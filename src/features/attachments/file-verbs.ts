import type { FileType } from '../../platform/model/attachment.js'
import type { DocumentSet } from '../../platform/store/document-set.js'
import { encodeSegment } from '../../platform/store/file-system.js'
import { MOST_OF_COMMUNE } from './attachment.js'

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
}

/** What is stored of this, and how it changes. */
export interface FileStore {
  /** Keeps a file of a commune, once however often it is given; not beyond `MOST_OF_COMMUNE`. */
  keepFile(file: NewFile): Promise<'kept' | 'too_many'>
  /** A file of a commune; `undefined`: it has no such one. */
  readFile(communeId: string, id: string): Promise<{ type: FileType; bytes: Buffer } | undefined>
  /** Whether an entry of a commune names a file that citizens are answered with. */
  isFileServed(communeId: string, id: string): Promise<boolean>
  /** How much the files of a commune take, bytes. */
  bytesOfFiles(communeId: string): Promise<number>
  /** The ids of the files of a commune. */
  listFiles(communeId: string): Promise<string[]>
}

/** Of which files entries speak, by commune and id. */
export interface NamedFiles {
  /** Whether every entry could be read: else what the others name is not all that is named. */
  isWhole(): boolean
  /** In a revision, or in a draft. */
  isNamed(communeId: string, id: string): boolean
  /** In what citizens are answered with. */
  isServed(communeId: string, id: string): boolean
}

/** For how long a file stays that no entry names: its draft is not saved yet, or what was undone may be done again. */
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
  /** So that what waits for its day is not read at each sweep. */
  const givenAt = new Map<string, string>()
  /** Bytes by key: a file never changes under its key. */
  const sizes = new Map<string, number>()
  const listFiles = (communeId: string) => {
    const folder = fileKey(communeId, '')
    return documents.keys().flatMap((key) => (key.startsWith(folder) ? key.slice(folder.length) : []))
  }
  const isUnnamedSince = async (key: string, before: string) => {
    const given = givenAt.get(key) ?? (await documents.read(key))?.givenAt
    if (given !== undefined) givenAt.set(key, given)
    return given !== undefined && given < before
  }
  return {
    async keepFile({ communeId, id, bytes, ...file }) {
      const key = fileKey(communeId, id)
      if (!documents.has(key) && listFiles(communeId).length >= MOST_OF_COMMUNE) return 'too_many'
      const content = bytes.toString('base64')
      givenAt.delete(key)
      await documents.update(key, () => {
        return { document: { version: 1, communeId, ...file, content }, result: undefined, changes: [] }
      })
      return 'kept'
    },
    async readFile(communeId, id) {
      const document = await documents.read(fileKey(communeId, id))
      if (!document) return undefined
      const { type, content } = document
      return { type, bytes: Buffer.from(content, 'base64') }
    },
    async bytesOfFiles(communeId) {
      let bytes = 0
      for (const id of listFiles(communeId)) {
        const key = fileKey(communeId, id)
        const known = sizes.get(key) ?? Math.floor(((await documents.read(key))?.content.length ?? 0) * 0.75)
        sizes.set(key, known)
        bytes += known
      }
      return bytes
    },
    isFileServed: async (communeId, id) => named.isServed(communeId, id),
    listFiles: async (communeId) => listFiles(communeId),
    async dropUnnamedFiles(at) {
      const before = new Date(Date.parse(at) - UNNAMED_MS).toISOString()
      const isNamed = (key: string) => {
        const cut = key.lastIndexOf('/')
        return named.isNamed(decodeURIComponent(key.slice(0, cut)), key.slice(cut + 1))
      }
      let dropped = 0
      if (!named.isWhole()) return dropped
      for (const key of documents.keys().filter((one) => !isNamed(one))) {
        if (!(await isUnnamedSince(key, before))) continue
        await documents.update(key, () => ({ document: null, result: undefined, changes: [], forgets: true }))
        givenAt.delete(key)
        dropped += 1
      }
      return dropped
    },
  }
}
