import { randomUUID } from 'node:crypto'
import type { Change } from '../../platform/model/change.js'
import type { Verb } from '../../platform/store/document.js'
import type { DocumentSet } from '../../platform/store/document-set.js'
import { type CurationIndex, type EntryDocument, entryKey } from './curation-index.js'
import type { EntryDigest, PublishedEntries } from './model/entry-digest.js'
import { publishedOf } from './model/entry-digest.js'
import type { EntryRefusal } from './model/entry-life.js'
import { applyToEntry, type DraftSave, type EntryAction, saveDraft } from './model/entry-life.js'
import type { Draft } from './model/entry-record.js'
import { type EntryRecord, type EntryScope, openRecord } from './model/entry-record.js'
import type { PublicationRequest } from './model/publication.js'
import type { PublicationResult, Publications } from './publications.js'

/** Where the curators' work is kept. */
export interface EntryCollection {
  entries: DocumentSet<EntryDocument>
  index: CurationIndex
  publications: Publications
}

/** What came of {@link EntryStore.saveDraft}. `stale`: somebody saved, published or threw away the draft since; `record` says who and when. */
export type DraftResult = { outcome: 'saved'; draft: Draft } | { outcome: 'stale'; record: EntryRecord | null }

/** What came of {@link EntryStore.applyToEntry}; nothing was written unless it was applied. */
export type EntryResult =
  | { outcome: 'applied'; record: EntryRecord }
  | { outcome: 'refused'; refusal: EntryRefusal; record: EntryRecord | null }

/** Drafts, revisions and publications of entries. */
export interface EntryStore {
  /** Saves what a curator writes of an entry, unless the draft that she saw is no longer the last. @throws AppError `invalid_entry_id` */
  saveDraft(scope: EntryScope, draft: DraftSave): Promise<DraftResult>
  /**
   * Submits, sends back, archives, restores, withdraws an entry, or throws its draft away, by the rules of `features/entries/model/entry-life.ts`; the audit tells it in
   * the same write. @throws AppError `invalid_entry_id`
   */
  applyToEntry(scope: EntryScope, action: EntryAction): Promise<EntryResult>
  /**
   * Publishes entries of a commune in one step: all of them, or none. Asked again with the same id, it publishes nothing twice.
   * @throws AppError `invalid_entry_id`
   */
  recordPublication(request: PublicationRequest): Promise<PublicationResult>
  /** The whole life of an entry; `undefined` when nobody has touched it. */
  getEntryRecord(communeId: string, entryId: string): Promise<EntryRecord | undefined>
  /** Every entry of a commune that somebody has touched, without contents, in the order of the ids. */
  listEntryRecords(communeId: string): Promise<EntryDigest[]>
  /** What curators have published or taken away, with its content. */
  readPublished(communeId: string): Promise<PublishedEntries>
}

/** Documents read at once. */
const READ_AT_ONCE = 16

/** The verbs about entries. Each waits for what a former process left half published. */
export function entryVerbs({ entries, index, publications }: EntryCollection): EntryStore {
  const read = async (communeId: string, entryId: string) => {
    await publications.settled()
    return structuredClone((await entries.read(entryKey(communeId, entryId)))?.record)
  }
  return {
    async saveDraft(scope, draft) {
      await publications.settled()
      return entries.update(entryKey(scope.communeId, scope.entryId), withDraft(scope, structuredClone(draft)))
    },
    applyToEntry: (scope, action) =>
      publications.oneAtATime(() =>
        entries.update(entryKey(scope.communeId, scope.entryId), withAction(scope, action)),
      ),
    recordPublication: (request) => publications.publish(structuredClone(request)),
    getEntryRecord: read,
    async listEntryRecords(communeId) {
      await publications.settled()
      return structuredClone(index.entriesOf(communeId))
    },
    async readPublished(communeId) {
      await publications.settled()
      const digests = index.entriesOf(communeId)
      const archivedIds = digests.filter(({ archival }) => archival).map(({ entryId }) => entryId)
      const wanted = digests.filter((digest) => !digest.archival && digest.publications.length > 0).values()
      const records: EntryRecord[] = []
      const readOn = async () => {
        for (const { entryId } of wanted) {
          const record = await read(communeId, entryId)
          if (record) records.push(record)
        }
      }
      await Promise.all(Array.from({ length: READ_AT_ONCE }, readOn))
      const published = records.flatMap((record) => {
        const one = publishedOf(record)
        return one === null || one === 'archived' ? [] : one
      })
      return { published: published.sort((a, b) => (a.entryId < b.entryId ? -1 : 1)), archivedIds }
    },
  }
}

function withDraft(scope: EntryScope, draft: DraftSave): Verb<EntryDocument, DraftResult> {
  return (document) => {
    const result = saveDraft(openRecord(document?.record ?? null, scope, draft.at), draft)
    if (result.outcome === 'stale') {
      return { document, result: { outcome: 'stale', record: structuredClone(document?.record ?? null) }, changes: [] }
    }
    return {
      document: { ...document, version: 1, record: result.record, audit: document?.audit ?? [] },
      result: structuredClone({ outcome: 'saved' as const, draft: result.draft }),
      changes: [{ type: 'entry', communeId: scope.communeId, entryId: scope.entryId }],
    }
  }
}

function withAction(scope: EntryScope, action: EntryAction): Verb<EntryDocument, EntryResult> {
  return (document) => {
    const step = applyToEntry(openRecord(document?.record ?? null, scope, action.at), action)
    if (step.outcome === 'refused') {
      const record = structuredClone(document?.record ?? null)
      return { document, result: { outcome: 'refused', refusal: step.refusal, record }, changes: [] }
    }
    const { communeId, entryId } = scope
    const changesServed = ['archive', 'restore', 'withdraw'].includes(action.type)
    const changes: Change[] = [{ type: 'entry', communeId, entryId }]
    if (changesServed) changes.push({ type: 'publication', communeId, entryIds: [entryId] })
    return {
      document: {
        ...document,
        version: 1,
        record: step.record,
        audit: [...(document?.audit ?? []), { id: randomUUID(), ...step.audit }],
      },
      result: structuredClone({ outcome: 'applied' as const, record: step.record }),
      changes,
    }
  }
}
