import { AppError } from '../../../platform/model/app-error.js'
import type { NewMessage } from '../../../platform/model/conversation.js'
import type { Handoff, TransferTo } from '../../../platform/model/handoff.js'
import type { MessageKey } from '../../../platform/model/say.js'
import type { User } from '../../accounts/staff.js'
import { type HandoffContext, instantIn, systemNotice } from '../handoff-context.js'
import { claim, release, type Signer } from '../talk/act.js'
import { applyAction } from '../talk/apply-action.js'
import { newWatch } from '../talk/sweep-talks.js'
import { noteAtWork, presenceOf } from './agent-presence.js'
import { backInQueue } from './back-in-queue.js'
import { presenceNow } from './presence.js'
import { isAvailable } from './routing.js'

/** Where an agent wishes a handoff to go, and what her colleagues should know of it, masked. */
export interface TransferWish {
  to: { colleague: Pick<User, 'id' | 'displayName' | 'departments'> } | { departmentId: string }
  note?: string
}

/**
 * Passes a handoff on. It is a colleague's at once when she is available; otherwise it goes to its place in the queue, for her first
 * department. The citizen is told in her language whom she talks with, or whom she waits for.
 * @throws AppError `unknown_department` (422), or when refused
 */
export async function transfer(
  context: HandoffContext,
  handoff: Handoff,
  agent: Signer,
  { to: wish, note }: TransferWish,
): Promise<Handoff> {
  const to = await destination(context, handoff, wish)
  const action = { type: 'transfer' as const, agentId: agent.id, at: context.now().toISOString(), to }
  return applyAction(
    context,
    handoff,
    note === undefined ? action : { ...action, note },
    await transferNotice(context, handoff, agent, to),
  )
}

/** Takes a handoff out of a colleague's hands ({@link mayTakeOver}); the step that is kept says who, when and from whom. @throws AppError when refused */
export async function takeOver(context: HandoffContext, handoff: Handoff, agent: User): Promise<Handoff> {
  const { id: agentId, displayName: agentName } = agent
  const watch = newWatch(context, handoff.communeId)
  const at = context.now().toISOString()
  const words = { agent: agentName, from: handoff.agentName ?? '' }
  const told = followedBy(context, handoff, 'handoff.taken_over', words)
  const taken = await applyAction(context, handoff, { type: 'take_over', agentId, agentName, at, watch }, told)
  await noteAtWork(context, agent)
  return taken
}

/** How long whoever passed a handoff on may take it back, ms. */
const TAKE_BACK_MS = 10 * 60_000

/**
 * Whether an agent may take over what a colleague holds: an administrator at any time, whoever passed it on less than ten minutes ago, and anyone while that
 * colleague is away, whatever the reason.
 */
export async function mayTakeOver(
  context: HandoffContext,
  { agentId, communeId, passedBy, takenFrom, assignedAt }: Handoff,
  { id, roles }: Pick<User, 'id' | 'roles'>,
): Promise<boolean> {
  if (agentId === id) return false
  const sinceMs = context.now().getTime() - Date.parse(assignedAt ?? '')
  if (passedBy !== undefined && takenFrom === id && sinceMs <= TAKE_BACK_MS) return true
  const presence = agentId ? await presenceOf(context, { id: agentId, communeId }) : undefined
  return roles.includes('admin') || !presence || presenceNow(presence, context.now()).state === 'away'
}

/**
 * A supervisor gives a handoff to an agent, whoever holds it, or puts it back in the queue (`null`): she has it for that instant, and the steps that are kept
 * say so. An agent who is not available does not get it: it waits for her department. @throws AppError when refused
 */
