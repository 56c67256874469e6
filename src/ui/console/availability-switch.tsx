import { useLayoutEffect, useRef } from 'preact/hooks'
import { PRESENCE_STATES } from '../../features/accounts/staff.js'
import { AwayWord } from '../../features/handoffs/pages/routing/away-word.js'
import type { QueueView } from '../../platform/http/contract.js'
import { Icon, type IconName } from '../kit/icon.js'
import type { WordKey } from '../kit/words.js'
import { useConsole } from './console-context.js'

type Presence = QueueView['presence']

const FACES: Record<Presence, { icon: IconName; word: WordKey }> = {
  available: { icon: 'check', word: 'bar.available' },
  busy: { icon: 'clock', word: 'routing.busy' },
  away: { icon: 'moon', word: 'bar.away' },
}

/** Available, busy or away, as radio buttons: the one that is pressed is the one that the server has agreed to. */
export function AvailabilitySwitch() {
  const { t, state } = useConsole()
  const presence = state.queue?.presence ?? 'away'
  return (
    <>
      <fieldset class="availability" aria-busy={state.settingAvailability} disabled={!state.queue}>
        <legend class="visually-hidden">{t('bar.availability')}</legend>
        {PRESENCE_STATES.map((value) => (
          <Option key={value} value={value} presence={presence} />
        ))}
      </fieldset>
      <AwayWord />
    </>
  )
}

function Option({ value, presence }: { value: Presence; presence: Presence }) {
  const { t, session, state } = useConsole()
  const input = useRef<HTMLInputElement>(null)
  const { icon, word } = FACES[value]
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
        <Icon name={icon} />
        {t(word)}
      </span>
    </label>
  )
}
