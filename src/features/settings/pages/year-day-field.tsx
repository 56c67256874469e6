import type { SettingsWords } from './settings-words.js'

interface Props {
  words: SettingsWords
  legend: string
  /** `MM-DD` */
  day: string
  onChange: (day: string) => void
}

/** Most days that a month has, leap years counted. */
const LENGTHS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const

/** A day of every year: the number of the day, and the month. A day that its month does not have becomes its last. */
export function YearDayField({ words: { say, language }, legend, day, onChange }: Props) {
  const [month = 1, date = 1] = day.split('-').map(Number)
  const names = new Intl.DateTimeFormat(language, { month: 'long', timeZone: 'UTC' })
  const put = (nextMonth: number, nextDate: number) => {
    const last = LENGTHS[nextMonth - 1] ?? 31
    onChange([nextMonth, Math.min(nextDate, last)].map((part) => String(part).padStart(2, '0')).join('-'))
  }
  return (
    <fieldset class="year-day">
      <legend>{legend}</legend>
      <label>
        <span class="visually-hidden">{say('yearDay.date')}</span>
        <select value={String(date)} onChange={(event) => put(month, Number(event.currentTarget.value))}>
          {Array.from({ length: LENGTHS[month - 1] ?? 31 }, (_, index) => (
            <option key={index} value={String(index + 1)}>
              {index + 1}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span class="visually-hidden">{say('yearDay.month')}</span>
        <select value={String(month)} onChange={(event) => put(Number(event.currentTarget.value), date)}>
          {LENGTHS.map((_, index) => (
            <option key={index} value={String(index + 1)}>
              {names.format(new Date(Date.UTC(2024, index, 1)))}
            </option>
          ))}
        </select>
      </label>
    </fieldset>
  )
}
