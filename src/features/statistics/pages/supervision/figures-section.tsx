import { useEffect, useState } from 'preact/hooks'
import type { FiguresView } from '../../../../platform/http/contract.js'
import { useConsole } from '../../../../ui/console/console-context.js'
import { ExportBar } from './export-bar.js'
import { FiguresBody } from './figures-body.js'
import { dayInWords } from './in-words.js'
import { type PeriodChoice, periodQuery } from './period-choice.js'
import { PeriodForm } from './period-form.js'
import { useSupervisionWords } from './supervision-words.js'

/** The figures of a period, beside those of as many days before. They are read when they are asked for: a plot that moves by itself is not read. */
export function FiguresSection() {
  const { session } = useConsole()
  const { say } = useSupervisionWords()
  const [choice, setChoice] = useState<PeriodChoice>({ days: 30 })
  const [figures, setFigures] = useState<FiguresView | null>(null)
  const [failed, setFailed] = useState(false)
  const [tries, setTries] = useState(0)
  // Another try reads the same period again.
  useEffect(() => {
    let outdated = false
    setFailed(false)
    session.api.call<FiguresView>('GET', `/agent/supervision/figures?${periodQuery(choice)}`).then(
      (read) => {
        if (!outdated) setFigures(read)
      },
      () => {
        if (!outdated) setFailed(true)
      },
    )
    return () => {
      outdated = true
    }
  }, [choice, tries, session])
  return (
    <section class="figures-block" aria-labelledby="supervision-period">
      <h3 id="supervision-period">{say('period')}</h3>
      <PeriodForm choice={choice} today={figures?.today ?? ''} onChoose={setChoice} />
      <div role="alert">
        {failed && (
          <p class="reason">
            {say('period.failed')}{' '}
            <button type="button" class="button" onClick={() => setTries(tries + 1)}>
              {say('tryAgain')}
            </button>
          </p>
        )}
      </div>
      {figures ? <Figures figures={figures} /> : !failed && <p class="hint">{say('period.loading')}</p>}
    </section>
  )
}

function Figures({ figures }: { figures: FiguresView }) {
  const { say } = useSupervisionWords()
  const isEmpty = figures.requests.now === 0 && figures.assistant.questions.now === 0
  return (
    <>
      <PeriodSentence figures={figures} />
      {isEmpty ? (
        <div class="figures-empty">
          <p>{say('empty')}</p>
          <p class="hint">{say('emptyHint')}</p>
        </div>
      ) : (
        <>
          <FiguresBody figures={figures} />
          <ExportBar figures={figures} />
        </>
      )}
    </>
  )
}

function PeriodSentence({ figures: { period, before, today, firstDay } }: { figures: FiguresView }) {
  const { say, language } = useSupervisionWords()
  const day = (iso: string) => dayInWords(iso, language)
  const count = Math.round((Date.parse(period.to) - Date.parse(period.from)) / 86_400_000) + 1
  const sentence =
    count === 1
      ? say('period.one', { day: day(period.to), before: day(before.to) })
      : say('period.many', {
          from: day(period.from),
          to: day(period.to),
          count,
          beforeFrom: day(before.from),
          beforeTo: day(before.to),
        })
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
