import { localeOf } from '../../../platform/model/language.js'
import type { Handoff } from '../handoff.js'
import type { HandoverContext } from '../handover-context.js'
import { readAvailability } from './availability.js'
import { LAST_WAITS, usualWaitMinutes } from './usual-wait.js'

/**
 * Where a citizen's wait stands, in words of her language: that an agent knows, if one is there; her place; and how long others waited of
 * late, unless too few have.
 * @param position 1 for the next to be served
 */
export async function describeWait(
  context: HandoverContext,
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
