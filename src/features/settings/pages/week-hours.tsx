import type { DayRanges, WeeklyHours } from '../../../platform/model/commune.js'
import { Button } from '../../../ui/kit/button.js'
import type { SettingsWords } from './list-acts.js'

/** ISO weekdays, Monday first. */
export const WEEKDAYS = ['1', '2', '3', '4', '5', '6', '7'] as const

interface Props {
  words: SettingsWords
  /** Makes the ids of its fields its own. */
  id: string
  hours: WeeklyHours
  onChange: (hours: WeeklyHours) => void
  /** The field of the week that was refused: `1.0.1`. */
  fault?: string | null
}

/** The hours of a week, day by day, with as many ranges as a day has. */
export function WeekHours({ words, id, hours, onChange, fault = null }: Props) {
  const { say } = words
  const put = (day: (typeof WEEKDAYS)[number], ranges: DayRanges) => {
    const { [day]: _, ...others } = hours
    onChange(ranges.length === 0 ? others : { ...others, [day]: ranges })
  }
  const copyMonday = () => {
    const monday = hours['1'] ?? []
    onChange({ ...hours, 2: monday, 3: monday, 4: monday, 5: monday })
  }
  return (
    <div class="week-hours">
      {WEEKDAYS.map((day) => (
        <fieldset key={day}>
          <legend>{say(`day.${day}`)}</legend>
          <Ranges
            words={words}
            id={`${id}-${day}`}
            ranges={hours[day] ?? []}
            onChange={(ranges) => put(day, ranges)}
            fault={faultIn(fault, day)}
          />
        </fieldset>
      ))}
      <Button label={say('copyMonday')} onClick={copyMonday} />
    </div>
  )
}

interface RangesProps {
  words: SettingsWords
  id: string
  ranges: DayRanges
  onChange: (ranges: DayRanges) => void
  /** The range that was refused, and which end of it: `0.1`; empty for the whole day. */
  fault?: string | null
}

/** The ranges of one day; none, and it is closed. */
export function Ranges({ words, id, ranges, onChange, fault = null }: RangesProps) {
  const { say } = words
  const next = (): [string, string] => (ranges.length === 0 ? ['08:30', '12:00'] : ['13:30', '17:00'])
  return (
    <>
      {ranges.length === 0 && <span class="hint">{say('closedDay')}</span>}
      {ranges.map((range, index) => (
        <Range
          // The place of a range in its day is its name.
          key={`${id}-${index}`}
          words={words}
          number={index + 1}
          range={range}
          fault={fault === '' ? '' : faultIn(fault, `${index}`)}
          onChange={(changed) => onChange(ranges.map((one, at) => (at === index ? changed : one)))}
          onRemove={() => onChange(ranges.filter((_, at) => at !== index))}
        />
      ))}
      {ranges.length < 3 && (
        <Button look="quiet" label={say('range.add')} onClick={() => onChange([...ranges, next()])} />
      )}
    </>
  )
}

interface RangeProps {
  words: SettingsWords
  /** From one. */
  number: number
  range: [string, string]
  onChange: (range: [string, string]) => void
  onRemove: () => void
  /** The end of it that was refused; empty for both. */
  fault: string | null
}

/** From when to when it is open. */
function Range({ words: { say }, number, range: [from, to], onChange, onRemove, fault }: RangeProps) {
  const end = (at: '0' | '1') => (
    <label>
      <span class="visually-hidden">{say(at === '0' ? 'range.from' : 'range.to', { number })}</span>
      <input
        type="time"
        value={at === '0' ? from : to}
        required
        {...(fault === '' || fault === at ? { 'aria-invalid': true, 'aria-describedby': 'settings-problem' } : {})}
        onInput={({ currentTarget: { value } }) => onChange(at === '0' ? [value, to] : [from, value])}
      />
    </label>
  )
  return (
    <span class="range">
      {end('0')}
      <span aria-hidden="true">–</span>
      {end('1')}
      <Button look="quiet" label={say('range.remove')} about={say('range.number', { number })} onClick={onRemove} />
    </span>
  )
}

/** What a refused field is within a part: `1.0` in `hours` for `hours.1.0`; empty for the part itself, `null` when it is elsewhere. Pure. */
export function faultIn(fault: string | null, part: string): string | null {
  if (fault === part) return ''
  return fault?.startsWith(`${part}.`) ? fault.slice(part.length + 1) : null
}
