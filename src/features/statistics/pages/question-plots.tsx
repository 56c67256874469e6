import { ColumnChart } from '../../../ui/kit/chart.js'
import type { StatisticsView } from '../contract.js'
import { type StatisticsWords, statisticsTables } from './statistics-files.js'
import { BarTable } from './supervision/bar-table.js'
import { chartWords, shortDay, useSupervisionWords, weekdayInWords } from './supervision/supervision-words.js'

interface Props {
  view: StatisticsView
  words: StatisticsWords
}

/** The tables that are on the page of the council, besides the two plots of when questions come; of entries, whose titles are long, the first four. */
const FOR_COUNCIL: Record<string, string> = { ends: 'of-council', entries: 'of-council first-four' }

/** When questions come, how they end, and about what. */
export function QuestionPlots({ view, words }: Props) {
  const shared = useSupervisionWords()
  return (
    <div class="plots">
      {view.byDay.length > 1 && <ByDay view={view} words={words} />}
      <ByHour view={view} words={words} />
      {statisticsTables(view, words, shared).map((table) => (
        <BarTable key={table.id} table={table} class={FOR_COUNCIL[table.id]} />
      ))}
    </div>
  )
}

function ByDay({ view: { byDay }, words }: Props) {
  const { say, many, number, language } = words
  const shared = useSupervisionWords()
  const days = byDay.map(({ day, ends }) => ({
    day,
    total: Object.values(ends).reduce((sum, count) => sum + count, 0),
    answered: ends.answered,
  }))
  const [busiest] = [...days].sort((a, b) => b.total - a.total)
  if (!busiest || busiest.total === 0) return null
  return (
    <ColumnChart
      words={chartWords(shared)}
      key={`${days[0]?.day}-${days.length}`}
      title={say('byDay', { most: many('count', busiest.total), day: weekdayInWords(busiest.day, language) })}
      start={busiest.day}
      top={number(busiest.total)}
      legend={{ column: say('questions'), mark: say('end.answered') }}
      columns={days.map(({ day, total, answered }) => ({
        key: day,
        value: total,
        mark: answered,
        short: shortDay(day, language),
        words: say('byDayValue', {
          day: weekdayInWords(day, language),
          questions: many('count', total),
          answered: number(answered),
        }),
      }))}
      table={{
        head: [say('day'), say('questions'), say('end.answered')],
        rows: days.map(({ day, total, answered }) => [weekdayInWords(day, language), number(total), number(answered)]),
      }}
    />
  )
}

function ByHour({ view: { byHour, period }, words }: Props) {
  const { say, many, number } = words
  const shared = useSupervisionWords()
  const [busiest] = [...byHour].sort((a, b) => b.questions - a.questions)
  if (!busiest || busiest.questions === 0) return null
  const hour = (one: number) => say('hourName', { hour: one })
  return (
    <ColumnChart
      words={chartWords(shared)}
      key={`${period.from}-${period.to}`}
      title={say('byHour', { hour: hour(busiest.hour) })}
      start={String(busiest.hour)}
      top={number(busiest.questions)}
      columns={byHour.map((row) => ({
        key: String(row.hour),
        value: row.questions,
        short: hour(row.hour),
        words: say('byHourValue', { hour: hour(row.hour), questions: many('count', row.questions) }),
      }))}
      table={{
        head: [say('hour'), say('questions')],
        rows: byHour.map((row) => [hour(row.hour), number(row.questions)]),
      }}
    />
  )
}
