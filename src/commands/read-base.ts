import { existsSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { loadEntries, readQuestions } from '../features/entries/catalogue/load-entries.js'
import { toSearchDocument } from '../features/entries/catalogue/snapshot.js'
import type { SearchDocument } from '../search/analysed-document.js'
import { readJsonLines } from './read-json-lines.js'

/** Where a base of entries is read from. */
export interface BaseSource {
  /** A JSONL file, or a folder of entries as `docs/content.md` describes them. */
  knowledge: string
  /** Folder of the question bank: `<id>.json` and `service-public/<id>.json`. */
  intentsDir: string
  /** Whether entries get the questions of the bank. */
  withIntents: boolean
  /** Whether the offices of a folder are among its entries; by default they are not. */
  withOffices?: boolean
}

const row = z.object({
  id: z.union([z.string().min(1), z.number()]).transform(String),
  title: z.string().nullish(),
  text: z.string().nullish(),
  /** Another name of `text`, in bases of questions and answers. */
  answer: z.string().nullish(),
  questions: z.array(z.string()).nullish(),
})

/** A question to measure with. */
export interface LabelledQuestion {
  id: string
  question: string
  /** Entries that answer it; empty when it must not be answered. */
  targets: string[]
}

const questionRow = z.object({
  id: z.union([z.string(), z.number()]).transform(String),
  question: z.string().nullish(),
  targets: z.array(z.union([z.string(), z.number()]).transform(String)),
  /** What readers judged to be an answer; replaces `targets` where it is given. */
  two: z.array(z.string()).nullish(),
})

/**
 * Reads a base of entries. An entry of a JSONL file whose id has a file in the question bank gets its questions, as an import gives it.
 * @throws Error in one line, with file and line, when something cannot be read
 */
export async function readBase(source: BaseSource): Promise<SearchDocument[]> {
  const { knowledge, intentsDir, withIntents, withOffices = false } = source
  const isFolder = (await stat(knowledge)).isDirectory()
  if (isFolder) {
    const entries = await loadEntries(entryFolders(knowledge, intentsDir))
    const documents = entries.filter(({ office }) => withOffices || !office).map(toSearchDocument)
    return withIntents ? documents : documents.map((document) => ({ ...document, questions: [] }))
  }
  const rows = await readJsonLines(knowledge, row)
  assertUnique(
    knowledge,
    rows.map(({ value, line }) => ({ id: value.id, line })),
  )
  const documents: SearchDocument[] = []
  for (const { value } of rows) {
    const own = value.questions ?? []
    const bank = withIntents ? await bankQuestions(value.id, intentsDir) : []
    const questions = [...new Set([...own, ...bank])]
    documents.push({
      id: value.id,
      title: value.title ?? '',
      text: withoutMarkup(value.text ?? value.answer ?? ''),
      questions,
    })
  }
  return documents
}

/** Reads questions with their targets. A missing question is an empty one. @throws Error in one line, with file and line */
export async function readLabelledQuestions(path: string): Promise<LabelledQuestion[]> {
  const rows = await readJsonLines(path, questionRow)
  return rows.map(({ value: { id, question, targets, two } }) => ({
    id,
    question: question ?? '',
    targets: two ?? targets,
  }))
}

/** The text of a piece of HTML; plain text is left as it is. */
function withoutMarkup(text: string): string {
  if (!/<\/?[a-z][^<>]*>/i.test(text)) return text
  const plain = text
    .replace(/<[^<>]*>/g, ' ')
    .replace(/&nbsp;/g, ' ')
    .replace(/&amp;/g, '&')
  return plain.replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code))).replace(/[ \t]+/g, ' ')
}

/** Entries may lie in the folder itself or in its `knowledge/`, with their questions in an `intents/` beside them. */
function entryFolders(folder: string, intentsDir: string): { knowledgeDir: string; intentsDir: string } {
  const knowledgeDir = existsSync(join(folder, 'knowledge')) ? join(folder, 'knowledge') : folder
  const beside = join(knowledgeDir, '..', 'intents')
  return { knowledgeDir, intentsDir: existsSync(beside) ? beside : intentsDir }
}

async function bankQuestions(id: string, intentsDir: string): Promise<string[]> {
  // An id is a file name here: one with a separator has no file, and reaches none.
  if (!/^[\w.-]+$/.test(id) || id.startsWith('.')) return []
  const own = await readQuestions(join(intentsDir, `${id}.json`))
  const national = await readQuestions(join(intentsDir, 'service-public', `${id}.json`))
  return [...own, ...national]
}

function assertUnique(path: string, ids: readonly { id: string; line: number }[]): void {
  const seen = new Map<string, number>()
  for (const { id, line } of ids) {
    const first = seen.get(id)
    if (first !== undefined) throw new Error(`${path}:${line}: id ${JSON.stringify(id)} is already on line ${first}`)
    seen.set(id, line)
  }
}
