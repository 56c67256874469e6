import { useLayoutEffect, useRef } from 'preact/hooks'
import type { QueueView } from '../../http/contract.js'
import { useConsole } from './console-context.js'
import { Icon } from './icon.js'

type Presence = QueueView['presence']

/** Available or away, as two radio buttons: the one that is pressed is the one that the server has agreed to. */
export function AvailabilitySwitch() {
  const { t, state } = useConsole()
  const presence = state.queue?.presence ?? 'away'
  return (
    <fieldset class="availability" aria-busy={state.settingAvailability} disabled={!state.queue}>
      <legend class="visually-hidden">{t('bar.availability')}</legend>
      <Option value="available" presence={presence} />
      <Option value="away" presence={presence} />
    </fieldset>
  )
}

function Option({ value, presence }: { value: Presence; presence: Presence }) {
  const { t, session, state } = useConsole()
  const input = useRef<HTMLInputElement>(null)
  // A press moves the browser's own mark at once; the state puts it back where the server says.
  useLayoutEffect(() => {
    if (input.current && !state.settingAvailability) input.current.checked = presence === value
  })
  return (
    <label class={`option ${value}`}>
      <input
        ref={input}
        type="radio"
        name="availability"
        value={value}
        onChange={() => void session.setAvailability(value)}
      />
      <span class="face">
        <Icon name={value === 'available' ? 'check' : 'moon'} />
        {t(`bar.${value}`)}
      </span>
    </label>
  )
}
