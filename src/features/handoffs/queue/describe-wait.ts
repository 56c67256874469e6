import { DateTime } from 'luxon'
import type { BookedSlot, Handoff } from '../../../platform/model/handoff.js'
import { type Language, localeOf } from '../../../platform/model/language.js'
import { dayInWords, hourInWords } from '../../../platform/time/date-in-words.js'
import type { HandoffContext } from '../handoff-context.js'
import { readAvailability } from './routing.js'
import { LAST_WAITS, usualWaitMinutes } from './usual-wait.js'

/**
 * Where a citizen's wait stands, in words of her language: that an agent knows, if one is there; her place; and how long others waited of
 * late, unless too few have.
 * @param position 1 for the next to be served
 */
export async function describeWait(
  context: HandoffContext,
  { communeId, language }: Handoff,
  position: number,
): Promise<string> {
  const say = context.say
  const number = (value: number) => value.toLocaleString(localeOf(language))
  const { canTalk } = await readAvailability(context, communeId)
  const minutes = usualWaitMinutes(await context.store.listLastWaits(communeId, LAST_WAITS))
  const sentences = [
    canTalk && say(language, 'wait.told'),
    position <= 1 ? say(language, 'wait.first') : say(language, 'wait.place', { position: number(position) }),
    canTalk && minutes !== null && say(language, 'wait.usual', { minutes: number(minutes) }),
  ]
  return sentences.filter(Boolean).join(' ')
}

/** A half-day in words: its day, "jeudi 26 novembre", and what it is within it, "matin (8 h 30 – 12 h)". */
interface SlotWords {
  day: string
  half: string
}

/** Says a half-day in a language and in the time of the commune. */
export function describeSlot(
  { say, communeOf }: Pick<HandoffContext, 'say' | 'communeOf'>,
  communeId: string,
  slot: BookedSlot,
  language: Language,
): SlotWords {
  const zone = communeOf(communeId).timeZone
  const [from, to] = [DateTime.fromISO(slot.startsAt, { zone }), DateTime.fromISO(slot.endsAt, { zone })]
  const hours = { from: hourInWords(from, language), to: hourInWords(to, language) }
  return { day: dayInWords(from, language), half: say(language, `slot.${slot.half}`, hours) }
}
