import { attempt } from '../../../../ui/kit/browser.js'
import type { BookedSlot } from '../../handoff.js'
import { slotValue } from './slot-field.js'

/** What is being written in the form that leaves a message or a call-back. */
export interface LeaveDraft {
  way: 'message' | 'callback'
  name: string
  phone: string
  email: string
  /** The half-day as the value of its choice; empty until chosen. */
  slot: string
  /** `department` or `colleagueId` with an id; empty for whoever is there. */
  to: string
  text: string
}

/** Under which key the form of a talk is kept while it is open. */
export function leaveKey(handoffId: string): string {
  return `leave:${handoffId}`
}

/** The form as it was kept; `null` while it is not open. */
export function readLeaveDraft(kept: string | undefined): LeaveDraft | null {
  return kept === undefined ? null : attempt(() => JSON.parse(kept) as LeaveDraft)
}

/** What was written, as the call takes it: what is empty, or of the other way, is left out. */
export function leaveBody({ way, to, name, phone, email, text }: LeaveDraft, slot: BookedSlot | undefined) {
  const [kind = '', id = ''] = to.split(' ')
  const fields = { name, phone, ...(way === 'message' ? { email } : {}), text, ...(kind ? { [kind]: id } : {}) }
  const typed = Object.entries(fields).map(([field, value]) => [field, value.trim()])
  return {
    ...(Object.fromEntries(typed.filter(([, value]) => value !== '')) as { name: string; text: string }),
    ...(way === 'callback' && slot ? { slot: { day: slot.day, half: slot.half } } : {}),
  }
}

/** What is missing, as the key of its sentence; `null` when nothing is. */
export function missingIn({ way, name, phone, email, text }: LeaveDraft, slot: BookedSlot | undefined) {
  if (!name.trim()) return 'desk.nameMissing'
  if (way === 'callback' && !phone.trim()) return 'desk.phoneMissing'
  if (!phone.trim() && !email.trim()) return 'desk.contactMissing'
  if (way === 'callback' && !slot) return 'desk.slotMissing'
  return text.trim() ? null : 'desk.textMissing'
}

/** The half-day of a draft, where it is still offered. */
export function slotOf({ slot }: LeaveDraft, slots: readonly BookedSlot[]): BookedSlot | undefined {
  return slots.find((one) => slotValue(one) === slot)
}
