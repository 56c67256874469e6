import { containerBootstrap } from '@nlpjs/core'
import { LangFr } from '@nlpjs/lang-fr'
import { NluNeural } from '@nlpjs/nlu'
import type { SearchDocument } from '../../src/search/analysed-document.js'
import { ranking, type System } from './system.js'

/** The intent that stands for "none of these". */
const NONE = 'None'

/**
 * nlp.js as a bot's author trains it: one intent an entry, its title and example questions as utterances. It does not read the entries' text. Without stop words:
 * a little better than with them on the town questions.
 */
export async function buildNlpJsPeer(documents: readonly SearchDocument[]): Promise<System> {
  const container = await containerBootstrap()
  container.use(LangFr)
  const network = new NluNeural({ locale: 'fr', container, log: false, keepStopwords: false })
  const corpus = documents.flatMap(({ id, title, questions }) =>
    [title, ...questions].filter((text) => text.trim() !== '').map((utterance) => ({ utterance, intent: id })),
  )
  await network.train(corpus, { log: false })
  return {
    async find(question) {
      const { classifications } = await network.process(question)
      const known = classifications.filter(({ intent, score }) => intent !== NONE && score > 0)
      return ranking(known.sort((a, b) => b.score - a.score).map(({ intent }) => intent))
    },
  }
}
