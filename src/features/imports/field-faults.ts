import type { z } from 'zod'
import { pathOfPersonalNumber } from '../../platform/security/personal-numbers.js'
import { entryFields } from '../entries/catalogue/load-entries.js'
import type { EntryContent } from '../entries/model/entry-record.js'
import type { LineFault, LineFaultCode } from './import-plan.js'
import type { ImportedRow } from './imported-row.js'

/** Longest example question: longer than any citizen's. */
const MOST_QUESTION = 1_000
/** Longest section. */
const MOST_SECTION = 20_000
/** Most example questions of an entry. */
export const MOST_QUESTIONS = 2_000
/** Most items of its other lists: links, fiches, what is left to check. */
const MOST_ITEMS = 200
/** Most faults that are told of a line: who mends these reads the file again. */
const MOST_FAULTS = 20
/** Longest part of a refused value that is shown. */
export const MOST_VALUE_SHOWN = 80

/** Names of an imported line that no field of an entry has. */
const UNNAMED = ['id', 'suggestedTitle', 'otherAnswers']

/** A personal number in what a line says: everybody would read it. Its value is not told: who mends it has it. */
export function personalNumberIn(said: object): Pick<LineFault, 'code' | 'field' | 'value'> | null {
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
export function faultsOf(content: EntryContent, { line, file }: Pick<ImportedRow, 'line' | 'file'>): LineFault[] {
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
