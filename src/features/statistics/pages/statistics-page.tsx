import { useEffect, useMemo, useState } from 'preact/hooks'
import { download } from '../../../ui/kit/browser.js'
import { Button } from '../../../ui/kit/button.js'
import { Icon } from '../../../ui/kit/icon.js'
import { EmptyState } from '../../../ui/kit/list.js'
import { formatDay } from '../../../ui/kit/moment-in-words.js'
import type { SectionProps } from '../../../ui/kit/page-props.js'
import { Sheet } from '../../../ui/kit/sheet.js'
import { Table } from '../../../ui/kit/table.js'
import { EstimateBar, hundredths, rangeOutOf100 } from '../../publication/pages/estimate-bar.js'
import { type StatisticsView, statisticsRoutes } from '../contract.js'
import { QuestionPlots } from './question-plots.js'
import { openData, type StatisticsWords, statisticsCsv, statisticsWords } from './statistics-files.js'
import { statisticsSentences } from './statistics-sentences.js'
import { fileName } from './supervision/export-file.js'
import { type PeriodChoice, PeriodForm } from './supervision/period-form.js'
import {
  SupervisionWordsContext,
  shareInWords,
  supervisionWords,
  useSupervisionWords,
} from './supervision/supervision-words.js'

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

/** What citizens ask, what becomes of it, and what the answers are worth. Read when asked: a plot that moves by itself is not read. */
export function StatisticsPage({ api, language }: SectionProps) {
  const { say } = statisticsWords(language)
  const [choice, setChoice] = useState<PeriodChoice>({ days: 28 })
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
        <p class="hint on-screen">{say('purpose')}</p>
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
  const day = (iso: string) => formatDay(iso, language)
  const { period, before, today, town } = view
  const days = { from: day(period.from), to: day(period.to) }
  const sentence = say('period', { ...days, beforeFrom: day(before.from), beforeTo: day(before.to) })
  return (
    <>
      <p class="council-head">{say('council', { town })}</p>
      <p class="period-sentence" role="status">
        {sentence} {period.to >= today && say('running')}
      </p>
      {view.questions.now === 0 ? (
        <EmptyState title={say('empty')} hint={say('emptyHint')} />
      ) : (
        <>
          <InShort view={view} words={words} />
          <ExpectedErrors view={view} words={words} />
          <QuestionPlots view={view} words={words} />
          <FailingEntries view={view} words={words} />
          <Effort view={view} words={words} />
        </>
      )}
      <p class="council-source">{say('council.source', { ...days, town, today: day(today) })}</p>
    </>
  )
}

/** What the period says, before any plot, and the ways to take it away. */
function InShort({ view, words }: Props) {
  const shared = useSupervisionWords()
  const { say } = words
  return (
    <Sheet id="in-short" title={say('inShort')} level={3}>
      <ul class="said">
        {statisticsSentences(view, words, shared).map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      <div class="actions on-screen">
        <Button look="main" label={say('export.print')} onClick={() => print()} />
        <Button
          label={say('export.csv')}
          onClick={() => download(`questions-${fileName(view, 'csv')}`, 'text/csv', statisticsCsv(view, words, shared))}
        />
        <Button
          label={say('export.open')}
          onClick={() => download(`open-${fileName(view, 'csv')}`, 'text/csv', openData(view))}
        />
      </div>
      <p class="hint on-screen">{say('export.hint')}</p>
    </Sheet>
  )
}

/** What a million answers cost, with what is assumed. */
function Effort({ view: { meanMs }, words: { say, many, number } }: Props) {
  if (meanMs === null) return null
  const { cents, wattHours } = effortOf(meanMs)
  return (
    <p class="hint on-screen">
      {say('effort')} {many('effortValue', cents, { wattHours: number(wattHours) })}{' '}
      {say('effortNote', { ms: number(meanMs), watts: WATTS_A_CORE, price: number(EUROS_A_KWH * 100) })}
    </p>
  )
}

/** The entries whose answers people liked least: the ones to read again first. */
function FailingEntries({ view, words }: { view: StatisticsView; words: StatisticsWords }) {
  const { say, number, language } = words
  return (
    <Sheet id="failing" class="on-screen" title={say('failing')} level={3} hint={say('failing.how')}>
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

/** The promise beside what was expected, measured and checked of it, and how many questions are answered at once. */
function ExpectedErrors({ view, words }: Props) {
  const { say, number, language } = words
  const { expected, promise } = view
  return (
    <Sheet id="expected" title={say('expected')} level={3}>
      {promise && <p>{say('expected.promise', { promise: hundredths(promise.promise, language) })}</p>}
      {expected ? <Expected expected={expected} promise={promise} words={words} /> : <p>{say('expected.tooFew')}</p>}
      {promise && <Measured promise={promise} words={words} />}
      {expected && <p class="hint on-screen">{say('expected.how', { count: number(expected.answers) })}</p>}
    </Sheet>
  )
}

interface ExpectedProps {
  expected: NonNullable<StatisticsView['expected']>
  promise: StatisticsView['promise']
  words: StatisticsWords
}

/** What the confidences of the answers of the period let expect. */
function Expected({ expected, promise, words: { say, number, language } }: ExpectedProps) {
  const estimate = { share: expected.wrong, low: expected.low, high: expected.high }
  const [low, high] = rangeOutOf100(estimate)
  const vow = promise && hundredths(promise.promise, language)
  const isKept = promise !== null && expected.low <= promise.promise
  return (
    <>
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
        </>
      )}
    </>
  )
}

/** What the last publication measured, and what agents checked since. */
function Measured({
  promise: { measured, coverage, checked },
  words: { say, many, language },
}: {
  promise: NonNullable<StatisticsView['promise']>
  words: StatisticsWords
}) {
  return (
    <>
      {measured && coverage && (
        <p>
          {say('expected.measured', {
            count: hundredths(measured.share, language),
            coverage: hundredths(coverage.share, language),
          })}
        </p>
      )}
      {checked && checked.answers > 0 && (
        <p>{many('expected.checked', checked.answers, { wrong: checked.answers - checked.right })}</p>
      )}
    </>
  )
}
