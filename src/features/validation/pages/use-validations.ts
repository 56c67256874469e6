import { useCallback, useEffect, useState } from 'preact/hooks'
import { useConsole } from '../../../ui/kit/console-context.js'
import { useAlerts } from '../../agent-alerts/pages/overdue.js'
import { type ValidationView, validationRoutes } from '../contract.js'

/** An answer that waits, and until when by this browser's clock, epoch ms. */
export type Waiting = ValidationView & { until: number }

/** Answers that wait for an agent; `null` in a commune where none ever does. */
export interface Validations {
  waiting: Waiting[]
  read: () => Promise<void>
}

/** Follows what waits: it is read again whenever the queue is. A new one is heard when the agent wants to hear. */
export function useValidations(): Validations | null {
  const { session, state } = useConsole()
  const [view, setView] = useState<{ enabled: boolean; waiting: Waiting[] }>({ enabled: true, waiting: [] })
  const alerts = useAlerts()
  const { enabled } = view
  const read = useCallback(async () => {
    // What cannot be read is read with the next queue; the banner says that the server is out of reach.
    const next = await session.api.ask(validationRoutes.list).catch(() => null)
    if (!next) return
    alerts.ring(next.validations.map(({ id }) => `validation/${id}`))
    const now = Date.now()
    setView({
      enabled: next.enabled,
      waiting: next.validations.map((one) => ({ ...one, until: now + one.leftMs })),
    })
  }, [session, alerts])
  const { queue } = state
  useEffect(() => {
    if (queue && enabled) void read()
  }, [queue, enabled, read])
  return enabled && queue ? { waiting: view.waiting, read } : null
}
