import en from '../../../../knowledge/messages/admin-statistics.en.json' with { type: 'json' }
import fr from '../../../../knowledge/messages/admin-statistics.fr.json' with { type: 'json' }
import { type PageWords, pageWords } from '../../../ui/kit/page-words.js'
import { type Breakdown, publishableCounts } from '../breakdown.js'
import type { StatisticsView } from '../contract.js'
import { type Cell, csvOf } from './supervision/export-file.js'
import type { SupervisionWords } from './supervision/supervision-words.js'
import { breakdownRows, type Table } from './supervision/tables.js'

/** What is shown, as a file for a French spreadsheet. */
export function statisticsCsv(view: StatisticsView, words: StatisticsWords, shared: SupervisionWords): string {
  const { say } = words
  const { period, before, questions, expected } = view
  const rows: Cell[][] = [
    [say('csv.section'), say('csv.row'), say('csv.value'), say('csv.before')],
    [say('csv.period'), `${period.from} – ${period.to}`, null, `${before.from} – ${before.to}`],
    [say('questions'), say('questions'), questions.now, questions.before],
    ...statisticsTables(view, words, shared).flatMap(({ title, rows: own }) =>
      own.map(({ name, now, before: former }): Cell[] => [title, name, now, former]),
    ),
    ...view.byDay.map(({ day, ends }): Cell[] => [say('day'), day, sum(ends), null]),
    ...view.byHour.map(({ hour, questions: count }): Cell[] => [say('hour'), say('hourName', { hour }), count, null]),
    ...view.failing.map(({ key, label, disliked }): Cell[] => [say('failing'), label ?? key, disliked, null]),
    ...(expected
      ? [
          [say('expected'), say('csv.share'), round(expected.wrong), null],
          [say('expected'), say('csv.low'), round(expected.low), null],
          [say('expected'), say('csv.high'), round(expected.high), null],
        ]
      : []),
  ]
  return csvOf(rows)
}

/**
 * The same as open data, as docs/statistics.md says of each column: one observation a line, names that do not change with the language, no count below five and no row by which one
 * could be worked out from a total.
 */
export function openData(view: StatisticsView): string {
  const { period } = view
  const rows: Cell[][] = [['from', 'to', 'measure', 'key', 'count']]
  const add = (measure: string, counts: readonly { key: string; now: number }[]) => {
    for (const { key, now } of publishableCounts(counts)) rows.push([period.from, period.to, measure, key, now])
  }
  const addRows = (measure: string, { rows: told, others }: StatisticsView['languages']) =>
    add(measure, [...told, { key: 'other', now: others.now }])
  add('questions_by_end', view.ends)
  addRows('questions_by_language', view.languages)
  addRows('answers_by_entry', view.entries)
  addRows('answers_by_category', view.categories)
  addRows('requests_by_department', view.departments)
  add(
    'questions_by_hour',
    view.byHour.map(({ hour, questions }) => ({ key: String(hour), now: questions })),
  )
  add(
    'questions_by_day',
    view.byDay.map(({ day, ends }) => ({ key: day, now: sum(ends) })),
  )
  return csvOf(rows)
}

function sum(counts: Record<string, number>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0)
}

/** Four decimals of a share. */
function round(share: number): number {
  return Math.round(share * 10_000) / 10_000
}

/** Key of a sentence of the statistics. */
type StatisticsKey = keyof typeof fr
/** The sentences of the statistics in one language. */
export type StatisticsWords = PageWords<StatisticsKey>

/** The sentences of the statistics. */
export const statisticsWords = pageWords<StatisticsKey>(fr, en)

/** The tables of a period, without those of which there is nothing to show. */
export function statisticsTables(view: StatisticsView, { say }: StatisticsWords, shared: SupervisionWords): Table[] {
  const table = (
    id: string,
    title: StatisticsKey,
    rows: Breakdown,
    nameOf: (key: string, label: string | null) => string,
  ): Table => ({ id, title: say(title), unit: 'questions', rows: breakdownRows(rows, shared, nameOf) })
  return [
    {
      id: 'ends',
      title: say('ends'),
      unit: 'questions' as const,
      rows: view.ends
        .filter(({ now, before }) => now + before > 0)
        .map((row) => ({ ...row, name: say(`end.${row.key}`) })),
    },
    table('outcomes', 'outcomes', view.outcomes, (key) => shared.named('outcome', key)),
    table('entries', 'entries', view.entries, (key, label) => label ?? say('gone', { id: key })),
    table('categories', 'categories', view.categories, (key) =>
      key === '-' ? say('noCategory') : shared.named('category', key),
    ),
    {
      ...table('departments', 'departments', view.departments, (key, label) =>
        key === '-' ? say('noDepartment') : (label ?? key),
      ),
      unit: 'requests' as const,
    },
    table('languages', 'languages', view.languages, (key) => shared.named('language', key)),
    table('pages', 'pages', view.pages, (key) => key),
  ].filter(({ rows }) => rows.some(({ now, before }) => now > 0 || before === null || (before ?? 0) > 0))
}
