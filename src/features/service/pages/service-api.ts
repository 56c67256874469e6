import type { StaffApi } from '../../../ui/kit/staff-api.js'
import type { QueueView } from '../../handoffs/contract.js'
import { readQueueAfter } from '../../handoffs/pages/queue/read-queue-after.js'
import type { ClockView } from '../../retention/contract.js'
import { type RatingsView, statisticsRoutes } from '../../statistics/contract.js'

/** What `GET /readyz` reports: the state of the parts that answers depend on. */
export interface ReadinessView {
  status: 'ready' | 'degraded' | 'not_ready'
  storage: 'writable' | 'unavailable'
  model: 'ready' | 'loading' | 'unavailable'
  /** Why the model is unavailable, in words for an administrator. */
  modelReason: string | null
  encoderVersion: string | null
  clock: { status: ClockView['status']; since: string | null; byS: number | null }
  mail: { status: 'on' | 'off'; waiting: number; failed: number; lastFault: string | null }
  content: {
    /** `null` of another commune than one's own. */
    communeId: string | null
    /** `null`, as `entries`, for a base that is not in memory. */
    version: string | null
    entries: number | null
    searchedBy: 'meaning' | 'words' | 'none'
    own: boolean
    /** Texts embedded, while they are. */
    progress: { done: number; total: number } | null
    unreadable: boolean
  }[]
}

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
  const response = await fetch('/readyz', { cache: 'no-store', headers: { Accept: 'application/json' } })
  const readiness = (await response.json()) as ReadinessView
  const [queue, ratings] = await Promise.all([
    readQueueAfter(api, null).catch(() => null),
    api.ask(statisticsRoutes.ratings).catch(() => null),
  ])
  return { readiness, queue, ratings, readAt: new Date().toISOString() }
}
