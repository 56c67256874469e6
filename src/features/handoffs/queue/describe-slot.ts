import { DateTime } from 'luxon'
import type { Language } from '../../../platform/model/language.js'
import { dayInWords, hourInWords } from '../../../platform/time/date-in-words.js'
import type { BookedSlot } from '../handoff.js'
import type { HandoverContext } from '../handover-context.js'

/** A half-day in words: its day, "jeudi 26 novembre", and what it is within it, "matin (8 h 30 – 12 h)". */
export interface SlotWords {
  day: string
  half: string
}

/** Says a half-day in a language and in the time of the commune. */
export function describeSlot(
  { say, communeOf }: Pick<HandoverContext, 'say' | 'communeOf'>,
  communeId: string,
  slot: BookedSlot,
  language: Language,
): SlotWords {
  const zone = communeOf(communeId).timeZone
  const [from, to] = [DateTime.fromISO(slot.startsAt, { zone }), DateTime.fromISO(slot.endsAt, { zone })]
  const hours = { from: hourInWords(from, language), to: hourInWords(to, language) }
  return { day: dayInWords(from, language), half: say(language, `slot.${slot.half}`, hours) }
}
