import type { Entry } from '../entries/model/entry.js'
import { sectionsText } from './entry-file.js'

/**
 * The files of a bot of Botpress 12: `qna/<id>.json` with the whole answer under its headings, and `intents/__qna__<id>.json` with its questions, as
 * Botpress keeps them itself, those in other languages among the utterances alone: there is no answer in these. `readBotpress` reads the same sections and questions back.
 */
export function writeBotpress(entries: Iterable<Entry>): Map<string, string> {
  const files = new Map<string, string>()
  for (const { id, category, questions, abroad, sections, simple } of entries) {
    const contexts = [category]
    const data = {
      action: 'text',
      contexts,
      enabled: true,
      answers: { fr: [sectionsText(sections, simple)] },
      questions: { fr: questions },
      redirectFlow: '',
      redirectNode: '',
    }
    const intent = { name: `__qna__${id}`, contexts, utterances: { fr: questions, ...abroad }, slots: [] }
    files.set(`qna/${id}.json`, toJson({ id, data }))
    files.set(`intents/__qna__${id}.json`, toJson(intent))
  }
  return files
}

function toJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}
