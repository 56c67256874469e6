import { useConsole } from '../../../ui/console/console-context.js'
import type { Preferences } from '../../../ui/kit/preferences.js'
import { useAlerts } from './alerts-context.js'

/** Changes preferences, and what the server knows of them. */
export function usePrefer(): (preferences: Partial<Preferences>) => void {
  const { session } = useConsole()
  const alerts = useAlerts()
  return (preferences) => {
    session.prefer(preferences)
    void alerts.keepPush()
  }
}
