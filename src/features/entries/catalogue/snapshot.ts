import { createHash } from 'node:crypto'
import type { Commune } from '../../../platform/model/commune.js'
import { type Entry, SECTION_KEYS } from '../../../platform/model/entry.js'
import { blocksToText } from '../../../platform/text/rich-links.js'
import type { SearchDocument } from '../../../search/analysed-document.js'
import type { SearchIndex } from '../../../search/search-index.js'
import { sectionText } from '../model/aspect.js'
import { markdownToBlocks } from '../render/markdown-blocks.js'

/** The immutable published content of a commune at one version, with its search index. */
export interface Snapshot {
  commune: Commune
  /** Short hash of every entry: two servers with the same content say the same version. */
  version: string
  entries: ReadonlyMap<string, Entry>
  index: SearchIndex
}

/** Entries are never changed in place, so what is computed of one holds as long as it does: an edit costs what it changes. */
const documents = new WeakMap<Entry, SearchDocument>()
const digests = new WeakMap<Entry, string>()

/**
 * What is searched of an entry: title, example questions, and the text of its sections without variables. The simplified version says the same again in
 * other words: it is left out.
 */
export function toSearchDocument(entry: Entry): SearchDocument {
  const known = documents.get(entry)
  if (known) return known
  const { id, title, questions, abroad, servicePublic: covers } = entry
  const text = lazily(() => textOf(entry))
  const document = {
    id,
    title,
    questions,
    ...(abroad && { abroad: Object.values(abroad).flat() }),
    covers,
    get text() {
      return text()
    },
  }
  documents.set(entry, document)
  return document
}

const texts = new WeakMap<Entry, string>()

/** Keeps what {@link textOf} gives for an entry, which is then made no more. */
export function rememberText(entry: Entry, text: string): void {
  texts.set(entry, text)
}

/** The text of an entry that is searched. */
export function textOf(entry: Entry): string {
  const known = texts.get(entry)
  if (known !== undefined) return known
  const quoted = (entry.quoted ?? []).map(({ title, blocks }) => `${title}\n${blocksToText(blocks)}`)
  const sections = SECTION_KEYS.map((key) => blocksToText(markdownToBlocks(sectionText(entry, key))))
  return [entry.summary, ...quoted, ...sections].join('\n').replace(/\{\{[a-z-]+\.[a-z-]+\}\}/g, '')
}

/** A text that can be made again: it is kept until the next collection of garbage, since an index is built of it and needs it no more. */
function lazily(make: () => string): () => string {
  let kept: WeakRef<{ text: string }> | undefined
  return () => {
    const known = kept?.deref()
    if (known) return known.text
    const text = make()
    kept = new WeakRef({ text })
    return text
  }
}

/** The version of a set of entries: 12 hexadecimal digits of the SHA-256 of the digests of their content. */
export function contentVersion(entries: readonly Entry[]): string {
  const hash = createHash('sha256')
  for (const entry of entries) hash.update(digestOf(entry))
  return hash.digest('hex').slice(0, 12)
}

/** The entry as it was known, if nothing of it has changed: what was computed of it then holds. */
export function knownIfSame(entry: Entry, known: Entry | undefined): Entry {
  return known && digestOf(known) === digestOf(entry) ? known : entry
}

/** A digest of the whole content of an entry. */
export function digestOf(entry: Entry): string {
  const known = digests.get(entry)
  if (known) return known
  const digest = createHash('sha256').update(JSON.stringify(entry)).digest('base64')
  digests.set(entry, digest)
  return digest
}
