import { AppError } from '../../../platform/model/app-error.js'
import type { NewMessage } from '../../../platform/model/conversation.js'
import type { Handoff, Resolution } from '../../../platform/model/handoff.js'
import type { SystemEvent } from '../../../platform/model/payload.js'
import type { MessageKey } from '../../../platform/model/say.js'
import type { User } from '../../accounts/staff.js'
import { type HandoffContext, instantIn, systemNotice } from '../handoff-context.js'
import { noteAtWork } from '../queue/agent-presence.js'
import { backInQueue, type Interruption } from '../queue/back-in-queue.js'
import { applyAction, refusalError } from './apply-action.js'
import { newWatch } from './sweep-talks.js'
import { tellWhereRead } from './tell-citizen.js'

/** What came of a claim: two agents may press at once, one wins and the other is told by whom. */
export type ClaimResult = { outcome: 'claimed'; handoff: Handoff } | { outcome: 'taken'; handoff: Handoff }

/**
 * Takes a handoff: a compare-and-set in the store.
 * @throws AppError `unknown_handoff`, `handoff_ended`, `handoff_offered`
 */
export async function claim(context: HandoffContext, handoff: Handoff, agent: User): Promise<ClaimResult> {
  const now = context.now()
  const notice = noticeFor(context, handoff, 'claim', agent.displayName)
  const action = {
    type: 'claim' as const,
    agentId: agent.id,
    agentName: agent.displayName,
    at: now.toISOString(),
    watch: newWatch(context, handoff.communeId),
    despiteOffer: agent.roles.some((role) => role === 'admin' || role === 'supervisor'),
  }
  const told = 'silent' in notice ? notice : await tellWhereRead(context, handoff, 'claim', notice)
  const result = await context.store.applyToHandoff(handoff.id, action, told)
  if (result.outcome === 'unknown_handoff') throw new AppError('unknown_handoff', 404)
  if (result.outcome === 'applied') {
    await noteAtWork(context, agent)
    return { outcome: 'claimed', handoff: result.handoff }
  }
  if (result.refusal === 'taken') return { outcome: 'taken', handoff: result.handoff }
  throw refusalError(result.refusal)
}

/** Who signs what a citizen is told. */
export type Signer = Pick<User, 'id' | 'displayName'>

/** How a handoff is closed. */
export interface Closing {
  resolution: Resolution
  /** In the commune's own words. */
  closeReason?: { id: string; nom: string }
  /** For colleagues only; masked. */
  note?: string
}

/** Ends a handoff with a reason and gives the conversation back to the assistant. @throws AppError when refused */
export async function close(
  context: HandoffContext,
  handoff: Handoff,
  agent: User,
  closing: Closing,
): Promise<Handoff> {
  const notice = noticeFor(context, handoff, 'resolve', agent.displayName)
  const at = context.now().toISOString()
  return applyAction(context, handoff, { type: 'resolve', agentId: agent.id, at, ...closing }, notice)
}

/** Puts a handoff back in its place in the queue. @throws AppError when refused */
export async function release(context: HandoffContext, handoff: Handoff, agent: Signer): Promise<Handoff> {
  const { id: agentId, displayName } = agent
  const told = { sentence: 'handoff.released', event: 'handoff_requested', agent: displayName } as const
  return putBack(context, handoff, { type: 'release', agentId }, told)
}

/** The same when its agent's console has fallen silent. @throws AppError when refused */
export async function lose(context: HandoffContext, handoff: Handoff): Promise<Handoff> {
  const { agentId, agentName } = handoff
  const told = { sentence: 'handoff.lost', event: 'agent_lost', agent: agentName ?? '' } as const
  return putBack(context, handoff, { type: 'lose', agentId: agentId ?? '' }, told)
}

async function putBack(
  context: HandoffContext,
  handoff: Handoff,
  action: { type: 'release' | 'lose'; agentId: string },
  told: Interruption,
): Promise<Handoff> {
  const at = context.now().toISOString()
  const deadlineAt = instantIn(context, context.waitLimitMs)
  return applyAction(context, handoff, { ...action, deadlineAt, at }, await backInQueue(context, handoff, told))
}

/** Notes that the agent phoned and nobody answered; the request stays hers. @throws AppError when refused */
export async function noteMissedCall(context: HandoffContext, handoff: Handoff, agent: User): Promise<Handoff> {
  const notice = noticeFor(context, handoff, 'miss', agent.displayName)
  return applyAction(context, handoff, { type: 'miss', agentId: agent.id, at: context.now().toISOString() }, notice)
}

/** The citizen no longer waits. @throws AppError when refused */
export async function cancel(context: HandoffContext, handoff: Handoff): Promise<Handoff> {
  const notice = noticeFor(context, handoff, 'cancel', '')
  return applyAction(context, handoff, { type: 'cancel', at: context.now().toISOString() }, notice)
}

type Noticed = 'claim' | 'resolve' | 'miss' | 'cancel'

const EVENTS = {
  claim: 'agent_joined',
  resolve: 'handoff_resolved',
  miss: 'call_missed',
  cancel: 'handoff_cancelled',
} as const satisfies Record<Noticed, SystemEvent>

const SENTENCES: Record<Exclude<Handoff['kind'], 'desk'>, Record<Noticed, MessageKey>> = {
  live: {
    claim: 'handoff.joined',
    resolve: 'handoff.resolved',
    miss: 'callback.missed',
    cancel: 'handoff.cancelled',
  },
  message: {
    claim: 'request.followed',
    resolve: 'handoff.resolved',
    miss: 'callback.missed',
    cancel: 'message.cancelled',
  },
  callback: {
    claim: 'callback.claimed',
    resolve: 'callback.resolved',
    miss: 'callback.missed',
    cancel: 'callback.cancelled',
  },
}

/** What the citizen is told of an action, in the words of her kind of request; at the counter the agent tells her. */
function noticeFor(
  context: HandoffContext,
  handoff: Handoff,
  action: Noticed,
  agent: string,
): NewMessage | { silent: 'in_person' } {
  const { kind, language, communeId } = handoff
  if (kind === 'desk') return { silent: 'in_person' }
  const { services, reception } = context.communeOf(communeId)
  const told = context.say(language, SENTENCES[kind][action], { agent, phone: services[reception]?.telephone ?? '' })
  // Nobody translates: she is told before she reads French.
  const inFrench = action === 'claim' && kind === 'live' && language !== 'fr'
  const text = inFrench ? `${told} ${context.say(language, 'handoff.inFrench')}` : told
  return systemNotice(context.now(), language, EVENTS[action], text)
}
