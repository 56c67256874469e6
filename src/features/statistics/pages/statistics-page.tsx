import { useEffect, useMemo, useState } from 'preact/hooks'
import type { SectionProps } from '../../../ui/admin/page-props.js'
import type { StatisticsView } from '../routes/statistics-contract.js'
import { ExpectedErrors } from './expected-errors.js'
import { ExportStatistics } from './export-statistics.js'
import { FailingEntries } from './failing-entries.js'
import { QuestionPlots } from './question-plots.js'
import { statisticsWords } from './statistics-words.js'
import { dayInWords } from './supervision/in-words.js'
import { type PeriodChoice, periodQuery } from './supervision/period-choice.js'
import { PeriodForm } from './supervision/period-form.js'
import { SupervisionWordsContext, supervisionWords } from './supervision/supervision-words.js'
import { Tiles } from './tiles.js'

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
    api.call<StatisticsView>('GET', `/admin/statistics?${periodQuery(choice)}`).then(
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
              {say('failed')}{' '}
              <button type="button" class="button" onClick={() => setTries(tries + 1)}>
                {say('tryAgain')}
              </button>
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
        <div class="figures-empty">
          <p>{say('empty')}</p>
          <p class="hint">{say('emptyHint')}</p>
        </div>
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
