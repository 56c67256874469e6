import { AppError } from '../domain/app-error.js'
import type { NewMessage } from '../domain/conversation.js'
import type { Handoff, HandoffAction, Resolution, TransitionRefusal } from '../domain/handoff.js'
import type { SystemEvent } from '../domain/payload.js'
import type { MessageKey } from '../domain/say.js'
import type { User } from '../domain/staff.js'
import { backInQueue } from './back-in-queue.js'
import { type HandoverContext, systemNotice } from './handover-context.js'
import { newWatch } from './watch.js'

/** What came of a claim: two agents may press at once, one wins and the other is told by whom. */
export type ClaimResult = { outcome: 'claimed'; handoff: Handoff } | { outcome: 'taken'; handoff: Handoff }

/**
 * Takes a handoff: a compare-and-set in the store.
 * @throws AppError `unknown_handoff`, `handoff_ended`, `handoff_offered`
 */
export async function claim(context: HandoverContext, handoff: Handoff, agent: User): Promise<ClaimResult> {
  const now = context.now()
  const notice = noticeFor(context, handoff, 'claim', agent.displayName)
  const action: HandoffAction = {
    type: 'claim',
    agentId: agent.id,
    agentName: agent.displayName,
    at: now.toISOString(),
    watch: newWatch(context, handoff.communeId),
    despiteOffer: agent.roles.includes('admin'),
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
  const notice = noticeFor(context, handoff, 'resolve', agent.displayName)
  return apply(
    context,
    handoff,
    { type: 'resolve', agentId: agent.id, resolution, at: context.now().toISOString() },
    notice,
  )
}

/** Puts a handoff back in the queue; a citizen who waits in the conversation goes first. @throws AppError when refused */
export async function release(context: HandoverContext, handoff: Handoff, agent: User): Promise<Handoff> {
  const now = context.now()
  const deadlineAt = new Date(now.getTime() + context.waitLimitMs).toISOString()
  const notice =
    handoff.kind === 'live'
      ? await backInQueue(context, handoff, {
          sentence: 'handoff.released',
          event: 'handoff_requested',
          agent: agent.displayName,
        })
      : noticeFor(context, handoff, 'release', agent.displayName)
  return apply(context, handoff, { type: 'release', agentId: agent.id, deadlineAt, at: now.toISOString() }, notice)
}

/** Notes that the agent phoned and nobody answered; the request stays hers. @throws AppError when refused */
export async function noteMissedCall(context: HandoverContext, handoff: Handoff, agent: User): Promise<Handoff> {
  const notice = noticeFor(context, handoff, 'miss', agent.displayName)
  return apply(context, handoff, { type: 'miss', agentId: agent.id, at: context.now().toISOString() }, notice)
}

/** The citizen no longer waits. @throws AppError when refused */
export async function cancel(context: HandoverContext, handoff: Handoff): Promise<Handoff> {
  const notice = noticeFor(context, handoff, 'cancel', '')
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

type Told = 'claim' | 'resolve' | 'release' | 'miss' | 'cancel'

const EVENTS = {
  claim: 'agent_joined',
  resolve: 'handoff_resolved',
  release: 'handoff_requested',
  miss: 'call_missed',
  cancel: 'handoff_cancelled',
} as const satisfies Record<Told, SystemEvent>

const SENTENCES: Record<Handoff['kind'], Record<Told, MessageKey>> = {
  live: {
    claim: 'handoff.joined',
    resolve: 'handoff.resolved',
    release: 'handoff.released',
    miss: 'callback.missed',
    cancel: 'handoff.cancelled',
  },
  message: {
    claim: 'handoff.joined',
    resolve: 'handoff.resolved',
    release: 'handoff.released',
    miss: 'callback.missed',
    cancel: 'message.cancelled',
  },
  callback: {
    claim: 'callback.claimed',
    resolve: 'callback.resolved',
    release: 'callback.released',
    miss: 'callback.missed',
    cancel: 'callback.cancelled',
  },
}

/** What the citizen is told of an action, in the words of her kind of request. */
function noticeFor(context: HandoverContext, handoff: Handoff, action: Told, agent: string): NewMessage {
  const { kind, language, communeId } = handoff
  const { services, reception } = context.communeOf(communeId)
  const text = context.say(language, SENTENCES[kind][action], { agent, phone: services[reception]?.telephone ?? '' })
  return systemNotice(context.now(), language, EVENTS[action], text)
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
    case 'no_phone':
      return new AppError('no_phone', 409)
    case 'offered':
      return new AppError('handoff_offered', 409)
    case 'not_due':
      // Only sweeps act at a time of their own.
      return new AppError('internal', 500)
    default:
      return refusal satisfies never
  }
}
