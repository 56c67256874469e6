import { AppError } from '../../../platform/model/app-error.js'
import type { Actor } from '../../../platform/model/audit.js'
import { contentOf } from '../editing/curated-entries.js'
import type { Curation } from '../editing/curation.js'
import type { EntryStore } from '../entry-verbs.js'
import {
  type EntryContent,
  type EntryRecord,
  type EntryScope,
  isSameContent,
  openRecord,
  revisionOf,
  servedNumber,
} from '../model/entry-record.js'

/** What changing drafts needs. */
export interface DraftNeeds {
  store: Pick<EntryStore, 'getEntryRecord' | 'saveDraft' | 'applyToEntry'>
  now: () => Date
  curation: Pick<Curation, 'installedOf'>
}

/** Who changes drafts of which commune. */
export interface Changer {
  communeId: string
  by: Actor
}

/** What a draft is made of another one; the same object changes nothing. `served` is what citizens get; `null` of an entry that is only a draft. */
export type DraftChange = (content: EntryContent, served: EntryContent | null) => EntryContent

/** Times that a draft saved by somebody else meanwhile is read again. */
const TRIES = 5

/**
 * Changes what the draft of an entry says; what is served, when it has none. A draft that comes to say what is served is thrown away.
 * @throws AppError `entry_unpublished` (422), `entry_archived` (409), `draft_busy` (409) when others keep saving the draft
 */
export async function changeDraft(
  needs: DraftNeeds,
  changer: Changer,
  entryId: string,
  change: DraftChange,
): Promise<void> {
  const { store, now } = needs
  for (let tries = 0; tries < TRIES; tries += 1) {
    const at = now().toISOString()
    const { record, scope } = await openEntry(needs, changer.communeId, entryId, at)
    if (record.archival) throw new AppError('entry_archived', 409, { field: 'entryId' })
    const basedOn = record.draft?.basedOn ?? servedNumber(record) ?? 0
    const content = record.draft?.content ?? revisionOf(record, basedOn)?.content
    if (!content) throw new AppError('entry_unpublished', 422, { field: 'entryId' })
    const served = revisionOf(record, servedNumber(record) ?? 0)?.content ?? null
    const next = change(content, served)
    if (next === content) return
    const seen = record.draft?.version ?? 0
    const { by } = changer
    const isUndone = served !== null && isSameContent(next, served)
    if (isUndone && seen === 0) return
    const { outcome } = isUndone
      ? await store.applyToEntry(scope, { type: 'discard', draftVersion: seen, at, by, why: '' })
      : await store.saveDraft(scope, { content: next, basedOn, seen, at, by })
    if (outcome === 'saved' || outcome === 'applied') return
  }
  throw new AppError('draft_busy', 409)
}

async function openEntry(
  needs: DraftNeeds,
  communeId: string,
  entryId: string,
  at: string,
): Promise<{ record: EntryRecord; scope: EntryScope }> {
  const file = (await needs.curation.installedOf(communeId)).get(entryId)
  const scope = { communeId, entryId, installed: file ? contentOf(file) : null }
  return {
    scope,
    record: openRecord((await needs.store.getEntryRecord(communeId, entryId)) ?? null, scope, at),
  }
}
