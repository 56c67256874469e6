import { useState } from 'preact/hooks'
import { Button } from '../../../../ui/kit/button.js'
import { useSupervisionWords } from './supervision-words.js'

/** Numbers of days that are proposed. */
const SPANS = [1, 7, 30, 90] as const

/** What is looked at: the last days, or those from one to another, ISO `YYYY-MM-DD`. */
export type PeriodChoice = { days: (typeof SPANS)[number] } | { from: string; to: string }

const MOST_DAYS = 366
const DAY_MS = 24 * 60 * 60 * 1000

/** Whether two dates make a period that can be shown. */
export function isPeriod({ from, to }: { from: string; to: string }): boolean {
  const [start, end] = [Date.parse(from), Date.parse(to)]
  return end >= start && (end - start) / DAY_MS < MOST_DAYS
}

/** Chooses the days that are looked at: one press for the usual ones, two dates for others. */
export function PeriodForm({
  choice,
  today,
  onChoose,
}: {
  choice: PeriodChoice
  /** ISO day; empty until it is known. */
  today: string
  onChoose: (choice: PeriodChoice) => void
}) {
  const { say } = useSupervisionWords()
  const [own, setOwn] = useState(false)
  return (
    <div class="period-form">
      <fieldset class="spans">
        <legend class="visually-hidden">{say('period.choose')}</legend>
        {SPANS.map((days) => (
          <label key={days} class="span-option">
            <input
              type="radio"
              name="period"
              checked={!own && 'days' in choice && choice.days === days}
              onChange={() => {
                setOwn(false)
                onChoose({ days })
              }}
            />
            <span>{say(`period.${days}`)}</span>
          </label>
        ))}
        <label class="span-option">
          <input type="radio" name="period" checked={own} onChange={() => setOwn(true)} />
          <span>{say('period.chosen')}</span>
        </label>
      </fieldset>
      {own && <Dates today={today} onChoose={onChoose} />}
    </div>
  )
}

function Dates({ today, onChoose }: { today: string; onChoose: (choice: PeriodChoice) => void }) {
  const { say } = useSupervisionWords()
  const [dates, setDates] = useState({ from: '', to: today })
  const [wrong, setWrong] = useState(false)
  const fault = wrong ? { 'aria-invalid': true, 'aria-describedby': 'period-wrong' } : {}
  const field = (end: 'from' | 'to') => (
    <div class="field">
      <label for={`period-${end}`}>{say(`period.${end}`)}</label>
      <input
        type="date"
        id={`period-${end}`}
        value={dates[end]}
        max={today}
        required
        {...fault}
        onInput={(event) => setDates({ ...dates, [end]: event.currentTarget.value })}
      />
    </div>
  )
  return (
    <form
      class="dates"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        setWrong(!isPeriod(dates))
        if (isPeriod(dates)) onChoose(dates)
        else document.getElementById('period-from')?.focus()
      }}
    >
      {field('from')}
      {field('to')}
      <Button type="submit" label={say('period.show')} />
      <p id="period-wrong" class="field-error" role="alert">
        {wrong ? say('period.wrong') : ''}
      </p>
    </form>
  )
}
