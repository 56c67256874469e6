import type { StaffApi } from '../../../ui/kit/staff-api.js'
import type { QueueView } from '../../handoffs/contract.js'
import { readQueueAfter } from '../../handoffs/pages/queue/queue-lists.js'
import { type RatingsView, statisticsRoutes } from '../../statistics/contract.js'
import { type ReadinessView, serviceRoutes } from '../contract.js'

/** The state of the service at one moment. The reception's figures are `null` when they could not be read. */
export interface ServiceState {
  readiness: ReadinessView
  queue: QueueView | null
  ratings: RatingsView | null
  readAt: string
}

/** Reads everything that the page shows. @throws when the server is out of reach */
export async function readServiceState(api: StaffApi): Promise<ServiceState> {
  // A server that is not ready answers 503 with the same body: it is what an administrator comes to read.
  const response = await fetch(serviceRoutes.readiness.path, {
    cache: 'no-store',
    headers: { Accept: 'application/json' },
  })
  const readiness = (await response.json()) as ReadinessView
  const [queue, ratings] = await Promise.all([
    readQueueAfter(api, null).catch(() => null),
    api.ask(statisticsRoutes.ratings).catch(() => null),
  ])
  return { readiness, queue, ratings, readAt: new Date().toISOString() }
}
