import type { CallbackSlotView } from '../../../platform/http/shapes.js'
import { AppError, conversationRefusal } from '../../../platform/model/app-error.js'
import type { Conversation } from '../../../platform/model/conversation.js'
import type { BookedSlot, Contact, Handoff } from '../../../platform/model/handoff.js'
import type { Language } from '../../../platform/model/language.js'
import type { NewMaskedItem } from '../../../platform/model/masked-data.js'
import type { PersonalDataKind } from '../../../platform/security/personal-data.js'
import type { User } from '../../accounts/staff.js'
import { type HandoffContext, systemNotice } from '../handoff-context.js'
import { describeSlot } from '../queue/describe-wait.js'
import { receptionSchedule } from '../queue/routing.js'
import type { RequestExtras } from '../store/handoff-in-conversation.js'
import { refusalError } from '../talk/apply-action.js'
import { cancelWait, isWait, requestWithReference } from '../talk/request.js'
import { tellWhereRead } from '../talk/tell-citizen.js'
import { bookedSlotOf, callbackSlots, isSameSlot, type OpenSlot, placesIn } from './callback-slots.js'

/** What a citizen who wishes to be phoned asks for. */
export interface CallbackWish {
  slot: Pick<BookedSlot, 'day' | 'half'>
  /** With a phone. */
  contact: Contact
  /** Masked. */
  subject: string
  urgent: boolean
  /** By whom it should be answered. */
  department?: string | undefined
  /** The talk at the counter that it ends. */
  ends?: RequestExtras['ends']
  /** What was masked in the subject, sealed. */
  masked?: readonly NewMaskedItem[]
  /** Kinds that were masked of what she typed: she is told. */
  maskedKinds?: readonly PersonalDataKind[]
}

/** What came of {@link requestCallback}: `taken` proposes the half-days that are left. */
export type CallbackResult = { outcome: 'requested'; handoff: Handoff } | { outcome: 'taken'; slots: OpenSlot[] }

/** Half-days of a commune in which a call may be asked for now. */
export async function readCallbackSlots(context: HandoffContext, communeId: string): Promise<OpenSlot[]> {
  const bookings = await context.store.listBookings(communeId)
  const schedule = await receptionSchedule(context, communeId)
  return callbackSlots(context.communeOf(communeId), context.now(), { schedule, bookings })
}

/**
 * Asks that the reception phone in a half-day. It takes the place of a wait that nobody answered yet; the same wish sent
 * twice waits once. A half-day that is full, has begun or is no longer offered is `taken`, whatever was shown before.
 * @throws AppError `unknown_conversation`, `conversation_closed`, `handoff_already_open`
 */
export async function requestCallback(
  context: HandoffContext,
  conversation: Conversation,
  wish: CallbackWish,
): Promise<CallbackResult> {
  const slots = await readCallbackSlots(context, conversation.communeId)
  // Read after the places: the same wish, sent a moment before, may hold the last one.
  const open = await context.store.findOpenHandoff(conversation.id)
  if (open && isSame(open, wish)) return { outcome: 'requested', handoff: open }
  if (open && !isWait(open) && open.id !== wish.ends?.handoffId) throw new AppError('handoff_already_open', 409)
  const chosen = slots.find((slot) => isSameSlot(slot, wish.slot))
  if (!chosen || chosen.placesLeft === 0) return { outcome: 'taken', slots }
  await cancelWait(context, conversation)
  const result = await book(context, conversation, wish, chosen)
  if (result.outcome === 'requested') return { outcome: 'requested', handoff: result.handoff }
  if (result.outcome === 'slot_taken')
    return { outcome: 'taken', slots: await readCallbackSlots(context, conversation.communeId) }
  if (result.outcome !== 'already_open') throw conversationRefusal(result.outcome)
  if (!isSame(result.handoff, wish)) throw new AppError('handoff_already_open', 409)
  return { outcome: 'requested', handoff: result.handoff }
}

function book(context: HandoffContext, conversation: Conversation, wish: CallbackWish, chosen: OpenSlot) {
  const { contact, subject, urgent, masked = [], maskedKinds = [], department, ends } = wish
  const { communeId, language } = conversation
  const slot = bookedSlotOf(chosen)
  const words = describeSlot(context, communeId, slot, language)
  const places = placesIn(context.communeOf(communeId))
  return requestWithReference(context, conversation, {
    fields: {
      kind: 'callback',
      reason: 'citizen_wish',
      urgent,
      deadlineAt: null,
      contact,
      subject,
      slot,
      ...(department ? { department } : {}),
    },
    ...(ends ? { ends } : {}),
    event: 'callback_requested',
    notice: (reference) => {
      const told = context.say(language, 'callback.requested', { name: contact.name, ...words, reference })
      return maskedKinds.length > 0 ? `${told} ${context.say(language, 'masked.left')}` : told
    },
    places,
    masked,
  })
}

function isSame({ kind, slot, contact, subject }: Handoff, wish: CallbackWish): boolean {
  const sameContact = contact?.name === wish.contact.name && contact.phone === wish.contact.phone
  return kind === 'callback' && isSameSlot(slot, wish.slot) && sameContact && subject === wish.subject
}

/** What came of {@link rescheduleCallback}: `taken` proposes the half-days that are left. */
type RescheduleResult = { outcome: 'rescheduled'; handoff: Handoff } | { outcome: 'taken'; slots: OpenSlot[] }

/**
 * Puts a call off to another half-day, in which any agent may take it. The citizen is told, where she reads it.
 * @throws AppError `unknown_handoff`, `handoff_not_yours`, `handoff_ended`, `no_phone`
 */
export async function rescheduleCallback(
  context: HandoffContext,
  handoff: Handoff,
  agent: User,
  wished: Pick<BookedSlot, 'day' | 'half'>,
): Promise<RescheduleResult> {
  const { communeId, language } = handoff
  const slots = await readCallbackSlots(context, communeId)
  const chosen = slots.find((slot) => isSameSlot(slot, wished))
  if (!chosen || chosen.placesLeft === 0) return { outcome: 'taken', slots }
  const slot = bookedSlotOf(chosen)
  const now = context.now()
  const text = context.say(language, 'callback.rescheduled', { ...describeSlot(context, communeId, slot, language) })
  const places = placesIn(context.communeOf(communeId))
  const result = await context.store.rescheduleCallback(
    handoff.id,
    { agentId: agent.id, slot, at: now.toISOString(), places },
    await tellWhereRead(context, handoff, 'reschedule', systemNotice(now, language, 'callback_requested', text)),
  )
  if (result.outcome === 'applied') return { outcome: 'rescheduled', handoff: result.handoff }
  if (result.outcome === 'slot_taken') return { outcome: 'taken', slots: await readCallbackSlots(context, communeId) }
  if (result.outcome === 'refused') throw refusalError(result.refusal)
  throw new AppError('unknown_handoff', 404)
}

/** Half-days of a commune that have a place left, in words. */
export function slotsView(
  handoffContext: HandoffContext,
  communeId: string,
  slots: readonly OpenSlot[],
  language: Language,
): CallbackSlotView[] {
  const left = slots.filter(({ placesLeft }) => placesLeft > 0)
  return left.map((slot) => {
    const words = describeSlot(handoffContext, communeId, slot, language)
    return { day: slot.day, half: slot.half, dayInWords: words.day, halfInWords: words.half }
  })
}
