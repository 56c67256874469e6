import { z } from 'zod'
import type { Entry } from '../../platform/model/entry.js'
import { sectionsText } from './entry-file.js'

/** Texts by language, or a bare list as Botpress wrote them before it had languages. */
const texts = z.union([z.record(z.string(), z.array(z.string())), z.array(z.string())])

/** `intents/<name>.json`, in the shape of Botpress 12 and in that of before. */
export const intentShape = z.looseObject({
  name: z.string(),
  utterances: texts,
  contexts: z.array(z.string()).default([]),
})

/** The `data` of a question and answer: contexts since 12.2, one category before. */
export const qnaDataShape = z.looseObject({
  action: z.enum(['text', 'redirect', 'text_redirect']).default('text'),
  enabled: z.boolean().default(true),
  contexts: z.array(z.string()).optional(),
  category: z.string().optional(),
  questions: texts,
  answers: texts.optional(),
  /** Of the first version, where there was one answer. */
  answer: z.string().optional(),
  redirectFlow: z.string().default(''),
  redirectNode: z.string().default(''),
})
/** The `data` of a question and answer. */
export type QnaData = z.infer<typeof qnaDataShape>

/** `qna/<id>.json`. */
export const qnaShape = z.looseObject({ id: z.string(), data: qnaDataShape })

/** An element of `content-elements/<type>.json`, to which an answer `#!<id>` refers. */
export const contentElementsShape = z.array(
  z.looseObject({ id: z.string(), formData: z.record(z.string(), z.unknown()) }),
)

/** The French texts; those of no language when none is said; `null` when there are texts in other languages alone. */
export function frenchOf(written: z.infer<typeof texts>): string[] | null {
  const list = Array.isArray(written) ? written : (written.fr ?? (Object.values(written).flat().length > 0 ? null : []))
  return list?.map((text) => text.trim()).filter((text) => text !== '') ?? null
}

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
