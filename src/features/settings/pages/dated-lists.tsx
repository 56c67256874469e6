import type { ComponentChildren } from 'preact'
import type { Closure, ExceptionalOpening } from '../../../platform/model/commune.js'
import { Button } from '../../../ui/kit/button.js'
import type { SettingsWords } from './list-acts.js'
import { Ranges } from './week-hours.js'

interface Props<Dated> {
  words: SettingsWords
  id: string
  today: string
  dated: readonly Dated[]
  onChange: (dated: Dated[]) => void
}

/** Days on which a service, or the whole town hall, is closed, each with what citizens are told. */
export function ClosuresList(props: Props<Closure>) {
  const { say } = props.words
  return (
    <DatedList
      {...props}
      stem="closures"
      none={say('closures.none')}
      fresh={(day) => ({ from: day, to: day, reason: '' })}
    >
      {({ from, to, reason }, put) => (
        <>
          <div class="pair">
            <Entry label={say('closures.from')} type="date" value={from} onValue={(next) => put({ from: next })} />
            <Entry label={say('closures.to')} type="date" value={to} onValue={(next) => put({ to: next })} />
          </div>
          <Entry label={say('closures.reason')} value={reason} onValue={(next) => put({ reason: next })} />
        </>
      )}
    </DatedList>
  )
}

/** Days whose hours take the place of all others: the Saturday before an election. */
export function OpeningsList(props: Props<ExceptionalOpening>) {
  const { words, id } = props
  const { say } = words
  const fresh = (date: string): ExceptionalOpening => ({ date, ranges: [['09:00', '12:00']], reason: '' })
  return (
    <DatedList {...props} stem="openings" fresh={fresh}>
      {({ date, ranges, reason }, put, index) => (
        <>
          <Entry label={say('openings.date')} type="date" value={date} onValue={(next) => put({ date: next })} />
          <Ranges words={words} id={`${id}-${index}`} ranges={ranges} onChange={(next) => put({ ranges: next })} />
          <Entry label={say('openings.reason')} value={reason} onValue={(next) => put({ reason: next })} />
        </>
      )}
    </DatedList>
  )
}

interface ListProps<Dated> extends Props<Dated> {
  stem: 'closures' | 'openings'
  /** Said when there is none. */
  none?: string
  /** A new one, of today. */
  fresh: (today: string) => Dated
  children: (one: Dated, put: (change: Partial<Dated>) => void, index: number) => ComponentChildren
}

function DatedList<Dated>({
  words: { say },
  id,
  today,
  dated,
  onChange,
  stem,
  none,
  fresh,
  children,
}: ListProps<Dated>) {
  return (
    <div class="dated-list">
      {dated.length === 0 && none && <p class="hint">{none}</p>}
      {dated.map((one, index) => (
        // Its place in the list is its name: its days change while they are typed.
        <fieldset key={`${id}-${index}`}>
          <legend>{say(`${stem}.one`, { number: index + 1 })}</legend>
          {children(
            one,
            (change) => onChange(dated.map((other, at) => (at === index ? { ...other, ...change } : other))),
            index,
          )}
          <Button
            label={say('closures.remove')}
            about={say(`${stem}.one`, { number: index + 1 })}
            onClick={() => onChange(dated.filter((_, at) => at !== index))}
          />
        </fieldset>
      ))}
      <Button label={say(`${stem}.add`)} onClick={() => onChange([...dated, fresh(today)])} />
    </div>
  )
}

interface EntryProps {
  label: string
  type?: 'text' | 'date'
  value: string
  onValue: (value: string) => void
}

function Entry({ label, type = 'text', value, onValue }: EntryProps) {
  return (
    <label>
      {label}
      <input type={type as 'text'} value={value} required onInput={(event) => onValue(event.currentTarget.value)} />
    </label>
  )
}
