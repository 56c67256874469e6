import type { Entry } from '../../platform/model/entry.js'
import { contentOf } from '../entries/editing/curated-entries.js'
import type { EntryStore } from '../entries/entry-verbs.js'
import type { EntryContent } from '../entries/model/entry-record.js'

/** What a commune's entries say now, to be compared with what comes in. */
export interface CommuneContents {
  /** What citizens are answered, by id. */
  served: ReadonlyMap<string, EntryContent>
  /** Ids of entries that somebody is writing, or has submitted. */
  busy: ReadonlySet<string>
  /** What the installed files say of an entry that curators have not replaced; `null` of any other. */
  installed: (entryId: string) => EntryContent | null
}

/**
 * The contents of a commune: its installed entries, and what curators have published or taken away.
 * @param entries what the commune is answered from, by id
 */
export async function readContents(
  store: Pick<EntryStore, 'readPublished' | 'listEntryRecords'>,
  communeId: string,
  entries: ReadonlyMap<string, Entry>,
): Promise<CommuneContents> {
  const [{ published, archivedIds }, records] = await Promise.all([
    store.readPublished(communeId),
    store.listEntryRecords(communeId),
  ])
  const served = new Map([...entries].map(([id, entry]) => [id, contentOf(entry)]))
  for (const id of archivedIds) served.delete(id)
  for (const { entryId, content } of published) served.set(entryId, content)
  const replaced = new Set([...published.map(({ entryId }) => entryId), ...archivedIds])
  return {
    served,
    busy: new Set(records.filter(({ draft, submission }) => draft || submission).map(({ entryId }) => entryId)),
    installed: (id) => (replaced.has(id) ? null : (served.get(id) ?? null)),
  }
}
