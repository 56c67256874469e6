import { useEffect, useMemo, useState } from 'preact/hooks'
import { download } from '../../../ui/kit/browser.js'
import { Button } from '../../../ui/kit/button.js'
import { Icon } from '../../../ui/kit/icon.js'
import { EmptyState } from '../../../ui/kit/list.js'
import type { SectionProps } from '../../../ui/kit/page-props.js'
import { Sheet } from '../../../ui/kit/sheet.js'
import { Table } from '../../../ui/kit/table.js'
import { EstimateBar } from '../../publication/pages/estimate-bar.js'
import { hundredths, rangeOutOf100 } from '../../publication/pages/publication.js'
import { type StatisticsView, statisticsRoutes } from '../contract.js'
import { QuestionPlots } from './question-plots.js'
import { type StatisticsWords, statisticsTables, statisticsWords } from './statistics-tables.js'
import { type Cell, csvOf, fileName } from './supervision/export-file.js'
import { dayInWords, shareInWords } from './supervision/in-words.js'
import { type PeriodChoice, PeriodForm } from './supervision/period-form.js'
import {
  type SupervisionWords,
  SupervisionWordsContext,
  supervisionWords,
  useSupervisionWords,
} from './supervision/supervision-words.js'

/** Smaller counts are left out of what anybody may read: in a small town, they could name somebody. */
const LEAST_OPEN = 5

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
 * The same as open data: one observation a line, names that do not change with the language, no count below {@link LEAST_OPEN} and no row by which one
 * could be worked out from a total.
 */
export function openData(view: StatisticsView): string {
  const { period } = view
  const rows: Cell[][] = [['from', 'to', 'measure', 'key', 'count']]
  const add = (measure: string, counts: readonly { key: string; now: number }[]) => {
    for (const { key, now } of toldApart(counts)) rows.push([period.from, period.to, measure, key, now])
  }
  add('questions_by_end', view.ends)
  add('questions_by_language', view.languages.rows)
  add('answers_by_entry', view.entries.rows)
  add('answers_by_category', view.categories.rows)
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

/** Zeros say nothing of anybody. When one count alone is too small, the next smallest goes with it: a total would give it away. */
function toldApart(counts: readonly { key: string; now: number }[]): { key: string; now: number }[] {
  const small = counts.filter(({ now }) => now > 0 && now < LEAST_OPEN)
  const told = counts.filter(({ now }) => now >= LEAST_OPEN)
  if (small.length !== 1) return told
  const [least] = [...told].sort((a, b) => a.now - b.now)
  return told.filter((row) => row !== least)
}

function sum(counts: Record<string, number>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0)
}

/** Four decimals of a share. */
function round(share: number): number {
  return Math.round(share * 10_000) / 10_000
}

/** What a busy core draws, in watts: an assumption, said beside every figure made from it. */
const WATTS_A_CORE = 10
/** Price of electricity, euros a kilowatt-hour: an assumption too. */
const EUROS_A_KWH = 0.25

/** What a million answers cost, from the mean time of one, as if a core had done nothing else meanwhile: more than they really do. */
function effortOf(meanMs: number): { wattHours: number; cents: number } {
  // Milliseconds times a million are thousands of seconds.
  const wattHours = (meanMs * 1_000 * WATTS_A_CORE) / 3_600
  return { wattHours, cents: (wattHours / 1_000) * EUROS_A_KWH * 100 }
}

interface Props {
  view: StatisticsView
  words: StatisticsWords
}

/** A period at a glance. */
function Tiles({ view, words }: Props) {
  const { say, number, language } = words
  const { questions, ends, opinions, meanMs } = view
  const before = (value: string) => say('before', { value })
  const end = (key: string) => ends.find((one) => one.key === key) ?? { now: 0, before: 0 }
  const share = (key: string) => {
    const { now, before: former } = end(key)
    return {
      now: shareInWords(now, questions.now, language),
      note: questions.before > 0 ? before(shareInWords(former, questions.before, language)) : '',
    }
  }
  const rated = opinions.helpful.now + opinions.unhelpful.now + opinions.not_my_question.now
  const effort = meanMs === null ? null : effortOf(meanMs)
  return (
    <dl class="tiles">
      <Tile name={say('questions')} value={number(questions.now)} note={before(number(questions.before))} />
      <Tile name={say('end.answered')} value={share('answered').now} note={share('answered').note} />
      <Tile name={say('end.clarification')} value={share('clarification').now} note={share('clarification').note} />
      <Tile name={say('end.escalated')} value={share('escalated').now} note={share('escalated').note} />
      <Tile name={say('end.unanswerable')} value={share('unanswerable').now} note={share('unanswerable').note} />
      <Tile
        name={say('helpful')}
        value={rated === 0 ? '–' : shareInWords(opinions.helpful.now, rated, language)}
        note={words.many('rated', rated)}
      />
      {effort && meanMs !== null && (
        <Tile
          name={say('effort')}
          value={words.many('effortValue', effort.cents, { wattHours: number(effort.wattHours) })}
          note={say('effortNote', { ms: number(meanMs), watts: WATTS_A_CORE, price: number(EUROS_A_KWH * 100) })}
        />
      )}
    </dl>
  )
}

function Tile({ name, value, note }: { name: string; value: string; note: string }) {
  return (
    <div class="tile">
      <dt>{name}</dt>
      <dd>
        <p class={value.length > 8 ? 'tile-value smaller' : 'tile-value'}>{value}</p>
        <p class="quiet">{note}</p>
      </dd>
    </div>
  )
}

