import { AppError } from '../../platform/model/app-error.js'
import type { Actor, AuditValue } from '../../platform/model/audit.js'
import type { Commune } from '../../platform/model/commune.js'
import type { Curation } from '../entries/editing/curation.js'
import type { EntryStore } from '../entries/entry-verbs.js'
import { checkContent } from '../entries/lint/check-content.js'
import { readyDraft } from '../entries/model/entry-life.js'
import { type EntryContent, type EntryRecord, revisionOf } from '../entries/model/entry-record.js'
import type { PublicationSource } from '../entries/model/publication.js'
import type { PublicationResult } from '../entries/publications.js'
import { type EditedEntry, type EditedEntryNeeds, knownEntry } from '../entries/routes/edited-entry.js'
import { entryRefusal } from '../entries/routes/entries-routes.js'
import type { GateSource, LeftOutView } from './contract.js'
import type { ScheduledPublicationStore } from './scheduled-verbs.js'

/** What publishing entries needs. */
export interface ReadyNeeds extends EditedEntryNeeds {
  store: EditedEntryNeeds['store'] &
    Pick<EntryStore, 'recordPublication'> &
    Pick<ScheduledPublicationStore, 'unscheduleEntries'>
  curation: EditedEntryNeeds['curation'] & Pick<Curation, 'served'>
}

/** An entry that can be published. */
export interface Ready {
  edited: EditedEntry
  content: EntryContent
  source: GateSource
}

/** What cannot be published as it is, and the error of whoever asks for it alone. */
export interface Left {
  view: LeftOutView
  error: AppError
}

/** What a source names, if it can be published as it is. @throws AppError `entry_not_found` (404) */
export async function lookAt(
  needs: EditedEntryNeeds,
  of: { communeId: string },
  source: GateSource,
): Promise<Ready | Left> {
  const edited = await knownEntry(needs, of, source.entryId)
  const { record, commune } = edited
  const found = foundOf(record, source)
  const content = typeof found === 'string' ? record.draft?.content : found.content
  const entry = { id: edited.id, title: content?.title || edited.served?.title || edited.id }
  if (typeof found === 'string')
    return { view: { entry, reason: found, field: null }, error: entryRefusal(found, record, commune) }
  const [fault] = checkContent(found.content, commune, edited)
  if (!fault) return { edited, content: found.content, source }
  const { field } = fault
  const error = new AppError('content_faulty', 422, { field: `${source.entryId}.${field}` })
  return { view: { entry, reason: 'faulty', field }, error }
}

function foundOf(record: EntryRecord, source: GateSource) {
  if ('draftVersion' in source) return readyDraft(record, source.draftVersion)
  return revisionOf(record, source.revision) ?? 'unknown_revision'
}

/** The same. @throws AppError `content_faulty` (422), and those of `entryRefusal` */
export async function readyContent(
  needs: EditedEntryNeeds,
  of: { communeId: string },
  source: GateSource,
): Promise<Ready> {
  const looked = await lookAt(needs, of, source)
  if ('error' in looked) throw looked.error
  return looked
}

/** A source, as the store publishes it. Pure. */
export function publishedFrom(source: GateSource): PublicationSource {
  return 'revision' in source
    ? { type: 'revision', number: source.revision }
    : { type: 'draft', version: source.draftVersion }
}

/** What is published, as whose act. */
interface Decided {
  id: string
  ready: readonly Ready[]
  by: Actor
  why: string
  gate: AuditValue
}

/** Publishes entries and serves them; what waited for an hour waits no more. */
export async function publishReady(
  { store, curation, now }: ReadyNeeds,
  commune: Commune,
  { ready, ...decided }: Decided,
): Promise<PublicationResult> {
  const result = await store.recordPublication({
    ...decided,
    communeId: commune.id,
    entries: ready.map(({ edited: { id, installed }, source }) => ({
      entryId: id,
      installed,
      source: publishedFrom(source),
    })),
    reviewerRequired: commune.curation?.reviewerRequired ?? false,
    at: now().toISOString(),
  })
  if (result.outcome === 'refused') return result
  await store.unscheduleEntries(
    commune.id,
    result.entries.map(({ entryId }) => entryId),
  )
  await curation.served(commune.id)
  return result
}
