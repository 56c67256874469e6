import path from 'node:path'
import { FORMER_SUFFIX, TEMPORARY_SUFFIX } from '../platform/store/durable-json-file.js'
import { type FileSystem, unlessMissing } from '../platform/store/file-system.js'
import type { KEYED_KINDS, SINGLE_DOCUMENTS } from './document-kinds.js'

const DOCUMENT_SUFFIX = '.json'

/** Kinds with a folder of documents, besides conversations. */
export type KeyedKind = Exclude<(typeof KEYED_KINDS)[number], 'conversations'>

/** What there is one document of. */
export type SingleDocument = (typeof SINGLE_DOCUMENTS)[number]

const FILES: Record<SingleDocument, string> = {
  users: 'users',
  sessions: 'sessions',
  outbox: 'outbox',
  alerts: 'alerts',
  presences: 'presences',
  replies: 'replies',
  unanswered: 'unanswered',
  // These two keep the names under which folders in service have them.
  letters: 'digests',
  decisions: 'failure-decisions',
  purges: 'purges',
  push: 'push',
  remoteReplies: 'remote-replies',
  tchap: 'tchap',
  practice: 'practice',
  remarks: 'remarks',
  reveals: 'reveals',
  clock: 'clock',
  scheduledPublications: 'scheduled-publications',
  migration: 'migration',
  // What the folder is from its birth on.
  birth: 'birth',
}

/** Where each document lies in the data folder. */
export class DataFolder {
  readonly root: string

  constructor(root: string) {
    this.root = path.resolve(root)
  }

  get lock(): string {
    return path.join(this.root, 'lock')
  }

  /** Where the one document of a kind lies. */
  single(kind: SingleDocument): string {
    return path.join(this.root, FILES[kind] + DOCUMENT_SUFFIX)
  }

  /** `<kind>/<key>.json`; keys begin with the commune, if the kind is kept by commune. */
  keyed(kind: KeyedKind, key: string): string {
    return path.join(this.root, kind, key + DOCUMENT_SUFFIX)
  }

  /** `conversations/<first two characters>/<id>.json`: no folder grows too long to list. */
  conversation(id: string): string {
    return path.join(this.root, 'conversations', id.slice(0, 2), id + DOCUMENT_SUFFIX)
  }

  get pendingPublications(): string {
    return path.join(this.root, 'pending-publications.json')
  }

  /** Ids of the conversations on the disk; files that were being written when a process died are deleted. */
  async conversationIds(fs: FileSystem): Promise<string[]> {
    const names = await documentNames(fs, path.join(this.root, 'conversations'))
    return names
      .map((name) => path.basename(name))
      .filter((id, index) => names[index] === path.join(id.slice(0, 2), id))
  }

  /** Keys of the documents on the disk that are kept by commune; files that were being written when a process died are deleted. */
  async keysOf(fs: FileSystem, kind: KeyedKind): Promise<string[]> {
    const names = await documentNames(fs, path.join(this.root, kind))
    return names.map((name) => name.split(path.sep).join('/'))
  }

  /** Deletes what was being written in the root itself when a process died. Locks are not touched: another process may be trying one. */
  async removeUnfinished(fs: FileSystem): Promise<void> {
    const probe = `${path.basename(this.probe)}.`
    for (const name of (await unlessMissing(fs.readdir(this.root))) ?? []) {
      const isOwn = name.endsWith(TEMPORARY_SUFFIX) && (name.includes(`${DOCUMENT_SUFFIX}.`) || name.startsWith(probe))
      if (isOwn) await unlessMissing(fs.unlink(path.join(this.root, name)))
    }
  }

  /** Start of the name of files by which a write is tried. */
  get probe(): string {
    return path.join(this.root, 'probe')
  }
}

/** Names, without suffix, of the documents under a folder. A single backup counts: its document can be recovered. */
async function documentNames(fs: FileSystem, folder: string): Promise<string[]> {
  const names = new Set<string>()
  for (const name of (await unlessMissing(fs.readdir(folder, { recursive: true }))) ?? []) {
    if (name.endsWith(TEMPORARY_SUFFIX)) await unlessMissing(fs.unlink(path.join(folder, name)))
    const document = name.endsWith(FORMER_SUFFIX) ? name.slice(0, -FORMER_SUFFIX.length) : name
    if (document.endsWith(DOCUMENT_SUFFIX)) names.add(document.slice(0, -DOCUMENT_SUFFIX.length))
  }
  return [...names]
}