/** What citizens ask, what becomes of it, and what the answers are worth. Read when asked: a plot that moves by itself is not read. */
export function StatisticsPage({ api, language }: SectionProps) {
  const { say } = statisticsWords(language)
  const [choice, setChoice] = useState<PeriodChoice>({ days: 30 })
  const [view, setView] = useState<StatisticsView | null>(null)
  const [failed, setFailed] = useState(false)
  const [tries, setTries] = useState(0)
  const words = useMemo(() => supervisionWords(language), [language])
  useEffect(() => {
    let outdated = false
    setFailed(false)
    api.ask(statisticsRoutes.read, { query: choice }).then(
      (read) => !outdated && setView(read),
      () => !outdated && setFailed(true),
    )
    return () => {
      outdated = true
    }
  }, [api, choice, tries])
  return (
    <SupervisionWordsContext.Provider value={words}>
      <section class="statistics" aria-labelledby="statistics">
        <h2 id="statistics" class="visually-hidden">
          {say('title')}
        </h2>
        <p class="hint">{say('purpose')}</p>
        <PeriodForm choice={choice} today={view?.today ?? ''} onChoose={setChoice} />
        <div role="alert">
          {failed && (
            <p class="reason">
              {say('failed')} <Button label={say('tryAgain')} onClick={() => setTries(tries + 1)} />
            </p>
          )}
        </div>
        {view ? <Figures view={view} language={language} /> : !failed && <p class="hint">{say('loading')}</p>}
      </section>
    </SupervisionWordsContext.Provider>
  )
}

function Figures({ view, language }: { view: StatisticsView; language: SectionProps['language'] }) {
  const words = statisticsWords(language)
  const { say } = words
  const day = (iso: string) => dayInWords(iso, language)
  const { period, before } = view
  const sentence = say('period', {
    from: day(period.from),
    to: day(period.to),
    beforeFrom: day(before.from),
    beforeTo: day(before.to),
  })
  return (
    <>
      <p class="period-sentence" role="status">
        {sentence}
      </p>
      {view.questions.now === 0 ? (
        <EmptyState title={say('empty')} hint={say('emptyHint')} />
      ) : (
        <>
          <Tiles view={view} words={words} />
          <ExpectedErrors view={view} words={words} />
          <QuestionPlots view={view} words={words} />
          <FailingEntries view={view} words={words} />
          <ExportStatistics view={view} words={words} />
        </>
      )}
    </>
  )
}

/** What is shown, to take away: for a spreadsheet, or as open data without any small number. Made in the browser, from what it has. */
function ExportStatistics({ view, words }: { view: StatisticsView; words: StatisticsWords }) {
  const shared = useSupervisionWords()
  const { say } = words
  return (
    <section class="export-bar" aria-labelledby="export">
      <h3 id="export">{say('export')}</h3>
      <div class="actions">
        <Button
          label={say('export.csv')}
          onClick={() => download(`questions-${fileName(view, 'csv')}`, 'text/csv', statisticsCsv(view, words, shared))}
        />
        <Button
          label={say('export.open')}
          onClick={() => download(`open-${fileName(view, 'csv')}`, 'text/csv', openData(view))}
        />
        <Button label={say('export.print')} onClick={() => print()} />
      </div>
      <p class="hint">{say('export.hint')}</p>
    </section>
  )
}

/** The entries whose answers people liked least: the ones to read again first. */
function FailingEntries({ view, words }: { view: StatisticsView; words: StatisticsWords }) {
  const { say, number, language } = words
  return (
    <Sheet id="failing" title={say('failing')} level={3} hint={say('failing.how')}>
      {view.failing.length === 0 ? (
        <p>{say('failing.none')}</p>
      ) : (
        <Table
          caption={say('failing')}
          isCaptionHidden
          rows={view.failing}
          keyOf={({ key }) => key}
          columns={[
            { name: say('entry'), cell: ({ key, label }) => label ?? say('gone', { id: key }) },
            { name: say('failing.answered'), isNumber: true, cell: ({ answered }) => number(answered) },
            {
              name: say('failing.disliked'),
              isNumber: true,
              cell: ({ answered, disliked }) =>
                say('failing.share', { count: number(disliked), share: shareInWords(disliked, answered, language) }),
            },
          ]}
        />
      )}
    </Sheet>
  )
}

/** How many of the answers given are expected to be wrong, beside what was promised. */
function ExpectedErrors({ view, words }: { view: StatisticsView; words: StatisticsWords }) {
  const { say, number, language } = words
  const { expected, promise } = view
  if (!expected) {
    return (
      <Sheet id="expected" title={say('expected')} level={3}>
        <p>{say('expected.tooFew')}</p>
      </Sheet>
    )
  }
  const estimate = { share: expected.wrong, low: expected.low, high: expected.high }
  const [low, high] = rangeOutOf100(estimate)
  const vow = promise && hundredths(promise.promise, language)
  const isKept = promise !== null && expected.low <= promise.promise
  return (
    <Sheet id="expected" title={say('expected')} level={3}>
      <p>{say('expected.range', { low, high, count: number(expected.answers) })}</p>
      {promise && vow && (
        <>
          <p class={isKept ? 'good' : 'bad'}>
            <Icon name={isKept ? 'check' : 'alert'} />{' '}
            {say(
              expected.high <= promise.promise ? 'expected.kept' : isKept ? 'expected.doubtful' : 'expected.broken',
              { promise: vow },
            )}
          </p>
          <EstimateBar estimate={estimate} promise={promise.promise} label={say('expected.bar', { promise: vow })} />
          {promise.measured && (
            <p class="hint">{say('expected.measured', { count: hundredths(promise.measured.share, language) })}</p>
          )}
        </>
      )}
      <p class="hint">{say('expected.how')}</p>
    </Sheet>
  )
}
