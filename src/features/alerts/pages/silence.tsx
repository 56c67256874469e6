import { useConsole } from '../../../ui/console/console-context.js'
import { momentInWords } from '../../../ui/kit/moment-in-words.js'
import { serverNow } from '../../../ui/kit/server-clock.js'
import { townDay } from '../../../ui/kit/town-clock.js'
import { useAlerts } from './alerts-context.js'
import { useEverySecond } from './use-every-second.js'

/** Silence for a while, and the state of it in words. */
export function Silence() {
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
        <button type="button" class="button" onClick={() => alerts.silence('half')}>
          {t('alerts.silence.half')}
        </button>
        <button type="button" class="button" onClick={() => alerts.silence('tomorrow')}>
          {t('alerts.silence.tomorrow')}
        </button>
        {isAsked && (
          <button type="button" class="button" onClick={() => alerts.silence('end')}>
            {t('alerts.silence.end')}
          </button>
        )}
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
