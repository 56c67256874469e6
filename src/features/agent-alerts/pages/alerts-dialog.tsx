import type { ComponentChildren } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { type Quiet, type QuietHours, WEEKDAYS, type Weekday } from '../../../platform/time/quiet-hours.js'
import { TUNES } from '../../../ui/kit/alert-sound.js'
import { Button } from '../../../ui/kit/button.js'
import { useConsole } from '../../../ui/kit/console-context.js'
import { ConsoleDialog } from '../../../ui/kit/console-dialog.js'
import { CheckField, TextField } from '../../../ui/kit/field.js'
import { Icon } from '../../../ui/kit/icon.js'
import { momentInWords } from '../../../ui/kit/moment-in-words.js'
import { type Preferences, REPEAT_AFTER_S } from '../../../ui/kit/preferences.js'
import { serverNow, townDay } from '../../../ui/kit/town-clock.js'
import { askDesktop, type DesktopState, desktopState } from './desktop.js'
import { useAlerts } from './overdue.js'

/** The hours of one who begins: every evening until the morning. */
const USUAL: QuietHours = { days: [...WEEKDAYS], from: '18:00', to: '08:00' }

/** When nothing is heard: every week, and right now. */
function QuietSection() {
  const { t, state } = useConsole()
  const prefer = usePrefer()
  const { quiet } = state.preferences
  const keep = (changes: Partial<Quiet>) => prefer({ quiet: { ...quiet, ...changes } })
  return (
    <Settings title={t('alerts.quiet')}>
      <p class="hint">{t('alerts.quiet.hint')}</p>
      <CheckField
        label={t('alerts.quiet.on')}
        isChecked={quiet.hours !== null}
        onCheck={(on) => keep({ hours: on ? USUAL : null })}
      />
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
          <CheckField
            key={day}
            label={t(`alerts.day.${day}`)}
            isChecked={hours.days.includes(day)}
            onCheck={(on) => setDay(day, on)}
          />
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

/** An hour half typed is none: the last whole one stays. */
function Time({ onChange, ...field }: TimeProps) {
  return (
    <TextField {...field} type="time" required onChange={({ currentTarget: { value } }) => value && onChange(value)} />
  )
}

/** Silence for a while, and the state of it in words. */
function Silence() {
  const { t, state } = useConsole()
  const alerts = useAlerts()
  useEverySecond()
  const isAsked = Date.parse(state.preferences.quiet.until ?? '') > serverNow().getTime()
  return (
    <div class="silence">
      <p>
        <strong>
          <SilenceInWords />
        </strong>
      </p>
      <div class="actions">
        <Button label={t('alerts.silence.half')} onClick={() => alerts.silence('half')} />
        <Button label={t('alerts.silence.tomorrow')} onClick={() => alerts.silence('tomorrow')} />
        {isAsked && <Button label={t('alerts.silence.end')} onClick={() => alerts.silence('end')} />}
      </div>
    </div>
  )
}

function SilenceInWords() {
  const { t, language, state } = useConsole()
  const alerts = useAlerts()
  const { until } = state.preferences.quiet
  const now = serverNow()
  if (until === null || Date.parse(until) <= now.getTime()) {
    const heard = state.preferences.sound ? 'alerts.silence.none' : 'alerts.silence.off'
    return <>{t(alerts.isQuiet ? 'alerts.silence.hours' : heard)}</>
  }
  const isToday = townDay(new Date(until)) === townDay(now)
  const moment = momentInWords(until, language, now)
  return <>{t(isToday ? 'alerts.silence.until' : 'alerts.silence.untilDay', { moment })}</>
}

/** Renders again every second: what is shown depends on the time. */
function useEverySecond(): void {
  const [, setTurn] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => setTurn((turn) => turn + 1), 1_000)
    return () => clearInterval(timer)
  }, [])
}

/** Everything that an agent may set of her alerts, each with its own trial. */
export function AlertsDialog() {
  const { t, state } = useConsole()
  return (
    <ConsoleDialog name="alerts" title={t('alerts.title')}>
      <p class="hint">{t('alerts.intro')}</p>
      {state.dialog === 'alerts' && (
        <div class="alert-settings">
          <SoundSection />
          <DesktopSection />
          <RepeatSection />
          <QuietSection />
          <PushSection />
        </div>
      )}
    </ConsoleDialog>
  )
}

