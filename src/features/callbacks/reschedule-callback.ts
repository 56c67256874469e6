import { AppError } from '../../platform/model/app-error.js'
import type { User } from '../accounts/staff.js'
import type { BookedSlot, Handoff } from '../handoffs/handoff.js'
import { type HandoverContext, systemNotice } from '../handoffs/handover-context.js'
import { describeSlot } from '../handoffs/queue/describe-slot.js'
import { refusalError } from '../handoffs/talk/apply-action.js'
import { whereRead } from '../handoffs/talk/tell-citizen.js'
import { isSameSlot, type OpenSlot } from './callback-slots.js'
import { readCallbackSlots } from './request-callback.js'

/** What came of {@link rescheduleCallback}: `taken` proposes the half-days that are left. */
export type RescheduleResult = { outcome: 'rescheduled'; handoff: Handoff } | { outcome: 'taken'; slots: OpenSlot[] }

/**
 * Puts a call off to another half-day, in which any agent may take it. The citizen is told, where she reads it.
 * @throws AppError `unknown_handoff`, `handoff_not_yours`, `handoff_ended`, `no_phone`
 */
export async function rescheduleCallback(
  context: HandoverContext,
  handoff: Handoff,
  agent: User,
  wished: Pick<BookedSlot, 'day' | 'half'>,
): Promise<RescheduleResult> {
  const { communeId, language } = handoff
  const slots = await readCallbackSlots(context, communeId)
  const chosen = slots.find((slot) => isSameSlot(slot, wished))
  if (!chosen || chosen.placesLeft === 0) return { outcome: 'taken', slots }
  const { placesLeft: _, ...slot } = chosen
  const now = context.now()
  const text = context.say(language, 'callback.rescheduled', { ...describeSlot(context, communeId, slot, language) })
  const places = context.communeOf(communeId).callbacks?.perHalfDay ?? 0
  const result = await context.store.rescheduleCallback(
    handoff.id,
    { agentId: agent.id, slot, at: now.toISOString(), places },
    await whereRead(context, handoff, 'reschedule', systemNotice(now, language, 'callback_requested', text)),
  )
  if (result.outcome === 'applied') return { outcome: 'rescheduled', handoff: result.handoff }
  if (result.outcome === 'slot_taken') return { outcome: 'taken', slots: await readCallbackSlots(context, communeId) }
  if (result.outcome === 'refused') throw refusalError(result.refusal)
  throw new AppError('unknown_handoff', 404)
}