export async function assign(
  context: HandoffContext,
  handoff: Handoff,
  supervisor: User,
  to: User | null,
): Promise<Handoff> {
  const { id: agentId, displayName: agentName } = supervisor
  if (handoff.agentId !== null && handoff.agentId === to?.id) throw new AppError('handoff_taken', 409)
  if (to?.id === agentId && handoff.status === 'assigned') return takeOver(context, handoff, supervisor)
  if (to?.id === agentId) {
    const taken = await claim(context, handoff, supervisor)
    if (taken.outcome === 'taken') throw new AppError('handoff_taken', 409)
    return taken.handoff
  }
  const at = context.now().toISOString()
  const taking = { agentId, agentName, at, watch: newWatch(context, handoff.communeId) }
  const type = handoff.status === 'pending' ? ('claim' as const) : ('take_over' as const)
  const own =
    handoff.agentId === agentId
      ? handoff
      : await applyAction(
          context,
          handoff,
          { ...taking, type, ...(type === 'claim' && { despiteOffer: true }) },
          { silent: 'told_with_it' },
        )
  if (to === null) return release(context, own, supervisor)
  return transfer(context, own, supervisor, { to: { colleague: to } })
}

async function destination(
  context: HandoffContext,
  { communeId }: Handoff,
  wish: TransferWish['to'],
): Promise<TransferTo> {
  const { departments = {} } = context.communeOf(communeId)
  const deadlineAt = instantIn(context, context.waitLimitMs)
  const inWords = (id: string) => {
    const nom = departments[id]?.nom
    return nom === undefined ? undefined : { id, nom }
  }
  if ('departmentId' in wish) {
    const department = inWords(wish.departmentId)
    if (!department) throw new AppError('unknown_department', 422, { field: 'to' })
    return { department, deadlineAt }
  }
  const { id: agentId, displayName: agentName, departments: hers = [] } = wish.colleague
  const presences = await context.store.listPresences(communeId)
  if (presences.some((one) => one.userId === agentId && isAvailable(one, context.now())))
    return { agentId, agentName, watch: newWatch(context, communeId) }
  const department = hers.map(inWords).find((one) => one !== undefined)
  return department ? { department, deadlineAt } : { deadlineAt }
}

async function transferNotice(
  context: HandoffContext,
  handoff: Handoff,
  agent: Signer,
  to: TransferTo,
): Promise<NewMessage | { silent: 'in_person' }> {
  if ('agentId' in to)
    return followedBy(context, handoff, 'handoff.transferred', { from: agent.displayName, agent: to.agentName })
  const department = to.department?.nom ?? ''
  if (handoff.kind === 'live' || !department)
    return backInQueue(context, handoff, {
      sentence: department ? 'handoff.to_department' : 'handoff.to_colleagues',
      event: 'handoff_requested',
      agent: agent.displayName,
      department,
    })
  const text = context.say(handoff.language, 'request.to_department', { department })
  return systemNotice(context.now(), handoff.language, 'handoff_requested', text)
}

/** Somebody else answers from now on; for a message left or a call-back, the citizen is only told who follows it up. */
function followedBy(
  context: HandoffContext,
  { kind, language }: Handoff,
  live: Extract<MessageKey, 'handoff.transferred' | 'handoff.taken_over'>,
  words: { from: string; agent: string },
): NewMessage {
  const text = context.say(language, kind === 'live' ? live : 'request.followed', words)
  return systemNotice(context.now(), language, 'agent_changed', text)
}

/**
 * An agent lets what is offered to her go to the next one. The citizen is told nothing: she waits as before.
 * @throws AppError `unknown_handoff`, `handoff_not_yours` when it is not offered to her (any more)
 */
export async function passOffer(context: HandoffContext, { id }: Handoff, agent: User): Promise<Handoff> {
  const at = context.now().toISOString()
  const result = await context.store.applyToHandoff(
    id,
    { type: 'pass', agentId: agent.id, at },
    { silent: 'place_kept' },
  )
  if (result.outcome === 'unknown_handoff') throw new AppError('unknown_handoff', 404)
  if (result.outcome === 'refused') throw new AppError('handoff_not_yours', 409)
  return result.handoff
}
