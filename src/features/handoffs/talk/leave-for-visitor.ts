import type { Conversation } from '../../../platform/model/conversation.js'
import type { BookedSlot, Contact, Handoff } from '../../../platform/model/handoff.js'
import type { NewMaskedItem } from '../../../platform/model/masked-data.js'
import type { PersonalDataKind } from '../../../platform/security/personal-data.js'
import type { User } from '../../accounts/staff.js'
import type { OpenSlot } from '../callbacks/callback-slots.js'
import { requestCallback } from '../callbacks/request-callback.js'
import type { HandoffContext } from '../handoff-context.js'
import { leaveMessage } from './request.js'

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
  context: HandoffContext,
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

async function giveTo({ store, now }: HandoffContext, handoff: Handoff, to: User | undefined): Promise<Handoff> {
  if (!to) return handoff
  const claim = { type: 'claim' as const, agentId: to.id, agentName: to.displayName, at: now().toISOString() }
  const result = await store.applyToHandoff(handoff.id, claim, { silent: 'in_person' })
  return result.outcome === 'applied' ? result.handoff : handoff
}
