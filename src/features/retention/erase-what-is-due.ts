import type { Duty } from '../../platform/feature.js'
import type { WebhookStore } from '../webhooks/webhook-verbs.js'
import { applyRetention } from './apply-retention.js'
import { type ClockWatch, provenForAll } from './clock/clock-watch.js'
import type { RetentionContext } from './erase-old-conversation.js'
import type { ErasureStore } from './erasure-verbs.js'

const DAY_MS = 24 * 3_600_000

/** What is erased from, and by which time. */
export interface ErasureNeeds {
  store: Pick<WebhookStore, 'dropOldDeliveries'> & Pick<ErasureStore, 'dropErasuresOlderThan'>
  handover: RetentionContext
  now: () => Date
  /** What erasures go by: nothing is erased while it is doubted. */
  clockWatch: Pick<ClockWatch, 'look'>
  /** Days for which backups are kept: what was erased since is noted as long. */
  backupDays: number
  /** What lies beside the store and goes by the same time, in this order. */
  erasedBeside: readonly ((provenAt: Date) => Promise<unknown>)[]
}

/** What each sweep erases: all that is due by the time that is proven to have passed. */
export function erasing({ store, handover, now, clockWatch, backupDays, erasedBeside }: ErasureNeeds): Duty {
  return async () => {
    const proven = await clockWatch.look()
    if (!proven) return
    const certain = provenForAll(proven)
    await applyRetention(handover, { proven })
    await store.dropOldDeliveries(certain.toISOString())
    const daysUnproven = Math.max(0, Math.ceil((now().getTime() - certain.getTime()) / DAY_MS))
    await store.dropErasuresOlderThan(backupDays + daysUnproven)
    for (const erase of erasedBeside) await erase(certain)
  }
}
