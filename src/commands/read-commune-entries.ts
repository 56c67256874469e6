import type { Config } from '../config.js'
import { mergeEntries, ownEntries } from '../features/entries/catalogue/load-own-entries.js'
import { curatedEntry } from '../features/entries/editing/curated-entry.js'
import type { EntryStore } from '../features/entries/entry-verbs.js'
import type { Entry } from '../features/entries/model/entry.js'
import { guideWordsOf } from '../features/guides/bind-guide.js'
import { loadGuidedEntries } from '../features/guides/load-guides.js'

/**
 * The entries of a commune as its citizens are answered: the shared files, its own, and what curators have published or taken away.
 * @throws ContentError naming every file at fault
 */
export async function readCommuneEntries(
  config: Pick<Config, 'knowledgeDir' | 'intentsDir' | 'townDir'>,
  communeId: string,
  store: Pick<EntryStore, 'readPublished'>,
): Promise<Map<string, Entry>> {
  const shared = await loadGuidedEntries(config)
  const own = ownEntries(config.townDir)
  const sharedById = new Map(shared.map((entry) => [entry.id, entry]))
  const entries = own.has(communeId) ? mergeEntries(shared, await own.load(communeId, sharedById)) : shared
  const served = new Map(entries.map((entry) => [entry.id, entry]))
  const { published, archivedIds } = await store.readPublished(communeId)
  for (const id of archivedIds) served.delete(id)
  const words = guideWordsOf(sharedById)
  for (const { entryId, content } of published) {
    const file = served.get(entryId)
    const guide = file?.guide ? { guide: file.guide } : {}
    served.set(entryId, { ...guide, ...curatedEntry(entryId, content, { file, words }) })
  }
  return new Map([...served].sort(([a], [b]) => (a < b ? -1 : 1)))
}
