import { useState } from 'preact/hooks'
import { useConsole } from '../../../ui/console/console-context.js'
import { Icon } from '../../../ui/kit/icon.js'
import { useAlerts } from './alerts-context.js'
import { Settings } from './settings-form.js'

/** What is told when the console is closed, and by whose server it goes, before the agent accepts. Absent where the installation or the browser cannot. */
export function PushSection() {
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
      <button type="button" class="button" onClick={() => void (push ? refuse() : accept())}>
        {t(push ? 'alerts.push.stop' : 'alerts.push.allow')}
      </button>
    </Settings>
  )
}
