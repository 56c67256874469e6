import type { StaffLanguage } from '../../../../platform/model/language.js'
import { timeInWords } from '../../../../ui/kit/moment-in-words.js'
import { townDay } from '../../../../ui/kit/town-clock.js'
import type { Translate } from '../../../../ui/kit/words.js'
import type { BookedSlot } from '../../handoff.js'

/** A half-day as people say it: "jeudi 26 novembre, matin (8 h 30 – 12 h)". By the town's clock. */
export function slotInWords(
  { half, startsAt, endsAt }: BookedSlot,
  { t, language }: { t: Translate; language: StaffLanguage },
): string {
  const locale = language === 'fr' ? 'fr' : 'en-GB'
  const date = new Date(townDay(new Date(startsAt)))
  const day = date.toLocaleDateString(locale, { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' })
  const hour = (iso: string) => timeInWords(iso, language).replace(/\u00a0h\u00a000$/, '\u00a0h')
  return t(`slot.${half}`, { day: day.replace(/ 1 (?=\p{L})/u, ' 1er '), from: hour(startsAt), to: hour(endsAt) })
}
