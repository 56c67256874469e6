import { useConsole } from '../../../../ui/kit/console-context.js'
import type { BookedSlot } from '../../handoff.js'
import { slotInWords } from './slot-in-words.js'

/** A half-day as the value of a choice. */
export function slotValue({ day, half }: Pick<BookedSlot, 'day' | 'half'>): string {
  return `${day} ${half}`
}

interface SlotFieldProps {
  id: string
  slots: readonly BookedSlot[]
  value: string
  /** What is wrong with the choice, in words. */
  error?: string | undefined
  onChange: (slot: BookedSlot | undefined) => void
}

/** Chooses one of the half-days in which the reception phones. */
export function SlotField({ id, slots, value, error, onChange }: SlotFieldProps) {
  const { t, language } = useConsole()
  return (
    <div class="field">
      <label for={id}>{t('desk.slot')}</label>
      <select
        id={id}
        value={value}
        aria-invalid={error !== undefined}
        aria-describedby={error && `${id}-error`}
        onChange={(event) => onChange(slots.find((slot) => slotValue(slot) === event.currentTarget.value))}
      >
        <option value="">{t('resolve.choose')}</option>
        {slots.map((slot) => (
          <option key={slotValue(slot)} value={slotValue(slot)}>
            {slotInWords(slot, { t, language })}
          </option>
        ))}
      </select>
      {error && (
        <p id={`${id}-error`} class="field-error">
          {error}
        </p>
      )}
    </div>
  )
}
