import type { BookedSlot } from '../../../../platform/model/handoff.js'
import type { StaffLanguage } from '../../../../platform/model/language.js'
import { useConsole } from '../../../../ui/kit/console-context.js'
import type { Translate } from '../../../../ui/kit/console-words.js'
import { timeInWords } from '../../../../ui/kit/moment-in-words.js'
import { townDay } from '../../../../ui/kit/town-clock.js'

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

/** A half-day as people say it: "jeudi 26 novembre, matin (8 h 30 – 12 h)". By the town's clock. */
export function slotInWords(
  { half, startsAt, endsAt }: BookedSlot,
  { t, language }: { t: Translate; language: StaffLanguage },
): string {
  const locale = language === 'fr' ? 'fr' : 'en-GB'
  const date = new Date(townDay(new Date(startsAt)))
  const day = date.toLocaleDateString(locale, { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' })
  const hour = (iso: string) => timeInWords(iso, language).replace(/\u00a0h\u00a000$/, '\u00a0h')
  return t(`slot.${half}`, { day: day.replace(/ 1 (?=\p{L})/u, ' 1er '), from: hour(startsAt), to: hour(endsAt) })
}