function SoundSection() {
  const { t, state } = useConsole()
  const alerts = useAlerts()
  const prefer = usePrefer()
  const { sound, tune, volume } = state.preferences
  return (
    <Settings title={t('alerts.sound')}>
      <CheckField label={t('alerts.sound.on')} isChecked={sound} onCheck={(on) => prefer({ sound: on })} />
      <fieldset class="choices-in-line">
        <legend>{t('alerts.sound.which')}</legend>
        {TUNES.map((one) => (
          <label class="check" key={one}>
            <input type="radio" name="tune" checked={one === tune} onChange={() => prefer({ tune: one })} />
            {t(`alerts.tune.${one}`)}
          </label>
        ))}
      </fieldset>
      <div class="field">
        <label for="volume">{t('alerts.volume')}</label>
        <input
          id="volume"
          type="range"
          min={10}
          max={100}
          step={10}
          value={volume}
          aria-valuetext={`${volume} %`}
          onChange={(event) => prefer({ volume: Number(event.currentTarget.value) })}
        />
      </div>
      <div class="actions">
        <Button icon="bell" label={t('alerts.sound.test')} onClick={() => alerts.tryTune(false)} />
        <Button label={t('alerts.sound.testStrong')} onClick={() => alerts.tryTune(true)} />
      </div>
    </Settings>
  )
}

function DesktopSection() {
  const { t, state } = useConsole()
  const alerts = useAlerts()
  const prefer = usePrefer()
  const { desktop, desktopWords } = state.preferences
  const [permission, setPermission] = useState<DesktopState>(desktopState)
  const ask = async () => {
    const answer = await askDesktop()
    setPermission(answer)
    if (answer === 'granted') prefer({ desktop: true })
  }
  return (
    <Settings title={t('alerts.desktop')}>
      <p>{t('alerts.desktop.what')}</p>
      {permission === 'none' && <p class="hint">{t('alerts.desktop.none')}</p>}
      {permission === 'denied' && <p class="hint">{t('alerts.desktop.denied')}</p>}
      {permission === 'default' && <Button label={t('alerts.desktop.allow')} onClick={() => void ask()} />}
      {permission === 'granted' && (
        <>
          <CheckField label={t('alerts.desktop.on')} isChecked={desktop} onCheck={(on) => prefer({ desktop: on })} />
          <CheckField
            label={t('alerts.desktop.words')}
            isChecked={desktopWords}
            onCheck={(on) => prefer({ desktopWords: on })}
          />
          <Button label={t('alerts.desktop.test')} onClick={() => alerts.tryDesktop()} />
        </>
      )}
    </Settings>
  )
}

function RepeatSection() {
  const { t, state } = useConsole()
  const prefer = usePrefer()
  const { min, max } = REPEAT_AFTER_S
  const [wrong, setWrong] = useState(false)
  const keep = (value: number) => {
    const isRight = Number.isInteger(value) && value >= min && value <= max
    setWrong(!isRight)
    if (isRight) prefer({ repeatAfterS: value })
  }
  return (
    <Settings title={t('alerts.repeat')}>
      <TextField
        id="repeat-after"
        type="number"
        inputMode="numeric"
        label={t('alerts.repeat.after')}
        hint={t('alerts.repeat.hint', { min, max })}
        error={wrong ? t('alerts.repeat.wrong', { min, max }) : undefined}
        min={min}
        max={max}
        defaultValue={String(state.preferences.repeatAfterS)}
        onChange={(event) => keep(event.currentTarget.valueAsNumber)}
      />
    </Settings>
  )
}

/** What is told when the console is closed, and by whose server it goes, before the agent accepts. Absent where the installation or the browser cannot. */
function PushSection() {
  const { t, session, state } = useConsole()
  const alerts = useAlerts()
  const [problem, setProblem] = useState(false)
  const { push, language, quiet } = state.preferences
  const pushKey = alerts.settings?.pushKey
  if (!pushKey || !alerts.push.isPossible) return null
  const accept = async () => {
    const done = await alerts.push.accept({ pushKey, language, quiet })
    setProblem(!done)
    session.prefer({ push: done })
  }
  const refuse = async () => {
    session.prefer({ push: false })
    await alerts.push.refuse()
  }
  return (
    <Settings title={t('alerts.push')}>
      <p>{t('alerts.push.what')}</p>
      <p>{t('alerts.push.elsewhere')}</p>
      <p class="hint">{t('alerts.push.ends')}</p>
      <p role="status">
        {push && t('alerts.push.on')}
        {problem && (
          <span class="field-error">
            <Icon name="alert" /> {t('alerts.push.failed')}
          </span>
        )}
      </p>
      <Button
        label={t(push ? 'alerts.push.stop' : 'alerts.push.allow')}
        onClick={() => void (push ? refuse() : accept())}
      />
    </Settings>
  )
}

/** Changes preferences, and what the server knows of them. */
function usePrefer(): (preferences: Partial<Preferences>) => void {
  const { session } = useConsole()
  const alerts = useAlerts()
  return (preferences) => {
    session.prefer(preferences)
    void alerts.keepPush()
  }
}

/** A group of settings under a heading. */
function Settings({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <fieldset class="setting">
      <legend>{title}</legend>
      {children}
    </fieldset>
  )
}
