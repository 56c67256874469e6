import { useConsole } from '../../../ui/kit/console-context.js'
import { Toast } from '../../../ui/kit/toast.js'
import { askDesktop } from './desktop.js'
import { useAlerts } from './overdue.js'

/** From the first sign-in on a computer, while no conversation is open: how she is alerted, tried in one press, which also asks the browser for its notifications. */
export function FirstAlert() {
  const { t, session, state } = useConsole()
  const alerts = useAlerts()
  if (state.preferences.alertsTried) return null
  const tryOut = async () => {
    alerts.tryTune(false)
    const isAllowed = (await askDesktop()) === 'granted'
    session.prefer({ sound: true, desktop: isAllowed, alertsTried: true })
    if (isAllowed) alerts.tryDesktop()
    session.notice('done', t('alerts.first.tried'))
  }
  return (
    <Toast
      tone="warning"
      icon="bell"
      text={t('alerts.first')}
      action={{ label: t('alerts.first.try'), run: () => void tryOut() }}
      dismiss={t('dismiss')}
      onDismiss={() => session.prefer({ alertsTried: true })}
    />
  )
}
