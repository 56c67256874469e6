import type { CallbackSlotView } from '../../../platform/http/contract.js'
import { Icon } from '../icon.js'
import { slotsByDay, slotValue } from './callback-draft.js'

interface SlotPickerProps {
  legend: string
  slots: readonly CallbackSlotView[]
  value: string
  error: string
  onValue: (value: string) => void
}

/** Half-days as radio buttons, grouped by day. */
export function SlotPicker({ legend, slots, value, error, onValue }: SlotPickerProps) {
  return (
    <fieldset aria-describedby="callback-slot-error">
      <legend>{legend}</legend>
      <p id="callback-slot-error" class="hint error">
        {error && (
          <>
            <Icon name="alert" /> {error}
          </>
        )}
      </p>
      {slotsByDay(slots).map(({ day, slots: ofDay }) => (
        <fieldset key={day} class="day">
          <legend>{day}</legend>
          {ofDay.map((slot) => (
            <label key={slotValue(slot)} class="slot">
              <input
                type="radio"
                name="callback-slot"
                value={slotValue(slot)}
                checked={value === slotValue(slot)}
                aria-invalid={error !== ''}
                onChange={(event) => onValue(event.currentTarget.value)}
              />
              {slot.halfInWords}
            </label>
          ))}
        </fieldset>
      ))}
    </fieldset>
  )
}
