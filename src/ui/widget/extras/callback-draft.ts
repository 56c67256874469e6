import type { CallbackSlotView } from '../../../platform/http/shapes.js'
import type { Translate } from '../translate.js'
import type { SayExtra } from './extra-words.js'

/** What a citizen writes to be phoned, exactly as typed. */
export interface CallbackDraft {
  /** The half-day chosen, as {@link slotValue} names it; empty when none is. */
  slot: string
  name: string
  phone: string
  subject: string
}

/** Fields of the form, in the order in which they are shown. */
export const CALLBACK_FIELDS = ['slot', 'name', 'phone', 'subject'] as const satisfies readonly (keyof CallbackDraft)[]

/** A form nobody has filled. */
export const EMPTY_CALLBACK: CallbackDraft = { slot: '', name: '', phone: '', subject: '' }

/** A half-day as the value of a radio button: `2026-11-27 morning`. */
export function slotValue({ day, half }: Pick<CallbackSlotView, 'day' | 'half'>): string {
  return `${day} ${half}`
}

/** Half-days by day, in order. */
export function slotsByDay(slots: readonly CallbackSlotView[]): { day: string; slots: CallbackSlotView[] }[] {
  const days = new Map<string, CallbackSlotView[]>()
  for (const slot of slots) days.set(slot.dayInWords, [...(days.get(slot.dayInWords) ?? []), slot])
  return [...days].map(([day, ofDay]) => ({ day, slots: ofDay }))
}

/** A sentence for each field to correct before sending. The server judges numbers, lengths and what is still free. */
export function checkCallback(
  { slot, name, phone, subject }: CallbackDraft,
  t: Translate,
  say: SayExtra,
): Partial<CallbackDraft> {
  return {
    ...(!slot && { slot: say('slotMissing') }),
    ...(!name.trim() && { name: t('nameMissing') }),
    ...(!phone.trim() && { phone: say('phoneMissing') }),
    ...(!subject.trim() && { subject: say('subjectMissing') }),
  }
}
