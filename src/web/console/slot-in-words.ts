import type { BookedSlot, Handoff } from '../../domain/handoff.js'
import type { Language } from '../../domain/language.js'
import { formatMoment } from '../shared/format-date.js'
import type { Translate } from './words.js'

/** A half-day as people say it: "jeudi 26 novembre, matin (8 h 30 – 12 h)". Hours are in the agent's time zone. */
export function slotInWords(
  { half, startsAt, endsAt }: BookedSlot,
  { t, language }: { t: Translate; language: Language },
): string {
  const start = new Date(startsAt)
  const locale = language === 'fr' ? 'fr' : 'en-GB'
  const day = start.toLocaleDateString(locale, { weekday: 'long', day: 'numeric', month: 'long' })
  const hour = (iso: string) =>
    formatMoment(iso, language, { now: new Date(iso) }).replace(/\u00a0h\u00a000$/, '\u00a0h')
  return t(`slot.${half}`, { day: day.replace(/ 1 (?=\p{L})/u, ' 1er '), from: hour(startsAt), to: hour(endsAt) })
}

/** Whether the half-day of a call is over and nobody has dealt with it. */
export function isLate({ slot, status }: Pick<Handoff, 'slot' | 'status'>, now: Date): boolean {
  const open = status === 'pending' || status === 'assigned'
  return open && slot !== undefined && Date.parse(slot.endsAt) <= now.getTime()
}
