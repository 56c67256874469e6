import { AppError } from '../../../platform/model/app-error.js'
import { REOPEN_HOURS } from '../../../platform/model/commune.js'
import type { Conversation } from '../../../platform/model/conversation.js'
import type { BookedSlot, Contact, Handoff } from '../../../platform/model/handoff.js'
import type { NewMaskedItem } from '../../../platform/model/masked-data.js'
import { eachAlone } from '../../../platform/model/solitude.js'
import type { PersonalDataKind } from '../../../platform/security/personal-data.js'
import { communesOf } from '../../accounts/routes/serving.js'
import type { Presence, User } from '../../accounts/staff.js'
import type { OpenSlot } from '../callbacks/callback-slots.js'
import { requestCallback } from '../callbacks/request-callback.js'
import { type HandoverContext, systemNotice } from '../handover-context.js'
import { transfer } from '../queue/pass-on.js'
import { hasLeft } from '../queue/presence.js'
import { noteAtWork, presenceOf } from '../queue/sweep-presences.js'
import { awaitsAgent } from '../unhandled.js'
import { lose, release } from './act.js'
import { applyAction } from './apply-action.js'
import { leaveMessage } from './request.js'
import { newWatch } from './sweep-talks.js'

/**
 * An agent will not come back: everything that she held, what she had put aside included, goes back to the queue.
 * @param communeIds of these communes; default: whichever the commune
 */
export async function leaveEverything(
  context: HandoverContext,
  agent: User,
  communeIds: Iterable<string> = context.communes.keys(),
): Promise<void> {
  for (const communeId of communeIds) {
    const held = await context.store.listHandoffs(communeId, ['assigned'])
    for (const handoff of held) if (handoff.agentId === agent.id) await unlessMoved(release(context, handoff, agent))
  }
}

/** An agent may not come in any more: she is away, and everything that she held goes back to the queue. */
export async function leaveForGood(context: HandoverContext, agent: User): Promise<void> {
  const { id: userId, communeId } = agent
  await context.store.savePresence({ userId, communeId, state: 'away', seenAt: context.now().toISOString() })
  await leaveEverything(context, agent)
}

/** An agent signs out: what she holds goes on at once, to the colleague whom she named before if there is one. */
export async function leave(context: HandoverContext, agent: User): Promise<void> {
  const { id: userId, communeId } = agent
  const at = context.now().toISOString()
  const { leaving } = (await presenceOf(context, agent)) ?? {}
  const presence: Presence = { userId, communeId, state: 'away', seenAt: at, leaving: { ...leaving, at } }
  await context.store.savePresence(presence)
  for (const served of await communesOf(context, agent))
    for (const handoff of await context.store.listHandoffs(served, ['assigned']))
      if (handoff.agentId === userId && goesOn(handoff)) await handOn(context, handoff, presence)
}

/**
 * Hands on what is held by agents who have left: to the colleague whom each named, or back to its place in the queue; its citizen is told. Who is
 * absent and since when is stored, so that a restart forgets nobody.
 */
export async function sweepLeavers(context: HandoverContext): Promise<void> {
  await eachAlone(context.communes.keys(), async (communeId) => {
    const held = (await context.store.listHandoffs(communeId, ['assigned'])).filter(goesOn)
    if (held.length === 0) return
    const presences = new Map((await context.store.listPresences(communeId)).map((one) => [one.userId, one]))
    await eachAlone(held, async (handoff) => {
      const presence = presences.get(handoff.agentId ?? '')
      if (hasLeft(presence, context.now())) await handOn(context, handoff, presence)
    })
  })
}

/** Not a talk at the counter, where nobody waits for its end; nor what was put aside, which comes back at its time. */
function goesOn(handoff: Handoff): boolean {
  return awaitsAgent(handoff) && handoff.snoozedUntil === undefined
}

