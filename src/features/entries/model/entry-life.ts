import type { Actor, AuditAction, AuditRow, AuditValue } from '../../../platform/model/audit.js'
import type { Expiry } from '../../../platform/model/entry.js'
import {
  type Draft,
  type EntryContent,
  type EntryRecord,
  isSameContent,
  revisionOf,
  type Submission,
  servedNumber,
  withRevision,
} from './entry-record.js'

/** A draft to save. */
export interface DraftSave {
  content: EntryContent
  /** The revision from which it was begun; 0 for a new entry. */
  basedOn: number
  /** The version of the draft that its author sees; 0 when she sees none. */
  seen: number
  at: string
  by: Actor
}

/** What may be done to an entry, publication apart: see `publication.ts`. */
export type EntryAction = { at: string; by: Actor; why: string } & (
  | { type: 'submit' | 'discard'; draftVersion: number }
  /** A reviewer asks for changes: what was submitted becomes the draft again, unless another was begun. */
  | { type: 'return' }
  /** Takes it away from citizens, for good or in favour of another one that answers its questions. */
  | { type: 'archive'; mergedInto?: string }
  | { type: 'restore' }
  /** Its first publication is undone: what was published is a draft again. */
  | { type: 'withdraw'; publicationId: string }
)

/**
 * Why nothing was done. `stale`: the draft has been saved since; `outdated`: what citizens are answered has changed since it was begun; `unchanged`: it
 * says what is served; `own_submission`: the reviewer wrote or submitted it.
 */
export const ENTRY_REFUSALS = [
  'no_draft',
  'stale',
  'outdated',
  'unchanged',
  'not_submitted',
  'own_submission',
  'review_required',
  'archived',
  'not_archived',
  'unknown_revision',
] as const
/** One of {@link ENTRY_REFUSALS}. */
export type EntryRefusal = (typeof ENTRY_REFUSALS)[number]

/** An act before the store gives it its id. */
export type AuditDraft = Omit<AuditRow, 'id'>

/** What came of an action. */
export type EntryStep =
  | { outcome: 'applied'; record: EntryRecord; audit: AuditDraft }
  | { outcome: 'refused'; refusal: EntryRefusal }

/** Saves a draft, unless its author has not seen the last one. Pure. */
export function saveDraft(
  record: EntryRecord,
  { content, basedOn, seen, at, by }: DraftSave,
): { outcome: 'saved'; record: EntryRecord; draft: Draft } | { outcome: 'stale' } {
  const isKnown = basedOn === 0 ? record.revisions.length === 0 : revisionOf(record, basedOn) !== undefined
  if (!isKnown || (record.draft?.version ?? 0) !== seen) return { outcome: 'stale' }
  const draft: Draft = { content, basedOn, version: record.draftVersion + 1, at, by }
  return { outcome: 'saved', record: { ...record, draft, draftVersion: draft.version }, draft }
}

/** Applies an action. Pure; never changes its argument. */
export function applyToEntry(record: EntryRecord, action: EntryAction): EntryStep {
  switch (action.type) {
    case 'submit':
      return submit(record, action)
    case 'return':
      return sendBack(record, action)
    case 'discard':
      return discard(record, action)
    case 'archive': {
      if (record.archival) return refused('archived')
      const { at, by, why, mergedInto } = action
      const merged = mergedInto === undefined ? {} : { mergedInto }
      return applied({ ...record, archival: { at, by, why, ...merged } }, action, 'entry_archived', {
        before: { revision: servedNumber(record) },
        ...(mergedInto === undefined ? {} : { after: merged }),
      })
    }
    case 'restore':
      if (!record.archival) return refused('not_archived')
      return applied({ ...record, archival: null }, action, 'entry_restored', {
        after: { revision: servedNumber(record) },
      })
    case 'withdraw':
      return withdraw(record, action)
    default:
      return action satisfies never
  }
}

/** The draft that an action names, if it may leave its author's hands. Pure. */
export function readyDraft(record: EntryRecord, draftVersion: number): Draft | EntryRefusal {
  const { draft, archival } = record
  if (archival) return 'archived'
  if (!draft) return 'no_draft'
  if (draft.version !== draftVersion) return 'stale'
  const served = servedNumber(record) ?? 0
  if (draft.basedOn < served) return 'outdated'
  const content = revisionOf(record, served)?.content
  return content && isSameContent(content, draft.content) ? 'unchanged' : draft
}

