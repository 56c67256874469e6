import MiniSearch from 'minisearch'
import { analyse } from '../../src/retrieval/french-analyser.js'
import type { SearchDocument } from '../../src/retrieval/search-document.js'
import { ranking, type System } from './system.js'

/** Best of 1, 2, 3 and 4 on the national fiches. */
const TITLE_BOOST = 4
/** Share of a word's letters that may differ. */
const FUZZY = 0.2

/** MiniSearch as a careful integrator sets it up: French stemming, folded accents, French stop words, title boosted, typos allowed. */
export async function buildMiniSearchPeer(documents: readonly SearchDocument[]): Promise<System> {
  const index = new MiniSearch<SearchDocument>({
    fields: ['title', 'questions', 'text'],
    extractField: (document, field) =>
      field === 'questions' ? document.questions.join('\n') : String(document[field as 'id' | 'title' | 'text']),
    tokenize: (text) => text.match(/[\p{L}\p{M}\p{N}]+/gu) ?? [],
    processTerm: (term) => analyse(term)[0] ?? null,
    searchOptions: { fuzzy: FUZZY, boost: { title: TITLE_BOOST } },
  })
  index.addAll(documents)
  return { find: async (question) => ranking(index.search(question).map(({ id }) => id)) }
}
