import { type Quiet, type QuietHours, WEEKDAYS, type Weekday } from '../../../platform/time/quiet-hours.js'
import { useConsole } from '../../../ui/console/console-context.js'
import { Check, Settings } from './settings-form.js'
import { Silence } from './silence.js'
import { usePrefer } from './use-prefer.js'

/** The hours of one who begins: every evening until the morning. */
const USUAL: QuietHours = { days: [...WEEKDAYS], from: '18:00', to: '08:00' }

/** When nothing is heard: every week, and right now. */
export function QuietSection() {
  const { t, state } = useConsole()
  const prefer = usePrefer()
  const { quiet } = state.preferences
  const keep = (changes: Partial<Quiet>) => prefer({ quiet: { ...quiet, ...changes } })
  return (
    <Settings title={t('alerts.quiet')}>
      <p class="hint">{t('alerts.quiet.hint')}</p>
      <Check checked={quiet.hours !== null} onChange={(on) => keep({ hours: on ? USUAL : null })}>
        {t('alerts.quiet.on')}
      </Check>
      {quiet.hours && <Hours hours={quiet.hours} onChange={(hours) => keep({ hours })} />}
      <Silence />
    </Settings>
  )
}

function Hours({ hours, onChange }: { hours: QuietHours; onChange: (hours: QuietHours) => void }) {
  const { t } = useConsole()
  const setDay = (day: Weekday, on: boolean) =>
    onChange({ ...hours, days: WEEKDAYS.filter((one) => (one === day ? on : hours.days.includes(one))) })
  return (
    <>
      <fieldset class="choices-in-line">
        <legend>{t('alerts.quiet.days')}</legend>
        {WEEKDAYS.map((day) => (
          <Check key={day} checked={hours.days.includes(day)} onChange={(on) => setDay(day, on)}>
            {t(`alerts.day.${day}`)}
          </Check>
        ))}
      </fieldset>
      <div class="times">
        <Time
          id="quiet-from"
          label={t('alerts.quiet.from')}
          value={hours.from}
          onChange={(from) => onChange({ ...hours, from })}
        />
        <Time
          id="quiet-to"
          label={t('alerts.quiet.to')}
          value={hours.to}
          onChange={(to) => onChange({ ...hours, to })}
        />
        {hours.to <= hours.from && <p class="hint">{t('alerts.quiet.night')}</p>}
      </div>
    </>
  )
}

interface TimeProps {
  id: string
  label: string
  value: string
  onChange: (time: string) => void
}

function Time({ id, label, value, onChange }: TimeProps) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="time"
        value={value}
        required
        onChange={(event) => {
          // An hour half typed is none: the last whole one stays.
          if (event.currentTarget.value !== '') onChange(event.currentTarget.value)
        }}
      />
    </div>
  )
}
