import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { Alerts } from './alerts.js'

/** Carries the alerts of the console down the tree. */
export const AlertsContext = createContext<Alerts | null>(null)

/** The alerts of the console around a part. @throws when there are none */
export function useAlerts(): Alerts {
  const alerts = useContext(AlertsContext)
  if (!alerts) throw new Error('no alerts around this part')
  return alerts
}
