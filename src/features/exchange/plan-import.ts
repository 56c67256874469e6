import type { z } from 'zod'
import { CATEGORIES, type Category, type Entry, type Handler, SECTION_KEYS } from '../../platform/model/entry.js'
import { pathOfPersonalNumber } from '../../platform/security/personal-numbers.js'
import { foldedWords, foldWord } from '../../platform/text/fold-text.js'
import { entryFields } from '../entries/catalogue/load-entries.js'
import type { EntryContent } from '../entries/model/entry-record.js'
import { type ImportPlan, type LineFault, type LineFaultCode, NEEDED_FIELDS, type PlannedEntry } from './import-plan.js'
import type { ImportedFields, ImportedRow } from './table-rows.js'

/** Longest example question: longer than any citizen's. */
const MOST_QUESTION = 1_000
/** Longest section. */
const MOST_SECTION = 20_000
/** Most example questions of an entry. */
const MOST_QUESTIONS = 2_000
/** Most items of its other lists: links, fiches, what is left to check. */
const MOST_ITEMS = 200
/** Most faults that are told of a line: who mends these reads the file again. */
const MOST_FAULTS = 20
/** Longest part of a refused value that is shown. */
const MOST_VALUE_SHOWN = 80

/** Names of an imported line that no field of an entry has. */
const UNNAMED = ['id', 'suggestedTitle', 'otherAnswers']

/** A personal number in what a line says: everybody would read it. Its value is not told: who mends it has it. */
function personalNumberIn(said: object): Pick<LineFault, 'code' | 'field' | 'value'> | null {
  const path = pathOfPersonalNumber(said)
  if (!path) return null
  const [first = '', second] = path
  const field = UNNAMED.includes(first)
    ? null
    : first === 'sections' || first === 'short'
      ? `${first}.${second}`
      : first
  return { code: 'personal_number', field, value: '' }
}

/** What is wrong with what a line says of an entry, field by field; a section that is not written yet is no fault. */
function faultsOf(content: EntryContent, { line, file }: Pick<ImportedRow, 'line' | 'file'>): LineFault[] {
  const { sections, simple, questions, translations, guide, ...fields } = content
  const fault = (code: LineFaultCode, field: string, value: string) => ({ line, file, code, field, value })
  const many = manyItems(content).map(([field, most]) => fault('too_many', field, String(most)))
  if (many.length > 0) return many
  const read = entryFields.safeParse({ ...fields, summary: fields.summary || fields.title })
  const long = [
    ...Object.entries(sections).filter(([, text]) => text.length > MOST_SECTION),
    ...questions.filter((text) => text.length > MOST_QUESTION).map((text) => ['questions', text]),
    ...(simple !== null && simple.length > MOST_SECTION ? [['simple', simple]] : []),
  ]
  return [
    ...(read.success ? [] : read.error.issues.map((issue) => toFault(issue, fields))),
    ...long.map(([field = '', text = '']) => ({ code: 'too_long' as const, field, value: text })),
  ]
    .slice(0, MOST_FAULTS)
    .map(({ code, field, value }) => fault(code, field, value.slice(0, MOST_VALUE_SHOWN)))
}

/** The lists of an entry that have too many items, each with the most that it may have. */
function manyItems({ questions, online, toCheck, servicePublic }: EntryContent): [field: string, most: number][] {
  const lists = { online, toCheck, servicePublic }
  return [
    ...(questions.length > MOST_QUESTIONS ? [['questions', MOST_QUESTIONS] as [string, number]] : []),
    ...Object.entries(lists).flatMap(([field, { length }]): [string, number][] =>
      length > MOST_ITEMS ? [[field, MOST_ITEMS]] : [],
    ),
  ]
}

