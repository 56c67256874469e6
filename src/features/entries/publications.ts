import { randomUUID } from 'node:crypto'
import type { Change } from '../../platform/model/change.js'
import type { Verb } from '../../platform/store/document.js'
import type { DocumentSet } from '../../platform/store/document-set.js'
import type { EntryDocument } from './curation-index.js'
import type { EntryRefusal } from './model/entry-life.js'
import { type EntryScope, openRecord } from './model/entry-record.js'
import {
  applyPublication,
  type JudgedPublication,
  judgePublication,
  type PublicationEntry,
  type PublicationRequest,
} from './model/publication.js'

/** What came of {@link EntryStore.recordPublication}: nothing is published when one entry is refused. */
export type PublicationResult =
  | { outcome: 'published'; entries: { entryId: string; revision: number }[] }
  | { outcome: 'refused'; refusals: { entryId: string; refusal: EntryRefusal }[] }

/** What a way of publishing is given. */
export interface PublicationParts {
  entries: DocumentSet<EntryDocument>
  announce: (changes: readonly Change[]) => void
  assertWritable: () => void
}

/** Publishes entries that lie in several documents as one. */
export interface Publications {
  /** Waits for what was left half done. */
  settled(): Promise<void>
  /** Does something while nothing is being published by this process. */
  oneAtATime<T>(act: () => Promise<T>): Promise<T>
  /** Resolves when nothing waits to be written. */
  written(): Promise<void>
  /** Publishes all the entries of a request, or none. */
  publish(request: PublicationRequest): Promise<PublicationResult>
}

/** Who publishes what, when and why, of several entries. */
export type PublicationFacts = Pick<PublicationRequest, 'id' | 'communeId' | 'at' | 'by' | 'why'>

/** What a publication makes of one entry. */
export interface JudgedEntry {
  scope: EntryScope
  judged: JudgedPublication
}

/** Which revisions the same request published before; `null` when it never did: all are published, or none. */
export function publishedBefore(
  { id, entries }: PublicationRequest,
  documentOf: (entryId: string) => EntryDocument | null,
): { entryId: string; revision: number }[] | null {
  const published: { entryId: string; revision: number }[] = []
  for (const { entryId } of entries) {
    const publication = documentOf(entryId)?.record.publications.find((one) => one.id === id)
    if (!publication) return null
    published.push({ entryId, revision: publication.revision })
  }
  return published
}

/** Whether one entry of a request may be published, and as what. */
export function judgeEntry(
  document: EntryDocument | null,
  { entryId, installed, source }: PublicationEntry,
  request: PublicationRequest,
): JudgedEntry | { entryId: string; refusal: EntryRefusal } {
  const scope = { communeId: request.communeId, entryId, installed }
  const record = openRecord(document?.record ?? null, scope, request.at)
  const judged = judgePublication(record, source, request)
  return typeof judged === 'string' ? { entryId, refusal: judged } : { scope, judged }
}

/** Publishes one entry that was judged; done twice, it is done once. Answers its revision. */
export function withPublication(
  publication: PublicationFacts,
  { scope, judged }: JudgedEntry,
): Verb<EntryDocument, number> {
  return (document) => {
    const record = openRecord(document?.record ?? null, scope, publication.at)
    const next = applyPublication(record, judged, publication)
    const revision = next.publications.findLast(({ id }) => id === publication.id)?.revision ?? 0
    if (next === record) return { document, result: revision, changes: [] }
    const { communeId, entryId } = scope
    return {
      document: {
        ...document,
        version: 1,
        record: next,
        audit: [...(document?.audit ?? []), { id: randomUUID(), ...judged.audit }],
      },
      result: revision,
      changes: [{ type: 'entry', communeId, entryId }],
    }
  }
}
