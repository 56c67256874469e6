import type { Entry } from '../../entries/model/entry.js'

/** Most entries proposed. */
const MOST = 5

/** Entries whose ids share words with one that does not exist: mistyped, shortened, renamed. The first word tells most. */
export function nearEntries(id: string, entries: ReadonlyMap<string, Entry>): Entry[] {
  const wanted = wordsOf(id)
  const likeness = (entry: Entry) => {
    const own = wordsOf(entry.id)
    return wanted.reduce((sum, word, place) => sum + (own.includes(word) ? wanted.length - place : 0), 0)
  }
  return [...entries.values()]
    .map((entry) => ({ entry, score: likeness(entry) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.entry.id.localeCompare(b.entry.id))
    .slice(0, MOST)
    .map(({ entry }) => entry)
}

/** Words of three letters and more, without the mark of the plural. */
function wordsOf(id: string): string[] {
  const words = id.toLowerCase().match(/[a-z0-9]{3,}/g) ?? []
  return words.map((word) => word.replace(/[sx]$/, ''))
}
