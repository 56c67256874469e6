import en from '../../../../knowledge/messages/admin-statistics.en.json' with { type: 'json' }
import fr from '../../../../knowledge/messages/admin-statistics.fr.json' with { type: 'json' }
import { type PageWords, pageWords } from '../../../ui/kit/page-words.js'
import type { Breakdown } from '../breakdown.js'
import type { StatisticsView } from '../contract.js'
import type { SupervisionWords } from './supervision/supervision-words.js'
import { breakdownRows, type Table } from './supervision/tables.js'

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
