import type { Entry } from '../../domain/entry.js'

/** Most entries proposed. */
const MOST = 5

/** Entries whose ids share words with one that does not exist: mistyped, shortened, renamed. Those that share most come first. */
export function nearEntries(id: string, entries: ReadonlyMap<string, Entry>): Entry[] {
  const wanted = wordsOf(id)
  return [...entries.values()]
    .map((entry) => ({ entry, shared: wordsOf(entry.id).filter((word) => wanted.includes(word)).length }))
    .filter(({ shared }) => shared > 0)
    .sort((a, b) => b.shared - a.shared || a.entry.id.localeCompare(b.entry.id))
    .slice(0, MOST)
    .map(({ entry }) => entry)
}

/** Words of three letters and more, without the mark of the plural. */
function wordsOf(id: string): string[] {
  const words = id.toLowerCase().match(/[a-z0-9]{3,}/g) ?? []
  return words.map((word) => word.replace(/[sx]$/, ''))
}
