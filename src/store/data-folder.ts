import path from 'node:path'
import { BACKUP_SUFFIX, TEMPORARY_SUFFIX } from '../platform/store/durable-json-file.js'
import { type FileSystem, unlessMissing } from '../platform/store/file-system.js'
import type { KEYED_KINDS } from './document-kinds.js'

const DOCUMENT_SUFFIX = '.json'

/** Where each document lies in the data folder. */
export class DataFolder {
  readonly root: string

  constructor(root: string) {
    this.root = path.resolve(root)
  }

  get lock(): string {
    return path.join(this.root, 'lock')
  }

  get users(): string {
    return path.join(this.root, 'users.json')
  }

  get sessions(): string {
    return path.join(this.root, 'sessions.json')
  }

  get outbox(): string {
    return path.join(this.root, 'outbox.json')
  }

  get alerts(): string {
    return path.join(this.root, 'alerts.json')
  }

  get presences(): string {
    return path.join(this.root, 'presences.json')
  }

  get replies(): string {
    return path.join(this.root, 'replies.json')
  }

  get unanswered(): string {
    return path.join(this.root, 'unanswered.json')
  }

  get letters(): string {
    return path.join(this.root, 'digests.json')
  }

  get decisions(): string {
    return path.join(this.root, 'failure-decisions.json')
  }

  get purges(): string {
    return path.join(this.root, 'purges.json')
  }

  get push(): string {
    return path.join(this.root, 'push.json')
  }

  get remoteReplies(): string {
    return path.join(this.root, 'remote-replies.json')
  }

  get tchap(): string {
    return path.join(this.root, 'tchap.json')
  }

  get practice(): string {
    return path.join(this.root, 'practice.json')
  }

  get remarks(): string {
    return path.join(this.root, 'remarks.json')
  }

  get reveals(): string {
    return path.join(this.root, 'reveals.json')
  }

  get clock(): string {
    return path.join(this.root, 'clock.json')
  }

  get scheduledPublications(): string {
    return path.join(this.root, 'scheduled-publications.json')
  }

  /** `conversations/<first two characters>/<id>.json`: no folder grows too long to list. */
  conversation(id: string): string {
    return path.join(this.root, 'conversations', id.slice(0, 2), id + DOCUMENT_SUFFIX)
  }

  /** `counters/<commune>/<month>.json`, by the key of `countersKey`. */
  counters(key: string): string {
    return path.join(this.root, 'counters', key + DOCUMENT_SUFFIX)
  }

  get migration(): string {
    return path.join(this.root, 'migration.json')
  }

  /** What the folder is from its birth on. */
  get birth(): string {
    return path.join(this.root, 'birth.json')
  }

  get pendingPublications(): string {
    return path.join(this.root, 'pending-publications.json')
  }

  /** `entries/<commune>/<id>.json`, by the key of `entryKey`. */
  entry(key: string): string {
    return path.join(this.root, 'entries', key + DOCUMENT_SUFFIX)
  }

  /** `audit/<commune>/<month>.json`, by the key of `auditKey`. */
  audit(key: string): string {
    return path.join(this.root, 'audit', key + DOCUMENT_SUFFIX)
  }

  /** `settings/<commune>.json`, by the key of `settingsKey`. */
  settings(key: string): string {
    return path.join(this.root, 'settings', key + DOCUMENT_SUFFIX)
  }

  /** `packs/<commune>/packs.json`, by the key of `packsKey`. */
  packs(key: string): string {
    return path.join(this.root, 'packs', key + DOCUMENT_SUFFIX)
  }

  /** `files/<commune>/<id>.json`, by the key of `fileKey`. */
  file(key: string): string {
    return path.join(this.root, 'files', key + DOCUMENT_SUFFIX)
  }

  /** `erasures/<day>.json`, by the key of `erasuresKey`. */
  erasures(key: string): string {
    return path.join(this.root, 'erasures', key + DOCUMENT_SUFFIX)
  }

  /** `appointments/<commune>.json`, by the key of `appointmentsKey`. */
  appointments(key: string): string {
    return path.join(this.root, 'appointments', key + DOCUMENT_SUFFIX)
  }

  /** `webhooks/<commune>.json`, by the key of `webhooksKey`. */
  webhooks(key: string): string {
    return path.join(this.root, 'webhooks', key + DOCUMENT_SUFFIX)
  }

  /** Ids of the conversations on the disk; files that were being written when a process died are deleted. */
  async conversationIds(fs: FileSystem): Promise<string[]> {
    const names = await documentNames(fs, path.join(this.root, 'conversations'))
    return names
      .map((name) => path.basename(name))
      .filter((id, index) => names[index] === path.join(id.slice(0, 2), id))
  }

  /** Keys of the documents on the disk that are kept by commune; files that were being written when a process died are deleted. */
  async keysOf(fs: FileSystem, kind: Exclude<(typeof KEYED_KINDS)[number], 'conversations'>): Promise<string[]> {
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
    const document = name.endsWith(BACKUP_SUFFIX) ? name.slice(0, -BACKUP_SUFFIX.length) : name
    if (document.endsWith(DOCUMENT_SUFFIX)) names.add(document.slice(0, -DOCUMENT_SUFFIX.length))
  }
  return [...names]
}