function toFault(issue: z.core.$ZodIssue, fields: object): { code: LineFaultCode; field: string; value: string } {
  const field = issue.path.filter((part) => typeof part === 'string').join('.')
  const value = issue.path.reduce<unknown>(
    (at, part) => (at as Record<PropertyKey, unknown> | undefined)?.[part],
    fields,
  )
  return { code: codeOf(issue), field, value: typeof value === 'string' ? value : '' }
}

function codeOf(issue: z.core.$ZodIssue): LineFaultCode {
  if (issue.code === 'too_big') return 'too_long'
  if (issue.code === 'too_small') return 'too_short'
  if (issue.code === 'invalid_format' && issue.format === 'date') return 'not_a_date'
  const isAddress = (issue.code === 'invalid_format' && issue.format === 'url') || issue.code === 'invalid_union'
  return isAddress ? 'not_an_address' : 'bad_value'
}

/** Longest id made from a title: short enough for an address. */
const MOST_CHARACTERS = 60

/** An id made from a title: its folded words joined by hyphens, cut between words; empty when there is no word. */
function entrySlug(title: string): string {
  let slug = ''
  for (const word of foldedWords(title)) {
    const next = slug === '' ? word : `${slug}-${word}`
    if (next.length > MOST_CHARACTERS) break
    slug = next
  }
  // A first word that is too long is cut.
  const whole = slug === '' ? (foldedWords(title)[0] ?? '').slice(0, MOST_CHARACTERS) : slug
  return whole.replace(/[^a-z0-9-]/g, '')
}

/** What an import writes where a line says nothing. */
export interface ImportDefaults {
  category: Category
  /** Id of the service that keeps the entries true. */
  owner: string
  /** Name of the source; the commune's own. */
  sourceName: string
  /** The day of the import, ISO `YYYY-MM-DD`. */
  today: string
  /** The day by which they must be read, ISO `YYYY-MM-DD`. */
  reviewBy: string
  /** Says what is left to check, in the language of the content. */
  say: (key: 'check.unknown_category' | 'check.other_answer', value: string) => string
}

/** How an import reads the questions of an entry that there is: beside those that it has, or in their place. */
export type QuestionsMode = 'add' | 'replace'

/** What an import starts from. */
export interface ImportStart {
  /** The entries of the commune by id. */
  existing: ReadonlyMap<string, EntryContent>
  defaults: ImportDefaults
  questions: QuestionsMode
}

/**
 * What an import would do, line by line; nothing is written. Lines of the same entry are one: the later ones add questions, and may not say otherwise than
 * the first. A line that names no entry is one of the title, else of the first question.
 */
export function planImport(rows: readonly ImportedRow[], start: ImportStart): ImportPlan {
  const plan: ImportPlan = { created: [], changed: [], unchanged: [], faults: [] }
  for (const [entryId, row] of groupRows(rows, plan.faults)) {
    const known = start.existing.get(entryId)
    const content = applyFields(known ?? blank(row.fields, start.defaults), row.fields, { start, isNew: !known })
    const faults = [
      ...(known ? unknownCategory(known, row, start) : madeNumber(content, row)),
      ...faultsOf(content, row),
    ]
    if (faults.length > 0) plan.faults.push(...faults)
    else if (!known) plan.created.push(planned(entryId, null, content))
    else {
      const change = planned(entryId, known, content)
      if (change.fields.length === 0) plan.unchanged.push(entryId)
      else plan.changed.push(change)
    }
  }
  plan.faults.sort((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.file ?? '').localeCompare(b.file ?? ''))
  return plan
}

/** The lines of an entry as one. */
interface RowGroup {
  row: ImportedRow
  /** The questions of all of them, doubles among them: made one list at the end, because the lines may be thousands. */
  asked: string[]
}

