import { AppError } from '../../platform/model/app-error.js'
import type { AuditRow } from '../../platform/model/audit.js'
import { datesOfNamedActs } from '../../platform/model/old-acts.js'
import type { WebhookEvent } from '../../platform/model/webhook-event.js'
import { encodeSegment } from '../../platform/store/file-system.js'
import { IndexedRows } from '../../platform/store/indexed-rows.js'
import { PendingEvents } from '../conversations/conversation-index.js'
import { digestOfRecord, type EntryDigest, publishedOf } from './model/entry-digest.js'
import type { EntryContent, EntryRecord } from './model/entry-record.js'

/** When the acts of an entry were done that say by whom, or why: ISO instants. */
export interface NamedActs {
  communeId: string
  entryId: string
  dates: readonly string[]
}

/** A document whose acts and events are found as those of entries are. */
interface AuditedDocument {
  communeId: string
  audit?: readonly AuditRow[]
  events?: readonly WebhookEvent[]
}

/**
 * What must be found of the curators' work without reading every document: entries without their contents, and the audit. Rebuilt from the documents at
 * opening and kept up at each commit.
 */
export class CurationIndex {
  /** By commune, then by entry. */
  readonly #entries = new Map<string, Map<string, EntryDigest>>()
  /** By key: when the acts of an entry were done that say by whom, or why. */
  readonly #named = new Map<string, NamedActs>()
  /** By key, of the entries that name any: the files of their revisions and drafts, and of what is served. */
  readonly #files = new Map<string, EntryFiles & { communeId: string }>()
  readonly #known = new Set<string>()
  /** Acts, by the key of the document that keeps them. */
  readonly audit = new IndexedRows<AuditRow>()
  /** What webhooks are to be told of: of entries, and of settings. */
  readonly entryEvents = new PendingEvents()
  readonly settingsEvents = new PendingEvents()

  /** Replaces what is known of an entry. Its document is never erased. */
  setEntry(key: string, document: EntryDocument | null): void {
    this.audit.set(`entries/${key}`, document?.audit ?? [])
    this.entryEvents.set(key, document?.record.communeId ?? '', document?.events)
    this.#named.delete(key)
    this.#files.delete(key)
    if (!document) return
    this.#known.add(key)
    const files = filesOf(document.record)
    if (files.named.size > 0) this.#files.set(key, { communeId: document.record.communeId, ...files })
    const dates = datesOfNamedActs(document.record)
    const { communeId, entryId } = document.record
    if (dates.length > 0) this.#named.set(key, { communeId, entryId, dates })
    const digest = digestOfRecord(document.record)
    const own = this.#entries.get(digest.communeId) ?? new Map<string, EntryDigest>()
    this.#entries.set(digest.communeId, own.set(digest.entryId, digest))
  }

  /** Replaces the acts of a month of a commune that no entry keeps. */
  setAudit(key: string, rows: readonly AuditRow[]): void {
    this.audit.set(`audit/${key}`, rows)
  }

  /** Replaces what lies with the settings of a commune. */
  setSettings(key: string, document: AuditedDocument | null): void {
    this.audit.set(`settings/${key}`, document?.audit ?? [])
    this.settingsEvents.set(key, document?.communeId ?? '', document?.events)
  }

  /** The entries of a commune, in the order of their ids. */
  entriesOf(communeId: string): EntryDigest[] {
    return [...(this.#entries.get(communeId)?.values() ?? [])].sort((a, b) => (a.entryId < b.entryId ? -1 : 1))
  }

  /** Whether an entry was read, by its key. */
  hasEntry(key: string): boolean {
    return this.#known.has(key)
  }

  /** Whether an entry of a commune has a file: in any revision or its draft (`named`), in its last one or its draft (`current`), or in what citizens are answered with (`served`). */
  hasFile(communeId: string, id: string, where: keyof EntryFiles): boolean {
    return [...this.#files.values()].some((one) => one.communeId === communeId && one[where].has(id))
  }

  /** The entries of a commune in which acts say by whom they were done, or why. */
  namedActsOf(communeId: string): NamedActs[] {
    return [...this.#named.values()].filter((one) => one.communeId === communeId)
  }

  /** Communes of which an entry or an act is kept. */
  communeIds(): string[] {
    return [...new Set([...this.#entries.keys(), ...this.audit.list().map(({ communeId }) => communeId)])]
  }

  /** The acts of a commune, in no order. */
  auditOf(communeId: string): AuditRow[] {
    return this.audit.list().filter((row) => row.communeId === communeId)
  }
}

/** The ids of the files of an entry, by where it has them. */
interface EntryFiles {
  named: Set<string>
  current: Set<string>
  served: Set<string>
}

function filesOf(record: EntryRecord): EntryFiles {
  const published = publishedOf(record)
  const draft = record.draft ? [record.draft] : []
  const contents = [...record.revisions, ...draft].map(({ content }) => content)
  // Of an entry that is archived, what it would be again.
  const current = [...record.revisions.slice(-1), ...draft].map(({ content }) => content)
  const isPublished = published !== null && published !== 'archived'
  const ids = (all: readonly Pick<EntryContent, 'attachments'>[]) =>
    new Set(all.flatMap(({ attachments = [] }) => attachments.map(({ id }) => id)))
  return {
    named: ids(contents),
    current: ids(isPublished ? [...current, published.content] : current),
    served: ids(isPublished ? [published.content] : []),
  }
}

/** An entry of a commune, with every act that changed it: what is told goes with what tells it, in one write. */
export interface EntryDocument {
  version: 1
  record: EntryRecord
  /** Oldest first. */
  audit: AuditRow[]
  /** What the commune's webhooks are to be told of and is not queued yet. */
  events?: WebhookEvent[]
}

/** Where an entry of a commune is kept: `<commune>/<id>`. @throws AppError `invalid_entry_id` unless it is 1 to 80 of `a-z 0-9 -` */
export function entryKey(communeId: string, entryId: string): string {
  if (!/^[a-z0-9-]{1,80}$/.test(entryId)) throw new AppError('invalid_entry_id', 400, { field: 'entryId' })
  return `${encodeSegment(communeId)}/${entryId}`
}
