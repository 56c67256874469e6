import { useEffect, useState } from 'preact/hooks'
import { download } from '../../../../ui/kit/browser.js'
import { Button } from '../../../../ui/kit/button.js'
import { ColumnChart } from '../../../../ui/kit/chart.js'
import { useConsole } from '../../../../ui/kit/console-context.js'
import { EmptyState } from '../../../../ui/kit/list.js'
import { formatDay } from '../../../../ui/kit/moment-in-words.js'
import { Table } from '../../../../ui/kit/table.js'
import { type FiguresView, supervisionRoutes } from '../../supervision-contract.js'
import { BarTable } from './bar-table.js'
import { DURATIONS, fileName, toCsv, toJson } from './export-file.js'
import { type PeriodChoice, PeriodForm } from './period-form.js'
import {
  chartWords,
  durationInWords,
  shortDay,
  useSupervisionWords,
  weekdayInWords,
  weekdayName,
} from './supervision-words.js'
import { tablesOf } from './tables.js'

/** Hours of a day on which nothing happened are shown all the same between these. */
const USUAL = { from: 9, to: 17 }

/** The hours of a day that are shown: from the first to the last on which something was asked. */
export function busyHours({ byHour }: Pick<FiguresView, 'byHour'>): number[] {
  const asked = byHour.filter(({ requests }) => requests > 0).map(({ hour }) => hour)
  const first = Math.min(USUAL.from, ...asked)
  const last = Math.max(USUAL.to, ...asked)
  return Array.from({ length: last - first + 1 }, (_, index) => first + index)
}

/** The figures of a period, beside those of as many days before. They are read when they are asked for: a plot that moves by itself is not read. */
export function FiguresSection() {
  const { session } = useConsole()
  const { say } = useSupervisionWords()
  const [choice, setChoice] = useState<PeriodChoice>({ days: 7 })
  const [figures, setFigures] = useState<FiguresView | null>(null)
  const [failed, setFailed] = useState(false)
  const [tries, setTries] = useState(0)
  // Another try reads the same period again.
  useEffect(() => {
    let outdated = false
    setFailed(false)
    session.api.ask(supervisionRoutes.figures, { query: choice }).then(
      (read) => !outdated && setFigures(read),
      () => !outdated && setFailed(true),
    )
    return () => {
      outdated = true
    }
  }, [choice, tries, session])
  return (
    <>
      <PeriodForm choice={choice} today={figures?.today ?? ''} onChoose={setChoice} />
      <div role="alert">
        {failed && (
          <p class="reason">
            {say('period.failed')} <Button label={say('tryAgain')} onClick={() => setTries(tries + 1)} />
          </p>
        )}
      </div>
      {figures ? <Figures figures={figures} /> : !failed && <p class="hint">{say('period.loading')}</p>}
    </>
  )
}

function Figures({ figures }: { figures: FiguresView }) {
  const words = useSupervisionWords()
  const { say, named } = words
  const isEmpty = figures.requests.now === 0 && figures.assistant.questions.now === 0
  return (
    <>
      <PeriodSentence figures={figures} />
      {isEmpty ? (
        <EmptyState title={say('empty')} hint={say('emptyHint')} />
      ) : (
        <>
          <ExportBar figures={figures} />
          <div class="plots">
            <SpreadTable
              title={say('durations')}
              rows={DURATIONS.map((key) => ({ name: named('figure', key), ...figures.durations[key] }))}
            />
            {figures.byDay.length > 1 && <DayPlot figures={figures} />}
            <WeekTable figures={figures} />
            {tablesOf(figures, words).map((table) => (
              <BarTable key={table.id} table={table} />
            ))}
            <SpreadTable
              title={say('hours.title')}
              rows={figures.byHour.map(({ hour, first }) => ({ name: say('hour', { hour }), now: first }))}
            />
            <SpreadTable
              title={say('talkBy.title')}
              rows={figures.talkByCategory.map(({ category, talk }) => ({
                name: named('category', category),
                now: talk,
              }))}
            />
          </div>
        </>
      )}
    </>
  )
}

function PeriodSentence({ figures: { period, before, today, firstDay } }: { figures: FiguresView }) {
  const { say, language } = useSupervisionWords()
  const day = (iso: string) => formatDay(iso, language)
  const count = Math.round((Date.parse(period.to) - Date.parse(period.from)) / 86_400_000) + 1
  const days = { from: day(period.from), to: day(period.to), beforeFrom: day(before.from), beforeTo: day(before.to) }
  const sentence =
    count === 1 ? say('period.one', { day: days.to, before: days.beforeTo }) : say('period.many', { ...days, count })
  const notes = [
    ...(period.to >= today ? [say('period.running')] : []),
    ...(firstDay !== null && firstDay > before.from ? [say('period.first', { day: day(firstDay) })] : []),
  ]
  return (
    <p class="period-sentence" role="status">
      {[sentence, ...notes].join(' ')}
    </p>
  )
}

