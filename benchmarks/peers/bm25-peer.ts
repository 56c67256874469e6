import type { SearchDocument } from '../../src/search/analysed-document.js'
import { analyse } from '../../src/search/french-analyser.js'
import { RANKED, ranking, type System } from './system.js'

/** The usual constants: Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009, § 3. */
const K1 = 1.2
const B = 0.75
/** Times that a title counts. Best of 1 to 4 on the town questions and the national fiches. */
const TITLE_WEIGHT = 3

/** An entry that has a word, and how often. */
interface Posting {
  document: number
  count: number
}

/** BM25 on French stems, over the title, the example questions and the text together: the baseline of the literature. */
export async function buildBm25Peer(documents: readonly SearchDocument[]): Promise<System> {
  const postings = new Map<string, Posting[]>()
  const lengths = documents.map((document, position) => {
    const stems = stemsOf(document)
    for (const [stem, count] of countOf(stems)) {
      const list = postings.get(stem) ?? []
      postings.set(stem, list)
      list.push({ document: position, count })
    }
    return stems.length
  })
  const meanLength = lengths.reduce((sum, length) => sum + length, 0) / documents.length
  return {
    async find(question) {
      const scores = new Map<number, number>()
      for (const stem of new Set(analyse(question))) {
        const list = postings.get(stem) ?? []
        const rarity = Math.log(1 + (documents.length - list.length + 0.5) / (list.length + 0.5))
        for (const { document, count } of list) {
          const length = (lengths[document] as number) / meanLength
          const gain = (rarity * count * (K1 + 1)) / (count + K1 * (1 - B + B * length))
          scores.set(document, (scores.get(document) ?? 0) + gain)
        }
      }
      const best = [...scores].sort(([a, x], [b, y]) => y - x || a - b)
      return ranking(best.slice(0, RANKED).map(([document]) => documents[document]?.id ?? ''))
    },
  }
}

function stemsOf({ title, questions, text }: SearchDocument): string[] {
  return analyse([...Array.from({ length: TITLE_WEIGHT }, () => title), ...questions, text].join('\n'))
}

function countOf(stems: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const stem of stems) counts.set(stem, (counts.get(stem) ?? 0) + 1)
  return counts
}
