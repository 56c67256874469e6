import { useState } from 'preact/hooks'
import { useConsole } from '../../../ui/console/console-context.js'
import { ConsoleDialog } from '../../../ui/console/console-dialog.js'
import { TUNES } from '../../../ui/kit/alert-sound.js'
import { Icon } from '../../../ui/kit/icon.js'
import { REPEAT_AFTER_S } from '../../../ui/kit/preferences.js'
import { useAlerts } from './alerts-context.js'
import { askDesktop, type DesktopState, desktopState } from './desktop.js'
import { PushSection } from './push-section.js'
import { QuietSection } from './quiet-section.js'
import { Check, Settings } from './settings-form.js'
import { usePrefer } from './use-prefer.js'

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
      <Check checked={sound} onChange={(on) => prefer({ sound: on })}>
        {t('alerts.sound.on')}
      </Check>
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
        <button type="button" class="button" onClick={() => alerts.tryTune(false)}>
          <Icon name="bell" /> {t('alerts.sound.test')}
        </button>
        <button type="button" class="button" onClick={() => alerts.tryTune(true)}>
          {t('alerts.sound.testStrong')}
        </button>
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
      {permission === 'default' && (
        <button type="button" class="button" onClick={() => void ask()}>
          {t('alerts.desktop.allow')}
        </button>
      )}
      {permission === 'granted' && (
        <>
          <Check checked={desktop} onChange={(on) => prefer({ desktop: on })}>
            {t('alerts.desktop.on')}
          </Check>
          <Check checked={desktopWords} onChange={(on) => prefer({ desktopWords: on })}>
            {t('alerts.desktop.words')}
          </Check>
          <button type="button" class="button" onClick={() => alerts.tryDesktop()}>
            {t('alerts.desktop.test')}
          </button>
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
      <div class="field">
        <label for="repeat-after">{t('alerts.repeat.after')}</label>
        <input
          id="repeat-after"
          class="short"
          type="number"
          inputMode="numeric"
          min={min}
          max={max}
          defaultValue={String(state.preferences.repeatAfterS)}
          aria-invalid={wrong}
          aria-describedby={wrong ? 'repeat-error repeat-hint' : 'repeat-hint'}
          onChange={(event) => keep(event.currentTarget.valueAsNumber)}
        />
        {wrong && (
          <p id="repeat-error" class="field-error">
            <Icon name="alert" /> {t('alerts.repeat.wrong', { min, max })}
          </p>
        )}
        <p id="repeat-hint" class="hint">
          {t('alerts.repeat.hint', { min, max })}
        </p>
      </div>
    </Settings>
  )
}