/** Rows by entry, in their order. */
function groupRows(rows: readonly ImportedRow[], faults: LineFault[]): Map<string, ImportedRow> {
  const groups = new Map<string, RowGroup>()
  for (const row of rows) {
    const { line, file, fields } = row
    const entryId = entrySlug(fields.id ?? fields.title ?? fields.suggestedTitle ?? fields.questions?.[0] ?? '')
    const group = groups.get(entryId)
    const fault = faultOfRow(fields, entryId, group)
    if (fault) {
      faults.push({ line, file, ...fault })
      continue
    }
    if (group) group.row = { ...group.row, fields: joined(group.row.fields, fields) }
    const asked = group?.asked ?? []
    for (const question of fields.questions ?? []) asked.push(question)
    if (!group) groups.set(entryId, { row, asked })
  }
  return new Map([...groups].map(([entryId, { row, asked }]) => [entryId, withQuestions(row, asked)]))
}

/** What is wrong with a line beside those of the same entry; `null` when nothing is. */
function faultOfRow(
  fields: ImportedFields,
  entryId: string,
  group: RowGroup | undefined,
): Pick<LineFault, 'code' | 'field' | 'value'> | null {
  const number = personalNumberIn(fields)
  if (number) return number
  if (entryId === '') return { code: 'no_title', field: null, value: '' }
  if (group && isAtOdds(group.row.fields, fields)) return { code: 'written_twice', field: null, value: entryId }
  const asked = (group?.asked.length ?? 0) + (fields.questions?.length ?? 0)
  return asked > MOST_GATHERED ? { code: 'too_many', field: 'questions', value: String(MOST_QUESTIONS) } : null
}

/** Questions that the lines of an entry may say together, doubles among them. */
const MOST_GATHERED = 4 * MOST_QUESTIONS

function withQuestions(row: ImportedRow, asked: string[]): ImportedRow {
  return asked.length === 0 ? row : { ...row, fields: { ...row.fields, questions: unique(asked) } }
}

/** Whether two lines of an entry say different things, questions apart. */
function isAtOdds(a: ImportedFields, b: ImportedFields): boolean {
  const texts = ({ questions, otherAnswers, suggestedTitle, sections, ...fields }: ImportedFields) =>
    Object.entries({ ...fields, ...sections })
  const first = new Map(texts(a))
  return texts(b).some(([key, value]) => first.has(key) && JSON.stringify(first.get(key)) !== JSON.stringify(value))
}

function joined(a: ImportedFields, b: ImportedFields): ImportedFields {
  const sections = { ...b.sections, ...a.sections }
  return { ...b, ...a, sections }
}

function blank(fields: ImportedFields, { owner, category, sourceName, today, reviewBy }: ImportDefaults): EntryContent {
  return {
    title: fields.suggestedTitle ?? fields.questions?.[0] ?? '',
    summary: firstSentence(fields.sections?.brief ?? ''),
    category,
    who: 'commune',
    owner,
    source: { name: sourceName, url: '', licence: 'Licence Ouverte 2.0', date: today },
    verifiedAt: null,
    reviewBy,
    servicePublic: [],
    online: [],
    toCheck: [],
    sections: Object.fromEntries(SECTION_KEYS.map((key) => [key, ''])) as Entry['sections'],
    simple: null,
    questions: [],
  }
}

function applyFields(
  before: EntryContent,
  fields: ImportedFields,
  { start, isNew }: { start: ImportStart; isNew: boolean },
): EntryContent {
  const {
    id,
    suggestedTitle,
    category,
    who,
    source,
    short,
    sections,
    questions,
    otherAnswers,
    toCheck,
    verifiedAt,
    ...texts
  } = fields
  const { defaults } = start
  const known = category === undefined ? before.category : categoryOf(category)
  const left = [
    ...(toCheck ?? before.toCheck),
    ...(known || !category || !isNew ? [] : [defaults.say('check.unknown_category', category)]),
    ...(otherAnswers ?? []).map((answer) => defaults.say('check.other_answer', answer)),
  ]
  const asked = questions ?? []
  const replaces = start.questions === 'replace' && questions !== undefined
  return {
    ...before,
    ...texts,
    category: known ?? before.category,
    ...(who === undefined ? {} : { who: who as Handler }),
    ...(verifiedAt === undefined ? {} : { verifiedAt }),
    ...(short && { short: { ...before.short, ...short } }),
    source: { ...before.source, ...source },
    sections: { ...before.sections, ...sections },
    toCheck: unique(left),
    questions: unique(replaces ? asked : [...before.questions, ...asked]),
  }
}