async function handOn(context: HandoverContext, handoff: Handoff, presence: Presence | undefined): Promise<void> {
  const agent = { id: handoff.agentId ?? '', displayName: handoff.agentName ?? '' }
  const colleague = presence?.leaving?.to
  const isLost = presence === undefined || presence.cause === 'lost'
  if (colleague && colleague.id !== agent.id)
    await unlessMoved(transfer(context, handoff, agent, { to: { colleague } }))
  else await unlessMoved(isLost ? lose(context, handoff) : release(context, handoff, agent))
}

/** What ended, or was passed on, a moment before is nobody's affair any more. */
async function unlessMoved(act: Promise<Handoff>): Promise<void> {
  await act.catch((error: unknown) => {
    if (!(error instanceof AppError && error.status === 409)) throw error
  })
}

/**
 * Opens an ended handoff again: the same one, which is the agent's from now on. The citizen is told, in the conversation that she may come
 * back to. @throws AppError `not_reopenable`, `reopen_too_late`, `other_handoff_open`, `citizen_left`
 */
export async function reopen(context: HandoverContext, handoff: Handoff, agent: User): Promise<Handoff> {
  const { kind, language, communeId } = handoff
  const sentence = kind === 'live' ? 'handoff.reopened' : 'request.reopened'
  const text = context.say(language, sentence, { agent: agent.displayName })
  const opened = await applyAction(
    context,
    handoff,
    {
      type: 'reopen',
      agentId: agent.id,
      agentName: agent.displayName,
      at: context.now().toISOString(),
      withinHours: context.communeOf(communeId).reopenHours ?? REOPEN_HOURS,
      watch: newWatch(context, communeId),
    },
    systemNotice(context.now(), language, 'agent_joined', text),
  )
  await noteAtWork(context, agent)
  return opened
}

/** What an agent leaves for somebody at the counter or on the phone, and to whom. */
interface LeftForVisitor {
  contact: Contact
  /** Masked. */
  text: string
  urgent: boolean
  /** What was masked in the text, sealed. */
  masked?: readonly NewMaskedItem[] | undefined
  /** Kinds that were masked of what was typed. */
  maskedKinds?: readonly PersonalDataKind[] | undefined
  /** When she is phoned; a message without. */
  slot?: Pick<BookedSlot, 'day' | 'half'> | undefined
  department?: string | undefined
  /** Who holds it at once; whoever is there without. */
  colleague?: User | undefined
}

/** What came of {@link leaveForVisitor}: `taken` proposes the half-days that are left, and ends nothing. */
type LeftResult = { outcome: 'left'; handoff: Handoff } | { outcome: 'taken'; slots: OpenSlot[] }

/**
 * Ends a talk at the counter by leaving a message or a call-back in its place, in one write: a person who goes home is
 * never in no list.
 * @throws AppError `handoff_already_open`, `unknown_conversation`, `conversation_closed`
 */
export async function leaveForVisitor(
  context: HandoverContext,
  { conversation, desk, agent }: { conversation: Conversation; desk: Handoff; agent: User },
  left: LeftForVisitor,
): Promise<LeftResult> {
  const at = context.now().toISOString()
  const { contact, text, urgent, masked = [], maskedKinds = [], slot, department, colleague } = left
  const action = { type: 'resolve' as const, agentId: agent.id, resolution: 'redirected' as const, at }
  const ends = { handoffId: desk.id, action }
  const shared = { contact, urgent, masked, maskedKinds, department, ends }
  if (!slot) {
    const handoff = await leaveMessage(context, conversation, { ...shared, text })
    return { outcome: 'left', handoff: await giveTo(context, handoff, colleague) }
  }
  const result = await requestCallback(context, conversation, { ...shared, slot, subject: text })
  if (result.outcome === 'taken') return result
  return { outcome: 'left', handoff: await giveTo(context, result.handoff, colleague) }
}

async function giveTo({ store, now }: HandoverContext, handoff: Handoff, to: User | undefined): Promise<Handoff> {
  if (!to) return handoff
  const claim = { type: 'claim' as const, agentId: to.id, agentName: to.displayName, at: now().toISOString() }
  const result = await store.applyToHandoff(handoff.id, claim, { silent: 'in_person' })
  return result.outcome === 'applied' ? result.handoff : handoff
}
