import {
  type Entry,
  type OnlineService,
  type SectionKey,
  SHORT_KEYS,
  type ShortKey,
  type Source,
} from '../../platform/model/entry.js'
import { COLUMN_KINDS, type ColumnKind } from './column-kinds.js'
import { ExchangeFault, type Table, type TableRow } from './table.js'
import type { ColumnMapping } from './table-columns.js'

/** Columns that hold a section; the section of online procedures is named apart from its links. */
const SECTION_COLUMNS = ['brief', 'steps', 'papers', 'cost', 'delay', 'place', 'online'] as const satisfies SectionKey[]

/** The column of each short text: `shortCost`. */
const SHORT_COLUMNS = SHORT_KEYS.map((key): [ShortKey, ColumnKind] => [key, shortColumn(key)])

function shortColumn<Key extends ShortKey>(key: Key): `short${Capitalize<Key>}` {
  return `short${key.slice(0, 1).toUpperCase()}${key.slice(1)}` as `short${Capitalize<Key>}`
}

/**
 * Reads the rows of a sheet by what its columns say. Lists have one item a line of their cell; Botpress's `†` separates them too.
 * @throws ExchangeFault `no_question_column` when neither a title nor questions nor an id are named
 */
export function tableRows({ rows }: Table, mapping: ColumnMapping): ImportedRow[] {
  if (!mapping.some((kind) => kind === 'id' || kind === 'title' || kind === 'questions'))
    throw new ExchangeFault('no_question_column')
  return rows.map((row) => ({ line: row.line, file: null, fields: fieldsOf(row, mapping) }))
}

/** The sheet of entries, with a column of each kind; headings in words. */
export function entriesTable(entries: Iterable<Entry>, heading: (kind: ColumnKind) => string): Table {
  const kinds = COLUMN_KINDS.filter((kind) => kind !== 'ignore' && kind !== 'otherAnswers')
  const rows = [...entries].map((entry, index) => ({
    line: index + 2,
    cells: kinds.map((kind) => cellOf(entry, kind)),
  }))
  return { headings: kinds.map(heading), rows }
}

function fieldsOf({ cells }: TableRow, mapping: ColumnMapping): ImportedFields {
  const texts = new Map<ColumnKind, string[]>()
  for (const [index, kind] of mapping.entries()) {
    const cell = cells[index] ?? ''
    if (cell !== '') texts.set(kind, [...(texts.get(kind) ?? []), cell])
  }
  const one = (kind: ColumnKind) => texts.get(kind)?.join('\n')
  const list = (kind: ColumnKind) => texts.get(kind)?.flatMap(items)
  // Botpress writes several answers in one cell.
  const [brief, ...others] = one('brief')?.split('†') ?? []
  const otherAnswers = [...others, ...(texts.get('otherAnswers')?.flatMap((text) => text.split('†')) ?? [])]
  const sections = SECTION_COLUMNS.flatMap((key) => pair(key, key === 'brief' ? brief?.trim() : one(key)))
  const short = SHORT_COLUMNS.flatMap(([key, kind]) => pair(key, one(kind)))
  const source = [
    ...pair('name', one('sourceName')),
    ...pair('url', one('sourceUrl')),
    ...pair('licence', one('licence')),
    ...pair('date', day(one('sourceDate'))),
  ]
  return Object.fromEntries([
    ...(['id', 'title', 'summary', 'category', 'who', 'owner', 'simple'] as const).flatMap((key) =>
      pair(key, one(key)),
    ),
    ...pair('verifiedAt', day(one('verifiedAt'))),
    ...pair('reviewBy', day(one('reviewBy'))),
    ...pair('questions', list('questions')),
    ...pair('toCheck', list('toCheck')),
    ...pair('servicePublic', one('servicePublic')?.match(/F\d+/g) ?? undefined),
    ...pair('online', list('services')?.map(toService)),
    ...(otherAnswers.length > 0 ? [['otherAnswers', otherAnswers.map((text) => text.trim())]] : []),
    ...(short.length > 0 ? [['short', Object.fromEntries(short)]] : []),
    ...(sections.length > 0 ? [['sections', Object.fromEntries(sections)]] : []),
    ...(source.length > 0 ? [['source', Object.fromEntries(source)]] : []),
  ]) as ImportedFields
}

function pair<T>(key: string, value: T | undefined): [string, T][] {
  return value === undefined ? [] : [[key, value]]
}

function items(text: string): string[] {
  return text
    .split(/\r?\n|†/)
    .map((item) => item.trim())
    .filter((item) => item !== '')
}

/** `Label | https://…`; an address alone is its own label. */
function toService(text: string): OnlineService {
  const cut = text.lastIndexOf('|')
  const url = text.slice(cut + 1).trim()
  return { label: cut < 0 ? url : text.slice(0, cut).trim(), url }
}

/** A day as French sheets write it, `24/11/2026`, as ISO writes it; anything else is left as it is. */
function day(text: string | undefined): string | undefined {
  const [, dayOfMonth, month, year] = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text ?? '') ?? []
  return dayOfMonth && month && year ? `${year}-${month.padStart(2, '0')}-${dayOfMonth.padStart(2, '0')}` : text
}

function cellOf(entry: Entry, kind: ColumnKind): string {
  const section = SECTION_COLUMNS.find((key) => key === kind)
  if (section) return entry.sections[section]
  const [short] = SHORT_COLUMNS.find(([, column]) => column === kind) ?? []
  if (short) return entry.short?.[short] ?? ''
  switch (kind) {
    case 'id':
    case 'title':
    case 'summary':
    case 'category':
    case 'who':
    case 'owner':
    case 'reviewBy':
      return entry[kind]
    case 'simple':
    case 'verifiedAt':
      return entry[kind] ?? ''
    case 'questions':
    case 'toCheck':
      return entry[kind].join('\n')
    case 'servicePublic':
      return entry.servicePublic.join(', ')
    case 'services':
      return entry.online.map(({ label, url }) => `${label} | ${url}`).join('\n')
    case 'sourceName':
      return entry.source.name
    case 'sourceUrl':
      return entry.source.url
    case 'licence':
      return entry.source.licence
    case 'sourceDate':
      return entry.source.date
    default:
      return ''
  }
}

/** What a line of a sheet, or a file of Botpress, says of an entry; what it does not say is absent. */
export interface ImportedFields
  extends Partial<Pick<Entry, 'id' | 'title' | 'summary' | 'short' | 'owner' | 'simple' | 'questions' | 'toCheck'>> {
  category?: string
  who?: string
  verifiedAt?: string
  reviewBy?: string
  servicePublic?: string[]
  online?: OnlineService[]
  source?: Partial<Source>
  sections?: Partial<Record<SectionKey, string>>
  /** A title made from something else, for an entry that there is not yet. */
  suggestedTitle?: string
  /** Other answers to the same questions, which are kept for whoever reads the draft. */
  otherAnswers?: string[]
}

/** Where something was read, and what. */
export interface ImportedRow {
  /** Line of a sheet, from 1; `null` for a file. */
  line: number | null
  /** Path of a file; `null` for a sheet. */
  file: string | null
  fields: ImportedFields
}