/** What is shown, to take away: made in the browser, from what it has. */
function ExportBar({ figures }: { figures: FiguresView }) {
  const words = useSupervisionWords()
  const { say } = words
  return (
    <section class="export-bar" aria-labelledby="supervision-export">
      <h4 id="supervision-export">{say('export')}</h4>
      <div class="actions">
        <Button
          label={say('export.csv')}
          onClick={() => download(fileName(figures, 'csv'), 'text/csv', toCsv(figures, words))}
        />
        <Button
          label={say('export.json')}
          onClick={() => download(fileName(figures, 'json'), 'application/json', toJson(figures, words))}
        />
        <Button label={say('export.print')} onClick={() => print()} />
      </div>
      <p class="hint">{say('export.hint')}</p>
    </section>
  )
}

type Spread = FiguresView['durations']['wait']['now']

/** Durations by what they have in common: how many, half under, nine in ten under, and half under before. Nothing without one that is told. */
function SpreadTable({ title, rows }: { title: string; rows: { name: string; now: Spread; before?: Spread }[] }) {
  const words = useSupervisionWords()
  const { say, number } = words
  const some = rows.filter(({ now, before }) => now.medianS !== null || before)
  if (some.length === 0) return null
  const told = (seconds: number | null = null) => (seconds === null ? '–' : durationInWords(seconds, words))
  return (
    <div class="plot wide">
      <Table
        caption={title}
        isScrolled
        rows={some}
        keyOf={({ name }) => name}
        columns={[
          { name: '', cell: ({ name }) => name },
          { name: say('col.number'), isNumber: true, cell: ({ now }) => number(now.count) },
          { name: say('col.median'), isNumber: true, cell: ({ now }) => told(now.medianS) },
          { name: say('col.p90'), isNumber: true, cell: ({ now }) => told(now.p90S) },
          { name: say('col.before'), isNumber: true, look: () => 'quiet', cell: ({ before }) => told(before?.medianS) },
        ]}
      />
    </div>
  )
}

/** Requests by day. */
function DayPlot({ figures: { byDay } }: { figures: FiguresView }) {
  const words = useSupervisionWords()
  const { say, many, number, language } = words
  const [busiest] = [...byDay].sort((a, b) => b.requests - a.requests)
  if (!busiest || busiest.requests === 0) return null
  const most = number(busiest.requests)
  const name = (day: string) => weekdayInWords(day, language)
  return (
    <ColumnChart
      words={chartWords(words)}
      title={say('byDay.finding', { most, day: name(busiest.day) })}
      key={`${byDay[0]?.day}-${byDay.length}`}
      start={busiest.day}
      top={most}
      columns={byDay.map(({ day, requests }) => ({
        key: day,
        value: requests,
        short: shortDay(day, language),
        words: say('byDay.value', { day: name(day), requests: many('requests', requests) }),
      }))}
      table={{
        head: [say('col.day'), say('col.requests')],
        rows: byDay.map(({ day, requests }) => [name(day), number(requests)]),
      }}
    />
  )
}

/** Requests by weekday and hour; with how many of each weekday the period has. */
function WeekTable({ figures }: { figures: FiguresView }) {
  const { say, number, language } = useSupervisionWords()
  const { week } = figures
  const most = Math.max(...week.flatMap(({ hours }) => hours))
  if (most === 0) return null
  const weekday = week.findIndex(({ hours }) => hours.includes(most))
  const hour = week[weekday]?.hours.indexOf(most) ?? 0
  return (
    <div class="plot wide">
      <Table
        caption={say('week.finding', { weekday: weekdayName(weekday + 1, language), hour: say('hour', { hour }) })}
        isScrolled
        rows={busyHours(figures)}
        keyOf={(one) => one}
        columns={[
          { name: say('col.hour'), cell: (one) => say('hour', { hour: one }) },
          ...week.map(({ days, hours }, index) => ({
            name: `${weekdayName(index + 1, language, 'short')} (${days})`,
            isNumber: true,
            look: (one: number) => (hours[one] === most ? 'most' : undefined),
            cell: (one: number) => number(hours[one] ?? 0),
          })),
        ]}
      />
    </div>
  )
}
