import { create, insertMultiple, search } from '@orama/orama'
import { stemmer } from '@orama/stemmers/french'
import type { SearchDocument } from '../../src/search/analysed-document.js'
import { fold } from '../../src/search/french-analyser.js'
import { STOP_WORDS } from '../../src/search/french-words.js'
import { RANKED, ranking, type System } from './system.js'

/**
 * Best of titles at 0.5 to 4, questions at 1 to 8, 0 or 1 wrong letter, thresholds 0, 0.5 and 1, exact words or not, five sets of BM25 constants and one joint
 * field, on town questions over the installed content and the town-hall fiches: the same that it is measured on, in its favour.
 */
const TITLE_BOOST = 1
const QUESTIONS_BOOST = 8
/** Letters of a word that may differ. */
const TOLERANCE = 0

/** Orama with its French stemmer, our stop words and folded accents: its own word cutter drops none of these. */
export async function buildOramaPeer(documents: readonly SearchDocument[]): Promise<System> {
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
        boost: { title: TITLE_BOOST, questions: QUESTIONS_BOOST },
        tolerance: TOLERANCE,
        limit: RANKED,
      })
      return ranking(hits.map(({ id }) => String(id)))
    },
  }
}
