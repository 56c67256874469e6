import { useState } from 'preact/hooks'
import { Button } from '../../../../ui/kit/button.js'
import { FieldError, SelectField, TextField } from '../../../../ui/kit/field.js'
import { useSupervisionWords } from './supervision-words.js'

/** Numbers of days that are proposed: whole weeks, so that as many Mondays are compared with as many. */
const SPANS = [1, 7, 28, 91] as const

/** What is looked at: the last days, or those from one to another, ISO `YYYY-MM-DD`. */
export type PeriodChoice = { days: (typeof SPANS)[number] } | { from: string; to: string }

const MOST_DAYS = 366
const DAY_MS = 24 * 60 * 60 * 1000

/** Whether two dates make a period that can be shown. */
export function isPeriod({ from, to }: { from: string; to: string }): boolean {
  const [start, end] = [Date.parse(from), Date.parse(to)]
  return end >= start && (end - start) / DAY_MS < MOST_DAYS
}

interface Props {
  choice: PeriodChoice
  /** ISO day; empty until it is known. */
  today: string
  onChoose: (choice: PeriodChoice) => void
}

/** Chooses the days that are looked at: the usual ones, or two dates. */
export function PeriodForm({ choice, today, onChoose }: Props) {
  const { say } = useSupervisionWords()
  const [own, setOwn] = useState(false)
  const chosen = !own && 'days' in choice ? String(choice.days) : 'chosen'
  return (
    <div class="period-form">
      <SelectField
        id="period-span"
        label={say('period.choose')}
        value={chosen}
        options={[
          ...SPANS.map((days): [string, string] => [String(days), say(`period.${days}`)]),
          ['chosen', say('period.chosen')],
        ]}
        onValue={(value) => {
          const days = SPANS.find((one) => String(one) === value)
          setOwn(days === undefined)
          if (days !== undefined) onChoose({ days })
        }}
      />
      {chosen === 'chosen' && <Dates today={today} onChoose={onChoose} />}
    </div>
  )
}

function Dates({ today, onChoose }: Omit<Props, 'choice'>) {
  const { say } = useSupervisionWords()
  const [dates, setDates] = useState({ from: '', to: today })
  const [wrong, setWrong] = useState(false)
  const field = (end: 'from' | 'to') => (
    <TextField
      id={`period-${end}`}
      type="date"
      label={say(`period.${end}`)}
      value={dates[end]}
      max={today}
      required
      isWrong={wrong}
      describedBy="period-wrong"
      onValue={(day) => setDates({ ...dates, [end]: day })}
    />
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
      <FieldError id="period-wrong" text={wrong ? say('period.wrong') : undefined} />
    </form>
  )
}
