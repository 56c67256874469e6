import type { FiguresView } from '../../../handoffs/supervision-contract.js'
import { DEFINITIONS, definition, FEWEST } from './definition-list.js'
import { weekdayName } from './in-words.js'
import type { SupervisionWords } from './supervision-words.js'
import { OTHERS, tablesOf } from './tables.js'

/** A cell of a file for spreadsheets. */
export type Cell = string | number | null | undefined
/** Section, row, value, value of the period before, unit. */
type Row = [section: string, row: string, value: Cell, before: Cell, unit: string]

/**
 * What is shown, as a file for a French spreadsheet: UTF-8 with its mark, semicolons, decimal commas, CRLF. The period, the time zone and the
 * definition of each measure go with it. A cell that a spreadsheet would take for a formula is made text.
 */
export function toCsv(figures: FiguresView, words: SupervisionWords): string {
  const { say } = words
  const head = [say('csv.section'), say('csv.row'), say('csv.value'), say('csv.before'), say('csv.unit')]
  return csvOf([head, ...rowsOf(figures, words)])
}

/** Rows as a file for a French spreadsheet. */
export function csvOf(rows: readonly (readonly Cell[])[]): string {
  return `\uFEFF${rows.map((cells) => cells.map(cellOf).join(';')).join('\r\n')}\r\n`
}

/** The same as data, with the definitions. */
export function toJson(figures: FiguresView, words: SupervisionWords): string {
  const definitions = Object.fromEntries(DEFINITIONS.map((key) => [key, definition(key, words).text]))
  return `${JSON.stringify({ ...figures, definitions }, null, 2)}\n`
}

/** The name of a file of a period. */
export function fileName({ period: { from, to } }: Pick<FiguresView, 'period'>, extension: 'csv' | 'json'): string {
  return `guichet-${from}${from === to ? '' : `-${to}`}.${extension}`
}

function rowsOf(figures: FiguresView, words: SupervisionWords): Row[] {
  return [
    ...aboutRows(figures, words),
    ...summaryRows(figures, words),
    ...tablesOf(figures, words).flatMap(({ title, unit, rows }) =>
      rows.map(({ key, name, now, before }): Row => {
        const own = key === OTHERS ? words.say('csv.others', { fewest: FEWEST }) : name
        return [
          title,
          own,
          now,
          before === null ? words.say('fewerThan', { count: FEWEST }) : before,
          words.say(`csv.${unit}`),
        ]
      }),
    ),
    ...timeRows(figures, words),
    ...DEFINITIONS.map((key): Row => {
      const { name, text } = definition(key, words)
      return [words.say('csv.definition'), name, text, null, '']
    }),
  ]
}

function aboutRows({ period, before, timeZone }: FiguresView, { say }: SupervisionWords): Row[] {
  const days = ({ from, to }: FiguresView['period']) => `${from} – ${to}`
  return [
    [say('csv.about'), say('csv.period'), days(period), days(before), ''],
    [say('csv.about'), say('csv.zone'), timeZone, timeZone, ''],
  ]
}

function summaryRows({ requests, kinds, durations }: FiguresView, { say }: SupervisionWords): Row[] {
  const counted = say('csv.requests')
  const spread = (name: keyof FiguresView['durations']): Row[] => {
    const { now, before } = durations[name]
    return [
      [say(name), say('col.number'), now.count, before.count, counted],
      [say(name), say('col.median'), rounded(now.medianS), rounded(before.medianS), say('csv.seconds')],
      [say(name), say('col.p90'), rounded(now.p90S), rounded(before.p90S), say('csv.seconds')],
    ]
  }
  return [
    [say('requests'), say('requests'), requests.now, requests.before, counted],
    ...(['live', 'callback', 'message', 'desk'] as const).map(
      (kind): Row => [say('requests'), say(`kind.${kind}`), kinds[kind].now, kinds[kind].before, counted],
    ),
    ...(['wait', 'first', 'talk', 'answer'] as const).flatMap(spread),
  ]
}

function timeRows(figures: FiguresView, words: SupervisionWords): Row[] {
  const { say, language } = words
  const counted = say('csv.requests')
  return [
    ...figures.byDay.map(({ day, requests }): Row => [say('byDay.title'), day, requests, null, counted]),
    ...figures.week.flatMap(({ hours }, index) =>
      hours.flatMap((count, hour): Row[] => {
        const row = `${weekdayName(index + 1, language)} ${say('hour', { hour })}`
        return count === 0 ? [] : [[say('week.title'), row, count, null, counted]]
      }),
    ),
    ...figures.byHour.flatMap(({ hour, first }): Row[] =>
      first.medianS === null
        ? []
        : [
            [
              say('hours.title'),
              `${say('hour', { hour })}, ${say('col.median')}`,
              rounded(first.medianS),
              null,
              say('csv.seconds'),
            ],
            [
              say('hours.title'),
              `${say('hour', { hour })}, ${say('col.p90')}`,
              rounded(first.p90S),
              null,
              say('csv.seconds'),
            ],
          ],
    ),
    ...figures.talkByCategory.flatMap(({ category, talk }): Row[] => {
      const name = words.named('category', category)
      return [
        [say('talkBy.title'), `${name}, ${say('col.median')}`, rounded(talk.medianS), null, say('csv.seconds')],
        [say('talkBy.title'), `${name}, ${say('col.p90')}`, rounded(talk.p90S), null, say('csv.seconds')],
      ]
    }),
  ]
}

/** Durations are at most 9 % off: a tenth of a second is already too fine. */
function rounded(seconds: number | null): number | null {
  return seconds === null ? null : Math.round(seconds * 10) / 10
}

/** A cell of a CSV file. Source of the guard: https://owasp.org/www-community/attacks/CSV_Injection */
function cellOf(cell: Cell): string {
  if (cell === null || cell === undefined) return ''
  if (typeof cell === 'number') return String(cell).replace('.', ',')
  const text = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell
  return /[";\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
