import { type Due, overdueOf } from './alert-rules.js'
import { useAlerts } from './alerts-context.js'

/** The wait of a row that has lasted too long; `undefined` when it has not. */
export function useOverdue(handoffId: string): Due | undefined {
  return overdueOf(useAlerts().due()).find(({ item }) => item.id === handoffId)
}
