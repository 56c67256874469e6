import type { Entry } from '../../../platform/model/entry.js'
import type { StoreLife } from '../../../platform/model/store-life.js'
import { NOTHING_OWN, type OwnContent, type OwnEntries } from '../catalogue/load-own-entries.js'
import type { EntryStore } from '../entry-verbs.js'
import { bindGuide, type GuideWords, guideWordsOf } from '../model/bind-guide.js'
import type { EntryContent } from '../model/entry-record.js'

/** What curators have published, over what the files of communes have. */
export interface CuratedEntries extends OwnEntries {
  /** What the commune's own files have, as they were last read. @param shared see {@link OwnEntries.load} */
  filesOf(communeId: string, shared: ReadonlyMap<string, Entry>): Promise<OwnContent>
  /** Whether curators of a commune have published or taken away anything. */
  isCurated(communeId: string): boolean
}

/**
 * The own entries of communes: their files, and over them what curators have published; what these have archived is gone.
 * Follows publications as the store announces them.
 */
export async function openCuratedEntries(
  files: OwnEntries,
  store: Pick<EntryStore, 'listEntryRecords' | 'readPublished'> & Pick<StoreLife, 'subscribe'>,
  communeIds: Iterable<string>,
): Promise<CuratedEntries> {
  const curated = new Set<string>()
  store.subscribe((change) => {
    if (change.type === 'publication') curated.add(change.communeId)
  })
  for (const communeId of communeIds) {
    const records = await store.listEntryRecords(communeId)
    if (records.some(({ publications, archival }) => archival || publications.length > 0)) curated.add(communeId)
  }
  /** What was last read of each commune's files: they are read again when its content is built. */
  const known = new Map<string, Promise<OwnContent>>()
  const readFiles = (communeId: string, shared: ReadonlyMap<string, Entry>) => {
    const read = files.has(communeId) ? files.load(communeId, shared) : Promise.resolve(NOTHING_OWN)
    known.set(communeId, read)
    // What could not be read is read again.
    read.catch(() => known.delete(communeId))
    return read
  }
  return {
    filesOf: (communeId, shared) => known.get(communeId) ?? readFiles(communeId, shared),
    isCurated: (communeId) => curated.has(communeId),
    has: (communeId) => curated.has(communeId) || files.has(communeId),
    async load(communeId, shared) {
      const own = await readFiles(communeId, shared)
      if (!curated.has(communeId)) return own
      const { published, archivedIds } = await store.readPublished(communeId)
      const entries = new Map(own.entries.map((entry) => [entry.id, entry]))
      const words = guideWordsOf(shared)
      for (const { entryId: id, content } of published)
        entries.set(id, curatedEntry(id, content, { file: entries.get(id), words }))
      return { entries: [...entries.values()], archivedIds }
    },
  }
}

/** What a curator writes of that. A guide of the files is not repeated. */
export function contentOf({ id, guide, expired, quoted, office, abroad, inShort, ...content }: Entry): EntryContent {
  if (guide === null) return { ...content, guide }
  return guide?.written ? { ...content, guide: guide.written } : content
}

/**
 * What a curator wrote, as the entry that is served. Of an office, and of one whose file quotes its source, the words, the links and the dates of the source stay as the file
 * has them, and follow it: only what stands around them is the curator's. Example questions in other languages and short translations stay as the file has them too.
 * @param from.file the entry as its files have it, if they have it
 */
export function curatedEntry(
  id: string,
  { guide, ...content }: EntryContent,
  { file, words }: { file: Entry | undefined; words: GuideWords },
): Entry {
  const own = {
    ...(guide === undefined ? {} : { guide: guide && bindGuide(id, guide, words) }),
    ...(file?.abroad && { abroad: file.abroad }),
    ...(file?.inShort && { inShort: file.inShort }),
  }
  if (!file?.quoted && !file?.office) return { id, ...content, ...own }
  const { title, summary, source, verifiedAt, servicePublic, online, quoted, office } = file
  const kept = { ...(quoted && { quoted }), ...(office && { office }) }
  return { id, ...content, ...own, title, summary, source, verifiedAt, servicePublic, online, ...kept }
}
