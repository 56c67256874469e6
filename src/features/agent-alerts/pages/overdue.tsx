import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import { useConsole } from '../../../ui/kit/console-context.js'
import { plural, type Translate } from '../../../ui/kit/console-words.js'
import { Icon } from '../../../ui/kit/icon.js'
import { type Due, overdueOf } from './alert-rules.js'
import type { Alerts } from './alerts.js'

/** Carries the alerts of the console down the tree. */
export const AlertsContext = createContext<Alerts | null>(null)

/** The alerts of the console around a part. @throws when there are none */
export function useAlerts(): Alerts {
  const alerts = useContext(AlertsContext)
  if (!alerts) throw new Error('no alerts around this part')
  return alerts
}

/** The wait of a row that has lasted too long; `undefined` when it has not. */
export function useOverdue(handoffId: string): Due | undefined {
  return overdueOf(useAlerts().due()).find(({ item }) => item.id === handoffId)
}

/** How many have waited too long, in the bar, where its room is kept: nothing moves when it comes. It is said once to screen readers. */
export function Overdue() {
  const { t, language, session, state } = useConsole()
  const overdue = overdueOf(useAlerts().due())
  const [first] = overdue
  const { repeatAfterS } = state.preferences
  const wait = spanInWords(overdue.some(({ level }) => level === 1) ? repeatAfterS : 2 * repeatAfterS, t)
  const words = plural(t, language, 'alerts.overdue', overdue.length).replace('{wait}', wait)
  return (
    <span class="overdue" role="status">
      {first && (
        <button
          type="button"
          class="overdue-open"
          title={t('alerts.overdue.open')}
          onClick={() => session.navigate({ view: 'conversation', handoffId: first.item.id })}
        >
          <Icon name="clock" /> <span class="if-room">{words}</span>
          <span class="overdue-short" aria-hidden="true">
            {plural(t, language, 'alerts.overdue.short', overdue.length)}
          </span>
        </button>
      )}
    </span>
  )
}

/** "2 min", "45 s" */
function spanInWords(seconds: number, t: Translate): string {
  const isWhole = seconds % 60 === 0
  return isWhole ? t('wait.minutes', { count: seconds / 60 }) : t('alerts.seconds', { count: seconds })
}
