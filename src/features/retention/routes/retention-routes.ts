import type { Duty, Feature } from '../../../platform/feature.js'
import { communeOf, type KnownCommunes } from '../../../platform/http/commune-origins.js'
import { conversationFrom, type ServedRoute, serve } from '../../../platform/http/serve-routes.js'
import { AppError } from '../../../platform/model/app-error.js'
import { RETENTION_KINDS, retentionDaysOf } from '../../../platform/model/retention.js'
import { staffFrom } from '../../accounts/routes/staff-access.js'
import type { ConversationStore } from '../../conversations/conversation-verbs.js'
import type { OwnData } from '../../conversations/own-data.js'
import type { FailureStore } from '../../failures/failure-verbs.js'
import type { WebhookStore } from '../../webhooks/webhook-verbs.js'
import { applyRetention } from '../apply-retention.js'
import { type ClockState, type ClockWatch, provenForAll } from '../clock/clock-watch.js'
import { type ClockView, type RetentionView, retentionRoutes } from '../contract.js'
import { listDue } from '../due.js'
import type { RetentionContext } from '../erase-old-conversation.js'
import type { ErasureStore } from '../erasure-verbs.js'
import type { RetentionStore } from '../retention-verbs.js'

const HOUR_MS = 60 * 60 * 1000
const DAY_MS = 24 * HOUR_MS

/** What is erased from, and by which time. */
export interface ErasureNeeds {
  store: Pick<WebhookStore, 'dropOldDeliveries'> & Pick<ErasureStore, 'dropErasuresOlderThan'>
  handoffContext: RetentionContext
  now: () => Date
  /** What erasures go by: nothing is erased while it is doubted. */
  clockWatch: Pick<ClockWatch, 'look'>
  /** Days for which backups are kept: what was erased since is noted as long. */
  backupDays: number
  /** What lies beside the store and goes by the same time, in this order. */
  erasedBeside: readonly ((provenAt: Date) => Promise<unknown>)[]
}

/** What each sweep erases: all that is due by the time that is proven to have passed. */
export function erasing({ store, handoffContext, now, clockWatch, backupDays, erasedBeside }: ErasureNeeds): Duty {
  return async () => {
    const proven = await clockWatch.look()
    if (!proven) return
    const certain = provenForAll(proven)
    await applyRetention(handoffContext, { proven })
    await store.dropOldDeliveries(certain.toISOString())
    const daysUnproven = Math.max(0, Math.ceil((now().getTime() - certain.getTime()) / DAY_MS))
    await store.dropErasuresOlderThan(backupDays + daysUnproven)
    for (const erase of erasedBeside) await erase(certain)
  }
}

/** Unanswered questions shown at most. */
const MOST_QUESTIONS = 100

/** What these routes need. */
export interface RetentionRouteNeeds extends KnownCommunes {
  store: Pick<RetentionStore, 'readPurgeState'> &
    Pick<FailureStore, 'listKeptFailures'> &
    Pick<ConversationStore, 'readOwnData'>
  now: () => Date
  handoffContext: RetentionContext
  /** Whether erasures can go by the clock. */
  clock: () => ClockState
}

/** Serves {@link retentionRoutes}. She erases what is kept of her by `DELETE /conversations/:id`. */
export function serveRetention(needs: RetentionRouteNeeds): ServedRoute[] {
  return [
    serve(retentionRoutes.read, ({ query: { within }, response }) => {
      return retentionView(needs, staffFrom(response).user.communeId, within)
    }),
    serve(retentionRoutes.ownData, ({ response }) => ownDataOf(needs, conversationFrom(response).id)),
  ]
}

/** Everything that is kept of a conversation. @throws AppError `unknown_conversation` (404) when it was erased meanwhile */
export async function ownDataOf(
  { store }: { store: Pick<ConversationStore, 'readOwnData'> },
  id: string,
): Promise<OwnData> {
  const data = await store.readOwnData(id)
  if (!data) throw new AppError('unknown_conversation', 404)
  return data
}

/** How long each kind is kept, and what will be erased within some days, without its content. */
async function retentionView(needs: RetentionRouteNeeds, communeId: string, within: number): Promise<RetentionView> {
  const { store, now, handoffContext, clock } = needs
  const { id, privacy } = communeOf(needs, communeId)
  const at = new Date(now().getTime() + within * DAY_MS)
  const due = (await listDue(handoffContext, at)).filter((one) => one.communeId === id)
  const days = retentionDaysOf(privacy)
  return {
    at: at.toISOString(),
    kinds: RETENTION_KINDS.map((kind) => {
      const own = due.filter((one) => one.kind === kind)
      const [oldest = null] = own.map(({ since }) => since).sort()
      return { kind, days: days[kind], due: own.reduce((sum, { count }) => sum + count, 0), oldest }
    }),
    state: (await store.readPurgeState(id)) ?? null,
    clock: clockView(clock()),
    unanswered: (await store.listKeptFailures(id))
      .slice(0, MOST_QUESTIONS)
      .map(({ at: day, language, question: text }) => ({ day, language, text })),
  }
}

function clockView({ status, doubts, leftMs }: ClockState): ClockView {
  return {
    status,
    doubts: doubts.map(({ host, sinceMs, byMs, against }) => ({
      ...{ host, against, since: new Date(sinceMs).toISOString() },
      byS: Math.round(byMs / 1000),
    })),
    leftH: Math.ceil(leftMs / HOUR_MS),
  }
}

/** What retention is given. */
type RetentionNeeds = RetentionRouteNeeds & ErasureNeeds

/** What is kept of people, and for how long. */
export const retention: Feature<RetentionNeeds> = {
  name: 'retention',
  routes: retentionRoutes,
  open: (needs) => ({ served: serveRetention(needs), duties: [erasing(needs)] }),
}
