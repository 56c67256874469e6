import type { Closure } from '../../../platform/model/commune.js'
import type { SettingsWords } from './list-acts.js'

interface Props {
  words: SettingsWords
  id: string
  today: string
  closures: readonly Closure[]
  onChange: (closures: Closure[]) => void
}

/** Days on which a service, or the whole town hall, is closed, each with what citizens are told. */
export function ClosuresList({ words: { say }, id, today, closures, onChange }: Props) {
  const put = (index: number, change: Partial<Closure>) =>
    onChange(closures.map((closure, at) => (at === index ? { ...closure, ...change } : closure)))
  return (
    <div class="dated-list">
      {closures.length === 0 && <p class="hint">{say('closures.none')}</p>}
      {closures.map(({ from, to, reason }, index) => (
        // Its place in the list is its name: its days change while they are typed.
        <fieldset key={`${id}-${index}`}>
          <legend>{say('closures.one', { number: index + 1 })}</legend>
          <div class="pair">
            <label>
              {say('closures.from')}
              <input
                type="date"
                value={from}
                required
                onInput={(event) => put(index, { from: event.currentTarget.value })}
              />
            </label>
            <label>
              {say('closures.to')}
              <input
                type="date"
                value={to}
                required
                onInput={(event) => put(index, { to: event.currentTarget.value })}
              />
            </label>
          </div>
          <label>
            {say('closures.reason')}
            <input
              type="text"
              value={reason}
              required
              onInput={(event) => put(index, { reason: event.currentTarget.value })}
            />
          </label>
          <button type="button" class="button" onClick={() => onChange(closures.filter((_, at) => at !== index))}>
            {say('closures.remove')}
            <span class="visually-hidden"> {say('closures.one', { number: index + 1 })}</span>
          </button>
        </fieldset>
      ))}
      <button
        type="button"
        class="button"
        onClick={() => onChange([...closures, { from: today, to: today, reason: '' }])}
      >
        {say('closures.add')}
      </button>
    </div>
  )
}
