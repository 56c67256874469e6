import { bindGuide, type GuideWords } from '../../guides/bind-guide.js'
import type { Entry } from '../model/entry.js'
import type { EntryContent } from '../model/entry-record.js'

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
