import type { EntryContent } from '../domain/curation/entry-record.js'
import type { Entry } from '../domain/entry.js'

/** What a curator writes of an entry. */
export function contentOf({ id, guide, expired, quoted, ...content }: Entry): EntryContent {
  return content
}

/**
 * What a curator wrote, as the entry that is served. Of one whose file quotes its source, the words, the links and the dates of the source stay as the file
 * has them, and follow it: only what stands around them is the curator's.
 * @param file the entry as its files have it, if they have it
 */
export function curatedEntry(id: string, content: EntryContent, file: Entry | undefined): Entry {
  if (!file?.quoted) return { id, ...content }
  const { title, summary, source, verifiedAt, servicePublic, online, quoted } = file
  return { id, ...content, title, summary, source, verifiedAt, servicePublic, online, quoted }
}
