import { HANDOFF_KINDS } from '../../../../platform/model/handoff.js'
import { PERIOD_FIGURES } from '../../../handoffs/figures.js'
import { FEWEST_IN_ROW } from '../../breakdown.js'
import type { FiguresView } from '../../supervision-contract.js'
import { type SupervisionWords, shareInWords } from './supervision-words.js'

/** A table whose rows are also drawn as bars. */
export interface Table {
  id: string
  title: string
  /** What is counted, for the file. */
  unit: 'requests' | 'questions' | 'calls' | 'ratings'
  rows: TableRow[]
}

/** The key of the row that holds what is too small to be told. */
export const OTHERS = 'others'

/** A row of a {@link Table}. `before` is `null` where something was counted, but too little to be told; `undefined` where nothing compares. */
export interface TableRow {
  key: string
  name: string
  now: number
  before: number | null | undefined
  /** Part of the row above it: drawn apart. */
  isPart?: true
}

type Breakdown = FiguresView['topics']

/** Fewest requests of which a duration or what they have in common is told. */
export const FEWEST = FEWEST_IN_ROW

/** The tables of a period, without those of which there is nothing to show. */
export function tablesOf(figures: FiguresView, words: SupervisionWords): Table[] {
  const { say, named } = words
  const table = (id: string, title: string, rows: TableRow[], unit: Table['unit'] = 'requests') => ({
    ...{ id, title, unit, rows },
  })
  const parts = (id: string, title: string, from: Breakdown, nameOf: (key: string) => string) =>
    table(
      id,
      title,
      breakdownRows(from, words, (key, label) => label ?? nameOf(key)),
    )
  const { departments, calls, moves } = figures
  const hasDepartments = departments.rows.some(({ key }) => key !== '-') || departments.others.rows > 0
  const none = { rows: [], others: { rows: 0, now: 0 } }
  return [
    table(
      'numbers',
      say('numbers'),
      rowsOf(PERIOD_FIGURES, figures, (key) => named('figure', key)),
    ),
    table(
      'kinds',
      say('kinds.title'),
      rowsOf(HANDOFF_KINDS, figures.kinds, (key) => named('kind', key)),
    ),
    table(
      'ends',
      say('ends.title'),
      figures.ends.map((row) => ({ ...row, name: endName(row.key, words) })),
    ),
    parts('topics', say('topics.title'), figures.topics, (id) =>
      id === '-' ? say('none.topic') : say('gone', { id }),
    ),
    parts('categories', say('categories.title'), figures.categories, (key) => named('category', key)),
    parts('reasons', say('reasons.title'), figures.reasons, (key) => named('reason', key)),
    parts('departments', say('departments.title'), hasDepartments ? departments : none, (key) =>
      key === '-' ? say('none.department') : key,
    ),
    parts('channels', say('channels.title'), figures.channels, (key) => named('channel', key)),
    parts('languages', say('languages.title'), figures.languages, (key) => named('language', key)),
    table('calls', say('calls.title'), callRows(calls, words), 'calls'),
    table(
      'moves',
      say('moves.title'),
      rowsOf(['transferred', 'returned', 'reopened'], moves, (key) => named('moves', key)),
    ),
    ratingsTable(figures, words),
    assistantTable(figures, words),
  ].filter(({ rows }) => rows.some(({ now, before = 0 }) => now > 0 || before === null || before > 0))
}

function rowsOf<Key extends string | number>(
  keys: readonly Key[],
  counts: Record<Key, { now: number; before: number }>,
  nameOf: (key: string) => string,
): TableRow[] {
  return keys.map((key) => ({ key: String(key), name: nameOf(String(key)), ...counts[key] }))
}

/** The rows of a breakdown; those too small to be told, together: what they were before is not what they are now. */
export function breakdownRows(
  { rows, others }: Breakdown,
  { many }: SupervisionWords,
  nameOf: (key: string, label: string | null) => string,
): TableRow[] {
  const told = rows.map(({ key, label, now, before }) => ({ key, name: nameOf(key, label), now, before }))
  if (others.rows === 0) return told
  const name = many('others', others.rows, { fewest: FEWEST })
  return [...told, { key: OTHERS, name, now: others.now, before: undefined }]
}

function endName(key: string, { named }: SupervisionWords): string {
  const own = named('end', key)
  return own === key ? named('resolution', key) : own
}

function callRows(calls: FiguresView['calls'], { named }: SupervisionWords): TableRow[] {
  const order = ['reached', 'inTime', 'late', 'unreached', 'other', 'tries'] as const
  return rowsOf(order, calls, (key) => named('calls', key)).map((row) =>
    row.key === 'inTime' || row.key === 'late' ? { ...row, isPart: true } : row,
  )
}

function ratingsTable({ ratings: { median, levels, skipped } }: FiguresView, { say, named }: SupervisionWords): Table {
  const level = (one: number) => named('rating', String(one))
  return {
    id: 'ratings',
    title: median === null ? say('ratings.title') : say('ratings.finding', { level: level(median).toLowerCase() }),
    unit: 'ratings',
    rows: [
      ...rowsOf([5, 4, 3, 2, 1] as const, levels, (key) => level(Number(key))),
      { key: 'skipped', name: say('rating.skipped'), ...skipped },
    ],
  }
}

function assistantTable({ assistant: { questions, outcomes } }: FiguresView, words: SupervisionWords): Table {
  const answered = outcomes.find(({ key }) => key === 'answered')?.now ?? 0
  const values = {
    count: words.number(questions.now),
    share: shareInWords(answered, questions.now, words.language),
  }
  return {
    id: 'assistant',
    title: questions.now === 0 ? words.say('assistant.title') : words.say('assistant.finding', values),
    unit: 'questions',
    rows: outcomes.map((row) => ({ ...row, name: words.named('assistant', row.key) })),
  }
}
