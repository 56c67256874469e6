import { communeOf } from '../../../platform/http/commune-of.js'
import type { HttpContext } from '../../../platform/http/http-context.js'
import { closeReasonsOf } from '../../../platform/model/close-reasons.js'
import { REOPEN_HOURS } from '../../../platform/model/commune.js'
import { type Handoff, reopenableUntil } from '../handoff.js'
import type { LifecycleView } from './lifecycle-contract.js'

/** The life of a handoff so far, for who reads it. */
export async function lifecycleView(context: HttpContext, handoff: Handoff): Promise<LifecycleView> {
  const commune = communeOf(context, handoff.communeId)
  return {
    steps: await context.assistant.store.listHandoffSteps(handoff.id),
    closeReasons: closeReasonsOf(commune, handoff.kind),
    reopenableUntil: await reopeningEnd(context, handoff, commune.reopenHours ?? REOPEN_HOURS),
  }
}

/** What the store would refuse is not offered. */
async function reopeningEnd(
  { assistant: { store, now } }: HttpContext,
  { status, endedAt, conversationId }: Handoff,
  hours: number,
): Promise<string | null> {
  if (endedAt === null || (status !== 'resolved' && status !== 'expired')) return null
  const until = reopenableUntil(endedAt, hours)
  if (Date.parse(until) < now().getTime()) return null
  const conversation = await store.getConversation(conversationId)
  const isFree = conversation?.status === 'open' && !(await store.findOpenHandoff(conversationId))
  return isFree ? until : null
}
