import type { Actor, AuditValue } from '../../../platform/model/audit.js'
import { type AuditDraft, auditOf, type EntryRefusal, mayReview, readyDraft } from './entry-life.js'
import {
  type EntryContent,
  type EntryRecord,
  type EntryScope,
  isSameContent,
  type Revision,
  revisionOf,
  servedNumber,
  withRevision,
} from './entry-record.js'

/** What is published of an entry: its draft as it was seen, one of its revisions, or content that an import brings. */
export type PublicationSource =
  | { type: 'draft'; version: number }
  | { type: 'revision'; number: number }
  | { type: 'content'; content: EntryContent }

/** An entry to publish, and what of it. */
export interface PublicationEntry extends Omit<EntryScope, 'communeId'> {
  source: PublicationSource
}

/** Entries to publish in one step. */
export interface PublicationRequest {
  /** Drawn by the caller; the same one is never applied twice. */
  id: string
  communeId: string
  entries: readonly PublicationEntry[]
  /** Whether the commune wants somebody else to have read each entry. */
  reviewerRequired: boolean
  at: string
  by: Actor
  why: string
  /** What was measured before, for the audit. */
  gate: AuditValue
}

/** One entry of a publication once it has been judged: to be applied whatever happens to drafts meanwhile. */
export interface JudgedPublication {
  entryId: string
  /** A revision to add, or the number of the one that there is. */
  revision: Omit<Revision, 'number'> | number
  /** The draft that is done with. */
  draftVersion: number | null
  audit: AuditDraft
}

/** Judges what is to be published of an entry against its record. Pure. */
export function judgePublication(
  record: EntryRecord,
  source: PublicationSource,
  request: PublicationRequest,
): JudgedPublication | EntryRefusal {
  if (record.archival) return 'archived'
  switch (source.type) {
    case 'draft':
      return judgeDraft(record, source.version, request)
    case 'revision':
      return judgeRevision(record, source.number, request)
    case 'content':
      return judgeContent(record, source.content, request)
    default:
      return source satisfies never
  }
}

/** Publishes what was judged. Pure; applied a second time, it changes nothing. */
export function applyPublication(
  record: EntryRecord,
  { revision, draftVersion }: JudgedPublication,
  { id, at, by, why }: Pick<PublicationRequest, 'id' | 'at' | 'by' | 'why'>,
): EntryRecord {
  if (record.publications.some((publication) => publication.id === id)) return record
  const written = typeof revision === 'number' ? record : withRevision(record, revision)
  const number = typeof revision === 'number' ? revision : written.revisions.length
  const isDone = draftVersion !== null && record.draft?.version === draftVersion
  return {
    ...written,
    publications: [...record.publications, { id, revision: number, at, by, why }],
    submission: null,
    returned: null,
    draft: isDone ? null : record.draft,
  }
}

function judgeDraft(
  record: EntryRecord,
  version: number,
  request: PublicationRequest,
): JudgedPublication | EntryRefusal {
  const draft = readyDraft(record, version)
  if (typeof draft === 'string') return draft
  if (request.reviewerRequired) return 'review_required'
  const { content, basedOn, by } = draft
  const revision = { content, origin: 'edit' as const, from: basedOn || null, at: request.at, by, why: request.why }
  return judged(record, request, { revision, draftVersion: version })
}

/** What waits for its reviewer, or a return to what citizens were answered before. */
function judgeRevision(
  record: EntryRecord,
  number: number,
  request: PublicationRequest,
): JudgedPublication | EntryRefusal {
  const old = revisionOf(record, number)
  if (!old) return 'unknown_revision'
  const { submission } = record
  if (submission?.revision === number) {
    const isOwn = request.reviewerRequired && !mayReview(record, submission, request.by.userId)
    return isOwn ? 'own_submission' : judged(record, request, { revision: number, draftVersion: null })
  }
  if (servedNumber(record) === number) return 'unchanged'
  const wasServed = old.origin === 'installed' || record.publications.some(({ revision }) => revision === number)
  if (request.reviewerRequired && !wasServed) return 'review_required'
  const { at, by, why } = request
  const revision = { content: old.content, origin: 'rollback' as const, from: number, at, by, why }
  return judged(record, request, { revision, draftVersion: null })
}

function judgeContent(
  record: EntryRecord,
  content: EntryContent,
  request: PublicationRequest,
): JudgedPublication | EntryRefusal {
  if (request.reviewerRequired) return 'review_required'
  const served = servedNumber(record)
  const former = served === null ? undefined : revisionOf(record, served)
  if (former && isSameContent(former.content, content)) return 'unchanged'
  const { at, by, why } = request
  const revision = { content, origin: 'import' as const, from: served, at, by, why }
  return judged(record, request, { revision, draftVersion: null })
}

function judged(
  record: EntryRecord,
  request: PublicationRequest,
  what: Pick<JudgedPublication, 'revision' | 'draftVersion'>,
): JudgedPublication {
  const isNew = typeof what.revision !== 'number'
  const number = typeof what.revision === 'number' ? what.revision : record.revisions.length + 1
  const isRollback = isNew && (what.revision as Omit<Revision, 'number'>).origin === 'rollback'
  return {
    entryId: record.entryId,
    ...what,
    audit: auditOf(record, request, {
      action: isRollback ? 'entry_rolled_back' : 'entry_published',
      before: { revision: servedNumber(record) },
      after: { revision: number, publication: request.id, gate: request.gate },
    }),
  }
}
