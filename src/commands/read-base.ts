import { existsSync } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Config } from '../config.js'
import { loadEntries, readQuestions } from '../features/entries/catalogue/load-entries.js'
import { loadGuidedEntries } from '../features/entries/catalogue/load-guides.js'
import { mergeEntries, ownEntries } from '../features/entries/catalogue/load-own-entries.js'
import { toSearchDocument } from '../features/entries/catalogue/snapshot.js'
import { curatedEntry } from '../features/entries/editing/curated-entries.js'
import type { EntryStore } from '../features/entries/entry-verbs.js'
import { guideWordsOf } from '../features/entries/model/bind-guide.js'
import type { Entry } from '../platform/model/entry.js'
import { shuffle } from '../platform/text/seeded-random.js'
import type { SearchDocument } from '../search/analysed-document.js'
import type { Subject } from '../search/background.js'
import { readJsonLines } from './read-json-lines.js'

/** Share of the questions whose entries the part has, whatever chance draws beside them. */
const WANTED_SHARE = 0.75

/**
 * A part of a base, as a town has it that imports some of the national fiches: the entries that answer three questions in four, drawn by chance, and others
 * up to `size`. Of a large base, each question finds fewer near-doubles there, so that the same evidence is worth more.
 * @param random numbers in [0, 1)
 * @returns the entries in the order of the base: all of it when it has no more than `size`
 */
export function partOfBase(
  documents: readonly SearchDocument[],
  questions: readonly LabelledQuestion[],
  { size, random }: { size: number; random: () => number },
): SearchDocument[] {
  const wanted = new Set<string>()
  const answered = questions.filter(({ targets }) => targets.length > 0)
  for (const { targets } of shuffle(answered, random).slice(0, Math.ceil(answered.length * WANTED_SHARE))) {
    for (const target of targets) wanted.add(target)
  }
  const asked = documents.filter(({ id }) => wanted.has(id))
  const others = shuffle(
    documents.filter(({ id }) => !wanted.has(id)),
    random,
  )
  const kept = new Set([...asked, ...others].slice(0, size))
  return documents.filter((document) => kept.has(document))
}

/** The questions with those of their targets that are among the entries: none when what answers them is elsewhere. */
export function withTargetsIn<Q extends LabelledQuestion>(
  documents: readonly SearchDocument[],
  questions: readonly Q[],
): Q[] {
  const there = new Set(documents.map(({ id }) => id))
  return questions.map((question) => ({ ...question, targets: question.targets.filter((id) => there.has(id)) }))
}

/** Folder of the question bank whose files are subjects of everyday life. */
const EVERYDAY = 'background'
/** Those whose files are subjects: national fiches, and everyday life. */
const FOLDERS = ['service-public', EVERYDAY]

/** Reads what people ask that entries may not answer: one subject a file, named after it. */
export async function readSubjects(intentsDir: string): Promise<Subject[]> {
  const subjects: Subject[] = []
  for (const name of FOLDERS.filter((one) => existsSync(join(intentsDir, one)))) {
    const folder = join(intentsDir, name)
    for (const file of (await readdir(folder)).filter((name) => name.endsWith('.json')).sort()) {
      const questions = await readQuestions(join(folder, file))
      subjects.push({ id: file.slice(0, -'.json'.length), questions, ...(name === EVERYDAY && { isEveryday: true }) })
    }
  }
  return subjects
}

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

/**
 * The entries of a commune as its citizens are answered: the shared files, its own, and what curators have published or taken away.
 * @throws ContentError naming every file at fault
 */
export async function readCommuneEntries(
  config: Pick<Config, 'knowledgeDir' | 'intentsDir' | 'townDir'>,
  communeId: string,
  store: Pick<EntryStore, 'readPublished'>,
): Promise<Map<string, Entry>> {
  const shared = await loadGuidedEntries(config)
  const own = ownEntries(config.townDir)
  const sharedById = new Map(shared.map((entry) => [entry.id, entry]))
  const entries = own.has(communeId) ? mergeEntries(shared, await own.load(communeId, sharedById)) : shared
  const served = new Map(entries.map((entry) => [entry.id, entry]))
  const { published, archivedIds } = await store.readPublished(communeId)
  for (const id of archivedIds) served.delete(id)
  const words = guideWordsOf(sharedById)
  for (const { entryId, content } of published) {
    const file = served.get(entryId)
    const guide = file?.guide ? { guide: file.guide } : {}
    served.set(entryId, { ...guide, ...curatedEntry(entryId, content, { file, words }) })
  }
  return new Map([...served].sort(([a], [b]) => (a < b ? -1 : 1)))
}
