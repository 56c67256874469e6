import { communeOf, type KnownCommunes } from '../../../platform/http/commune-origins.js'
import { conversationFrom, type Served, serve } from '../../../platform/http/serve-routes.js'
import { AppError } from '../../../platform/model/app-error.js'
import { RETENTION_KINDS, retentionDaysOf } from '../../../platform/model/retention.js'
import { staffFrom } from '../../accounts/routes/staff-access.js'
import type { ConversationStore } from '../../conversations/conversation-verbs.js'
import type { OwnData } from '../../conversations/own-data.js'
import type { FailureStore } from '../../failures/failure-verbs.js'
import type { ClockState } from '../clock/clock-watch.js'
import { type ClockView, type RetentionView, retentionRoutes } from '../contract.js'
import { listDue } from '../due.js'
import type { RetentionContext } from '../erase-old-conversation.js'
import type { RetentionStore } from '../retention-verbs.js'

const HOUR_MS = 60 * 60 * 1000
const DAY_MS = 24 * HOUR_MS
/** Unanswered questions shown at most. */
const MOST_QUESTIONS = 100

/** What these routes need. */
export interface RetentionRouteNeeds extends KnownCommunes {
  store: Pick<RetentionStore, 'readPurgeState'> &
    Pick<FailureStore, 'listKeptFailures'> &
    Pick<ConversationStore, 'readOwnData'>
  now: () => Date
  handover: RetentionContext
  /** Whether erasures can go by the clock. */
  clock: () => ClockState
}

/** Serves {@link retentionRoutes}. She erases what is kept of her by `DELETE /conversations/:id`. */
export function serveRetention(needs: RetentionRouteNeeds): Served[] {
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
  const { store, now, handover, clock } = needs
  const { id, privacy } = communeOf(needs, communeId)
  const at = new Date(now().getTime() + within * DAY_MS)
  const due = (await listDue(handover, at)).filter((one) => one.communeId === id)
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
