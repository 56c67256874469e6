import type { ExceptionalOpening } from '../../../platform/model/commune.js'
import type { SettingsWords } from './settings-words.js'
import { Ranges } from './week-hours.js'

interface Props {
  words: SettingsWords
  id: string
  today: string
  openings: readonly ExceptionalOpening[]
  onChange: (openings: ExceptionalOpening[]) => void
}

/** Days whose hours take the place of all others: the Saturday before an election. */
export function OpeningsList({ words, id, today, openings, onChange }: Props) {
  const { say } = words
  const put = (index: number, change: Partial<ExceptionalOpening>) =>
    onChange(openings.map((opening, at) => (at === index ? { ...opening, ...change } : opening)))
  return (
    <div class="dated-list">
      {openings.map(({ date, ranges, reason }, index) => (
        // Its place in the list is its name.
        <fieldset key={`${id}-${index}`}>
          <legend>{say('openings.one', { number: index + 1 })}</legend>
          <label>
            {say('openings.date')}
            <input
              type="date"
              value={date}
              required
              onInput={(event) => put(index, { date: event.currentTarget.value })}
            />
          </label>
          <Ranges
            words={words}
            id={`${id}-${index}`}
            ranges={ranges}
            onChange={(next) => put(index, { ranges: next })}
          />
          <label>
            {say('openings.reason')}
            <input
              type="text"
              value={reason}
              required
              onInput={(event) => put(index, { reason: event.currentTarget.value })}
            />
          </label>
          <button type="button" class="button" onClick={() => onChange(openings.filter((_, at) => at !== index))}>
            {say('closures.remove')}
            <span class="visually-hidden"> {say('openings.one', { number: index + 1 })}</span>
          </button>
        </fieldset>
      ))}
      <button
        type="button"
        class="button"
        onClick={() => onChange([...openings, { date: today, ranges: [['09:00', '12:00']], reason: '' }])}
      >
        {say('openings.add')}
      </button>
    </div>
  )
}
