import { randomUUID } from 'node:crypto'
import { communeOf } from '../../platform/http/commune-origins.js'
import { AppError } from '../../platform/model/app-error.js'
import { actorOf } from '../../platform/model/audit.js'
import type { User } from '../accounts/staff.js'
import type { Curation } from '../entries/editing/curation.js'
import type { EntryStore } from '../entries/entry-verbs.js'
import { type EntryRecord, revisionOf, servedNumber } from '../entries/model/entry-record.js'
import { type EditedEntry, type EditedEntryNeeds, knownEntry } from '../entries/routes/edited-entry.js'
import { entryRefusal } from '../entries/routes/entries-routes.js'
import type { UndoneView } from './contract.js'

/** What undoing needs. */
export interface UndoNeeds extends EditedEntryNeeds {
  store: EditedEntryNeeds['store'] &
    Pick<EntryStore, 'recordPublication' | 'applyToEntry' | 'listEntryRecords' | 'saveDraft'>
  curation: EditedEntryNeeds['curation'] & Pick<Curation, 'served'>
}

/** What was served of an entry before its last publication. */
interface Former {
  edited: EditedEntry
  /** `null`: nothing was. */
  number: number | null
}

/**
 * Brings back what was served before a publication: the version before, or nothing where there was none. What was published and written by somebody becomes a
 * draft again. Whatever was changed again since is left. Broken off and asked again, it does the rest.
 * @throws AppError `unknown_publication` (404)
 */
export async function undoPublication(needs: UndoNeeds, user: User, publicationId: string): Promise<UndoneView> {
  const { store } = needs
  const { id: communeId } = communeOf(needs, user.communeId)
  const records = await store.listEntryRecords(communeId)
  const published = records.filter(({ publications }) => publications.some(({ id }) => id === publicationId))
  if (published.length === 0) throw new AppError('unknown_publication', 404)
  const entries = await Promise.all(published.map(({ entryId }) => knownEntry(needs, user, entryId)))
  const isLast = ({ record }: EditedEntry) =>
    record.publications.at(-1)?.id === publicationId && !record.archival && !record.submission
  const formers = entries.filter(isLast).map((edited) => ({ edited, number: formerNumber(edited.record) }))
  const named = (edited: EditedEntry) => ({ id: edited.id, title: titleOf(edited) })
  await bringBack(needs, user, publicationId, formers)
  await needs.curation.served(communeId)
  return { undone: formers.map(({ edited }) => named(edited)), kept: entries.filter((one) => !isLast(one)).map(named) }
}

async function bringBack(
  { store, now, communes }: UndoNeeds,
  user: User,
  publicationId: string,
  formers: readonly Former[],
): Promise<void> {
  const act = { at: now().toISOString(), by: actorOf(user), why: '' }
  const commune = communeOf({ communes }, user.communeId)
  const scopeOf = ({ id, installed }: EditedEntry) => ({ communeId: commune.id, entryId: id, installed })
  const changed = formers.flatMap(({ edited, number }) => (number === null ? [] : [{ edited, number }]))
  if (changed.length > 0) {
    const result = await store.recordPublication({
      id: randomUUID(),
      communeId: commune.id,
      entries: changed.map(({ edited, number }) => ({
        entryId: edited.id,
        installed: edited.installed,
        source: { type: 'revision', number },
      })),
      // It was served before.
      reviewerRequired: false,
      ...act,
      gate: { undone: publicationId },
    })
    if (result.outcome === 'refused')
      throw entryRefusal(result.refusals[0]?.refusal ?? 'stale', changed[0]?.edited.record ?? null, commune)
    const basedOn = new Map(result.entries.map(({ entryId, revision }) => [entryId, revision]))
    for (const { edited } of changed) {
      const written = lastPublished(edited.record)
      if (edited.record.draft || !written?.by || written.origin === 'rollback') continue
      const draft = { content: written.content, basedOn: basedOn.get(edited.id) ?? 0, seen: 0 }
      await store.saveDraft(scopeOf(edited), { ...draft, at: act.at, by: written.by })
    }
  }
  for (const { edited, number } of formers)
    if (number === null) await store.applyToEntry(scopeOf(edited), { type: 'withdraw', publicationId, ...act })
}

/** What would be served without the last publication. */
function formerNumber({ publications, revisions }: EntryRecord): number | null {
  return servedNumber({ publications: publications.slice(0, -1), revisions })
}

function lastPublished(record: EntryRecord) {
  return revisionOf(record, record.publications.at(-1)?.revision ?? 0)
}

function titleOf({ record, id }: EditedEntry): string {
  return lastPublished(record)?.content.title ?? id
}
