import type { FiguresView } from '../../../handoffs/supervision-contract.js'
import { FEWEST } from './definition-list.js'
import { shareInWords } from './in-words.js'
import type { SupervisionWords } from './supervision-words.js'

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
/** What others were before is not what others are now: it is not compared. */
const UNTOLD = undefined

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

/** The tables of a period, without those of which there is nothing to show. */
export function tablesOf(figures: FiguresView, words: SupervisionWords): Table[] {
  const requests = (id: string, title: string, rows: TableRow[]): Table => ({ id, title, unit: 'requests', rows })
  const { say, named } = words
  const { topics, categories, reasons, languages, departments } = figures
  const breakdown = (from: Breakdown, nameOf: (key: string, label: string | null) => string) =>
    breakdownRows(from, words, nameOf)
  const noneOr = (none: string, nameOf: (key: string) => string) => (key: string, label: string | null) =>
    label ?? (key === '-' ? none : nameOf(key))
  const hasDepartments = departments.rows.some(({ key }) => key !== '-') || departments.others.rows > 0
  return [
    requests(
      'ends',
      say('ends.title'),
      figures.ends.map((row) => ({ ...row, name: endName(row.key, words) })),
    ),
    requests(
      'topics',
      say('topics.title'),
      breakdown(
        topics,
        noneOr(say('none.topic'), (id) => say('gone', { id })),
      ),
    ),
    requests(
      'categories',
      say('categories.title'),
      breakdown(categories, (key) => named('category', key)),
    ),
    requests(
      'reasons',
      say('reasons.title'),
      breakdown(reasons, (key) => named('reason', key)),
    ),
    requests(
      'departments',
      say('departments.title'),
      hasDepartments
        ? breakdown(
            departments,
            noneOr(say('none.department'), (key) => key),
          )
        : [],
    ),
    requests(
      'languages',
      say('languages.title'),
      breakdown(languages, (key) => named('language', key)),
    ),
    callsTable(figures, words),
    movesTable(figures, words),
    ratingsTable(figures, words),
    assistantTable(figures, words),
  ].filter(({ rows }) => rows.some(({ now, before = 0 }) => now > 0 || before === null || before > 0))
}

/** The rows of a breakdown; those too small to be told, together. */
export function breakdownRows(
  { rows, others }: Breakdown,
  { many }: SupervisionWords,
  nameOf: (key: string, label: string | null) => string,
): TableRow[] {
  const told = rows.map(({ key, label, now, before }) => ({ key, name: nameOf(key, label), now, before }))
  if (others.rows === 0) return told
  const name = many('others', others.rows, { fewest: FEWEST })
  return [...told, { key: OTHERS, name, now: others.now, before: UNTOLD }]
}

function endName(key: string, { named }: SupervisionWords): string {
  const own = named('end', key)
  return own === key ? named('resolution', key) : own
}

function callsTable({ calls }: FiguresView, { say }: SupervisionWords): Table {
  const row = (key: keyof FiguresView['calls'], isPart?: true) => ({
    key,
    name: say(`calls.${key}`),
    ...calls[key],
    ...(isPart ? { isPart } : {}),
  })
  return {
    id: 'calls',
    title: say('calls.title'),
    unit: 'calls',
    rows: [row('reached'), row('inTime', true), row('late', true), row('unreached'), row('other'), row('tries')],
  }
}

function movesTable({ moves }: FiguresView, { say }: SupervisionWords): Table {
  const rows = (['transferred', 'returned', 'reopened'] as const).map((key) => ({
    key,
    name: say(`moves.${key}`),
    ...moves[key],
  }))
  return { id: 'moves', title: say('moves.title'), unit: 'requests', rows }
}

function ratingsTable({ ratings }: FiguresView, { say }: SupervisionWords): Table {
  const levels = [5, 4, 3, 2, 1] as const
  const title =
    ratings.median === null
      ? say('ratings.title')
      : say('ratings.finding', { level: say(`rating.${ratings.median}`).toLowerCase() })
  return {
    id: 'ratings',
    title,
    unit: 'ratings',
    rows: [
      ...levels.map((level) => ({ key: String(level), name: say(`rating.${level}`), ...ratings.levels[level] })),
      { key: 'skipped', name: say('rating.skipped'), ...ratings.skipped },
    ],
  }
}

function assistantTable({ assistant: { questions, outcomes } }: FiguresView, words: SupervisionWords): Table {
  const answered = outcomes.find(({ key }) => key === 'answered')?.now ?? 0
  const count = words.number(questions.now)
  return {
    id: 'assistant',
    title:
      questions.now === 0
        ? words.say('assistant.title')
        : words.say('assistant.finding', { count, share: shareInWords(answered, questions.now, words.language) }),
    unit: 'questions',
    rows: outcomes.map((row) => ({ ...row, name: words.named('assistant', row.key) })),
  }
}