/** Whether somebody may judge a submission: neither who wrote it nor who submitted it. */
export function mayReview(record: EntryRecord, { revision, by }: Submission, userId: string): boolean {
  return by.userId !== userId && revisionOf(record, revision)?.by?.userId !== userId
}

/** A row of the audit about an entry. */
export function auditOf(
  { communeId, entryId }: EntryRecord,
  { at, by, why }: { at: string; by: Actor; why: string },
  told: { action: AuditAction; before?: AuditValue; after?: AuditValue },
): AuditDraft {
  const { action, before = null, after = null } = told
  return { communeId, at, ...by, action, target: { kind: 'entry', id: entryId }, before, after, why }
}

function submit(record: EntryRecord, action: EntryAction & { draftVersion: number }): EntryStep {
  const draft = readyDraft(record, action.draftVersion)
  if (typeof draft === 'string') return refused(draft)
  const { at, by, why } = action
  const { content, basedOn } = draft
  const written = withRevision(record, { content, origin: 'edit', from: basedOn || null, at, by: draft.by, why })
  const revision = written.revisions.length
  const next = { ...written, draft: null, submission: { revision, at, by, why }, returned: null }
  return applied(next, action, 'entry_submitted', { after: { revision } })
}

function sendBack(record: EntryRecord, action: EntryAction): EntryStep {
  const { submission } = record
  const revision = submission && revisionOf(record, submission.revision)
  if (!submission || !revision) return refused('not_submitted')
  const version = record.draftVersion + 1
  const draft = record.draft ?? {
    content: revision.content,
    basedOn: revision.number,
    version,
    at: action.at,
    by: revision.by ?? submission.by,
  }
  const { at, by, why } = action
  const draftVersion = Math.max(record.draftVersion, draft.version)
  const next = { ...record, submission: null, returned: { at, by, why }, draft, draftVersion }
  return applied(next, action, 'entry_returned', { before: { revision: revision.number } })
}

function discard(record: EntryRecord, action: EntryAction & { draftVersion: number }): EntryStep {
  if (!record.draft) return refused('no_draft')
  if (record.draft.version !== action.draftVersion) return refused('stale')
  const { version, basedOn } = record.draft
  return applied({ ...record, draft: null, returned: null }, action, 'draft_discarded', {
    before: { version, basedOn },
  })
}

function withdraw(record: EntryRecord, action: EntryAction & { publicationId: string }): EntryStep {
  const [only, ...more] = record.publications
  const revision = only && revisionOf(record, only.revision)
  if (record.archival) return refused('archived')
  if (!revision || more.length > 0 || only.id !== action.publicationId) return refused('stale')
  const version = record.draftVersion + 1
  const { content, number } = revision
  const draft = record.draft ?? { content, basedOn: number, version, at: action.at, by: revision.by ?? action.by }
  const next = { ...record, publications: [], draft, draftVersion: Math.max(record.draftVersion, draft.version) }
  return applied(next, action, 'entry_rolled_back', {
    before: { revision: number },
    after: { revision: servedNumber(next), undone: action.publicationId },
  })
}

function refused(refusal: EntryRefusal): EntryStep {
  return { outcome: 'refused', refusal }
}

function applied(
  record: EntryRecord,
  action: EntryAction,
  name: AuditAction,
  told: { before?: AuditValue; after?: AuditValue },
): EntryStep {
  return { outcome: 'applied', record, audit: auditOf(record, action, { action: name, ...told }) }
}

/**
 * States of an entry, in the order of its life. Several hold at once: a published entry may have a draft. `published`, `scheduled`, `expired` and `archived`
 * say what citizens get, and exclude each other; an entry with none of them has never been published.
 */
export const ENTRY_STATES = ['draft', 'in_review', 'published', 'scheduled', 'expired', 'archived'] as const
/** One of {@link ENTRY_STATES}. */
export type EntryState = (typeof ENTRY_STATES)[number]

/** What the states follow from. */
interface StateFacts {
  draft: unknown
  submission: EntryRecord['submission']
  archival: EntryRecord['archival']
  /** Whether citizens would be answered with it, had it not expired. */
  isServed: boolean
  expiry: Expiry | null
}

/** The states of an entry, in their order; never empty but for a new entry whose draft was thrown away. Pure. */
export function statesOf({ draft, submission, archival, isServed, expiry }: StateFacts): EntryState[] {
  const states: EntryState[] = []
  if (draft) states.push('draft')
  if (submission) states.push('in_review')
  if (archival) states.push('archived')
  else if (isServed) states.push(expiry === 'not_yet' ? 'scheduled' : expiry ? 'expired' : 'published')
  return states
}