/** A personal number in what is made of a line for a new entry: a summary is a text without the marks that parted the number. */
function madeNumber(content: EntryContent, { line, file }: ImportedRow): LineFault[] {
  const number = personalNumberIn(content)
  return number ? [{ line, file, ...number }] : []
}

/** An entry that there is keeps its category: a line of a sheet that gives it one that does not exist is not taken for a line that changes nothing. */
function unknownCategory(known: EntryContent, { line, file, fields }: ImportedRow, start: ImportStart): LineFault[] {
  const { category } = fields
  // The contexts of a bot are not what its editor would change.
  if (category === undefined || line === null || categoryOf(category)) return []
  // Said when the entry came in by the same sheet, and not chosen yet.
  if (known.toCheck.includes(start.defaults.say('check.unknown_category', category))) return []
  return [{ line, file, code: 'bad_value', field: 'category', value: category.slice(0, MOST_VALUE_SHOWN) }]
}

/** The category that a word names, by its id or in words; `null` when there is none. */
function categoryOf(word: string): Category | null {
  const folded = entrySlug(word)
  return CATEGORIES.find((category) => category === folded) ?? null
}

function planned(entryId: string, before: EntryContent | null, content: EntryContent): PlannedEntry {
  const flat = flatten(content)
  const former = before ? flatten(before) : new Map<string, string>()
  const fields = [...flat].filter(([key, value]) => (former.get(key) ?? '') !== value).map(([key]) => key)
  const known = new Set(before?.questions)
  return {
    entryId,
    content,
    fields,
    missing: NEEDED_FIELDS.filter((field) => !flat.has(field)),
    newQuestions: content.questions.filter((question) => !known.has(question)).length,
  }
}

/** The fields of a content as text, those that say nothing left out. */
function flatten({ sections, source, short, translations, guide, ...fields }: EntryContent): Map<string, string> {
  const named = {
    ...fields,
    ...Object.fromEntries(Object.entries(short ?? {}).map(([key, value]) => [`short.${key}`, value])),
    ...Object.fromEntries(Object.entries(source).map(([key, value]) => [`source.${key}`, value])),
    ...Object.fromEntries(Object.entries(sections).map(([key, value]) => [`sections.${key}`, value])),
  }
  const texts = Object.entries(named).map(([key, value]): [string, string] => [
    key,
    typeof value === 'string' ? value : value === null || value.length === 0 ? '' : JSON.stringify(value),
  ])
  return new Map(texts.filter(([, text]) => text !== ''))
}

/** The first sentence of a Markdown text, without its marks, as a summary. */
function firstSentence(markdown: string): string {
  const plain = markdown.replace(/\[([^[\]]*)\]\([^)[]*\)/g, '$1').replace(/[*_#>`]|^[ \t]*[-\d.]+\s+/gm, '')
  const line = plain.trim().split('\n')[0] ?? ''
  const sentence = /^.+?[.!?](?=\s|$)/.exec(line)?.[0] ?? line
  // Too little to be a summary: the title says more.
  if (sentence.length < LEAST_SUMMARY) return ''
  return sentence.length <= MOST_SUMMARY ? sentence : `${sentence.slice(0, MOST_SUMMARY - 1).trimEnd()}…`
}

const LEAST_SUMMARY = 3
const MOST_SUMMARY = 220

/** Texts without those that say the same, whatever their case and accents. */
function unique(texts: readonly string[]): string[] {
  const seen = new Set<string>()
  return texts.filter((text) => {
    const folded = foldWord(text.trim())
    return !seen.has(folded) && seen.add(folded)
  })
}
