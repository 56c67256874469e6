import { AppError } from '../domain/app-error.js'
import type { NewMessage } from '../domain/conversation.js'
import type { Handoff, HandoffAction, Resolution, TransitionRefusal } from '../domain/handoff.js'
import type { User } from '../domain/staff.js'
import { type HandoverContext, systemNotice } from './handover-context.js'

/** What came of a claim: two agents may press at once, one wins and the other is told by whom. */
export type ClaimResult = { outcome: 'claimed'; handoff: Handoff } | { outcome: 'taken'; handoff: Handoff }

/**
 * Takes a handoff: a compare-and-set in the store.
 * @throws AppError `unknown_handoff`, `handoff_ended`
 */
export async function claim(context: HandoverContext, handoff: Handoff, agent: User): Promise<ClaimResult> {
  const now = context.now()
  const notice = noticeFor(context, handoff, 'agent_joined', 'handoff.joined', agent.displayName)
  const action: HandoffAction = {
    type: 'claim',
    agentId: agent.id,
    agentName: agent.displayName,
    at: now.toISOString(),
  }
  const result = await context.store.applyToHandoff(handoff.id, action, notice)
  if (result.outcome === 'unknown_handoff') throw new AppError('unknown_handoff', 404)
  if (result.outcome === 'applied') return { outcome: 'claimed', handoff: result.handoff }
  if (result.refusal === 'taken') return { outcome: 'taken', handoff: result.handoff }
  throw refusalError(result.refusal)
}

/** Ends a handoff with a reason and gives the conversation back to the assistant. @throws AppError when refused */
export async function resolve(
  context: HandoverContext,
  handoff: Handoff,
  agent: User,
  resolution: Resolution,
): Promise<Handoff> {
  const notice = noticeFor(context, handoff, 'handoff_resolved', 'handoff.resolved', agent.displayName)
  return apply(
    context,
    handoff,
    { type: 'resolve', agentId: agent.id, resolution, at: context.now().toISOString() },
    notice,
  )
}

/** Puts a handoff back in the queue. @throws AppError when refused */
export async function release(context: HandoverContext, handoff: Handoff, agent: User): Promise<Handoff> {
  const now = context.now()
  const deadlineAt = new Date(now.getTime() + context.waitLimitMs).toISOString()
  const notice = noticeFor(context, handoff, 'handoff_requested', 'handoff.released', agent.displayName)
  return apply(context, handoff, { type: 'release', agentId: agent.id, deadlineAt, at: now.toISOString() }, notice)
}

/** The citizen no longer waits. @throws AppError when refused */
export async function cancel(context: HandoverContext, handoff: Handoff): Promise<Handoff> {
  const notice = noticeFor(context, handoff, 'handoff_cancelled', 'handoff.cancelled', '')
  return apply(context, handoff, { type: 'cancel', at: context.now().toISOString() }, notice)
}

/** Applies an action and turns a refusal into the error that says why. */
async function apply(
  context: HandoverContext,
  handoff: Handoff,
  action: HandoffAction,
  notice: NewMessage,
): Promise<Handoff> {
  const result = await context.store.applyToHandoff(handoff.id, action, notice)
  if (result.outcome === 'unknown_handoff') throw new AppError('unknown_handoff', 404)
  if (result.outcome === 'refused') throw refusalError(result.refusal)
  return result.handoff
}

function noticeFor(
  context: HandoverContext,
  handoff: Handoff,
  event: 'agent_joined' | 'handoff_resolved' | 'handoff_requested' | 'handoff_cancelled',
  key: 'handoff.joined' | 'handoff.resolved' | 'handoff.released' | 'handoff.cancelled',
  agent: string,
): NewMessage {
  return systemNotice(context.now(), handoff.language, event, context.say(handoff.language, key, { agent }))
}

function refusalError(refusal: TransitionRefusal): AppError {
  switch (refusal) {
    case 'taken':
      return new AppError('handoff_taken', 409)
    case 'not_yours':
      return new AppError('handoff_not_yours', 409)
    case 'ended':
      return new AppError('handoff_ended', 409)
    case 'not_pending':
      return new AppError('handoff_not_pending', 409)
    default:
      return refusal satisfies never
  }
}
