import type { Handoff } from '../domain/handoff.js'
import { LOCALES } from '../domain/language.js'
import { LAST_WAITS, usualWaitMinutes } from '../domain/usual-wait.js'
import type { HandoverContext } from './handover-context.js'

/**
 * Where a citizen's wait stands, in words of her language: her place, and how long others waited of late; nothing of that when too few
 * have waited.
 * @param position 1 for the next to be served
 */
export async function describeWait(
  { store, say }: HandoverContext,
  { communeId, language }: Handoff,
  position: number,
): Promise<string> {
  const number = (value: number) => value.toLocaleString(LOCALES[language])
  const place =
    position <= 1 ? say(language, 'wait.first') : say(language, 'wait.place', { position: number(position) })
  const minutes = usualWaitMinutes(await store.listLastWaits(communeId, LAST_WAITS))
  return minutes === null ? place : `${place} ${say(language, 'wait.usual', { minutes: number(minutes) })}`
}
