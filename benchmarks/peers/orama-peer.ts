import { create, insertMultiple, search } from '@orama/orama'
import { stemmer } from '@orama/stemmers/french'
import { fold } from '../../src/retrieval/french-analyser.js'
import { STOP_WORDS } from '../../src/retrieval/french-words.js'
import type { SearchDocument } from '../../src/retrieval/search-document.js'
import { RANKED, ranking, type System } from './system.js'

/** Best of 1, 2, 3 and 4, with and without typos and questions boosted, on the town questions and the national fiches. */
const TITLE_BOOST = 2
const QUESTIONS_BOOST = 1
/** Letters of a word that may differ. */
const TOLERANCE = 0

/** What may be tuned. */
export interface OramaSettings {
  title: number
  questions: number
  tolerance: number
}

/** Orama with its French stemmer, our stop words and folded accents: its own word cutter drops none of these. */
export async function buildOramaPeer(
  documents: readonly SearchDocument[],
  settings: OramaSettings = { title: TITLE_BOOST, questions: QUESTIONS_BOOST, tolerance: TOLERANCE },
): Promise<System> {
  const database = create({
    schema: { title: 'string', questions: 'string', text: 'string' },
    components: { tokenizer: { language: 'french', stemming: true, stemmer, stopWords: [...STOP_WORDS] } },
  })
  const rows = documents.map(({ id, title, questions, text }) => ({
    id,
    title: fold(title),
    questions: fold(questions.join('\n')),
    text: fold(text),
  }))
  await insertMultiple(database, rows)
  return {
    async find(question) {
      const { hits } = await search(database, {
        term: fold(question),
        boost: { title: settings.title, questions: settings.questions },
        tolerance: settings.tolerance,
        limit: RANKED,
      })
      return ranking(hits.map(({ id }) => String(id)))
    },
  }
}
