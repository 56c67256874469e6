import { PERIOD_FIGURES } from '../../../handoffs/figures.js'
import type { FiguresView } from '../../supervision-contract.js'
import { type SupervisionWords, weekdayName } from './supervision-words.js'
import { FEWEST, OTHERS, tablesOf } from './tables.js'

/** A cell of a file for spreadsheets. */
export type Cell = string | number | null | undefined
/** Section, row, value, value of the period before, unit. */
type Row = [section: string, row: string, value: Cell, before: Cell, unit: string]

/** Durations that are told, in the order in which a person lives them. */
export const DURATIONS = ['wait', 'first', 'talk', 'answer'] as const
/** What is explained besides the numbers themselves. */
const EXPLAINED = 'median ends topics calls moves ratings assistant time small people practice kept'.split(' ')

/** How every number of a period is counted, in the order in which it is read; those that `more` names before. */
export function definitionsOf(
  { named }: SupervisionWords,
  more: readonly string[] = [],
): { key: string; name: string; text: string }[] {
  const figures = [...more, ...PERIOD_FIGURES, ...DURATIONS]
  const means = (text: string) => text.replaceAll('{fewest}', String(FEWEST))
  return [
    ...figures.map((key) => ({ key, name: named('figure', key), text: named('figure', `${key}Means`) })),
    ...EXPLAINED.map((key) => ({ key, name: named('def', key), text: means(named('def', `${key}Text`)) })),
  ]
}

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
  const definitions = Object.fromEntries(definitionsOf(words).map(({ key, text }) => [key, text]))
  return `${JSON.stringify({ ...figures, definitions }, null, 2)}\n`
}

/** The name of a file of a period. */
export function fileName({ period: { from, to } }: Pick<FiguresView, 'period'>, extension: 'csv' | 'json'): string {
  return `guichet-${from}${from === to ? '' : `-${to}`}.${extension}`
}

function rowsOf(figures: FiguresView, words: SupervisionWords): Row[] {
  const { say, named } = words
  const { period, before, timeZone } = figures
  const days = ({ from, to }: FiguresView['period']) => `${from} – ${to}`
  const told = (count: Cell) => (count === null ? say('fewerThan', { count: FEWEST }) : count)
  return [
    [say('csv.about'), say('csv.period'), days(period), days(before), ''],
    [say('csv.about'), say('csv.zone'), timeZone, timeZone, ''],
    ...tablesOf(figures, words).flatMap(({ title, unit, rows }) =>
      rows.map(({ key, name, now, before: former }): Row => {
        const own = key === OTHERS ? say('csv.others', { fewest: FEWEST }) : name
        return [title, own, now, told(former), named('csv', unit)]
      }),
    ),
    ...DURATIONS.flatMap((key): Row[] => {
      const { now, before: former } = figures.durations[key]
      const name = named('figure', key)
      return [
        [name, say('col.number'), now.count, former.count, say('csv.requests')],
        ...spreadRows(name, '', [now, former], words),
      ]
    }),
    ...timeRows(figures, words),
    ...definitionsOf(words).map(({ name, text }): Row => [say('csv.definition'), name, text, null, '']),
  ]
}

type Spread = FiguresView['durations']['wait']['now']

/** The median and the ninth decile; nothing where too few are known to say them. */
function spreadRows(
  section: string,
  of: string,
  spreads: [now: Spread, before?: Spread],
  words: SupervisionWords,
): Row[] {
  const { say } = words
  const name = (what: string) => (of ? `${of}, ${what}` : what)
  const row = (what: string, read: (spread: Spread) => number | null): Row => {
    const [now = null, before = null] = spreads.map((one) => one && rounded(read(one)))
    return [section, name(what), now, before, say('csv.seconds')]
  }
  return [row(say('col.median'), ({ medianS }) => medianS), row(say('col.p90'), ({ p90S }) => p90S)]
}

function timeRows(figures: FiguresView, words: SupervisionWords): Row[] {
  const { say, language, named } = words
  const counted = say('csv.requests')
  return [
    ...figures.byDay.map(({ day, requests }): Row => [say('byDay.title'), day, requests, null, counted]),
    ...figures.week.flatMap(({ hours }, index) => {
      const weekday = weekdayName(index + 1, language)
      return hours.flatMap((count, hour): Row[] =>
        count === 0 ? [] : [[say('week.title'), `${weekday} ${say('hour', { hour })}`, count, null, counted]],
      )
    }),
    ...figures.byHour.flatMap(({ hour, first }) =>
      first.medianS === null ? [] : spreadRows(say('hours.title'), say('hour', { hour }), [first], words),
    ),
    ...figures.talkByCategory.flatMap(({ category, talk }) =>
      spreadRows(say('talkBy.title'), named('category', category), [talk], words),
    ),
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
