import type { HandoverContext } from '../handoffs/handover-context.js'
import type { Misdated } from './clock/clock-note.js'
import type { Due } from './due.js'
import { retentionDaysOf } from './retention.js'

/** Days of the calendar begin at other instants in other zones. */
const DAY_MS = 24 * 3_600_000

/**
 * Whether some of what is due may be younger than its date says: dated while the clock was behind. What is due by commune is erased together, from the
 * oldest to the term of its kind.
 * @param by the instant by which it is due
 */
export function mayBeYounger(
  { kind, communeId, since }: Due,
  misdated: readonly Misdated[],
  { by, context }: { by: Date; context: Pick<HandoverContext, 'communes'> },
): boolean {
  const oldestMs = Date.parse(since)
  const commune = context.communes.get(communeId)
  const isAlone = kind === 'conversations' || kind === 'contacts'
  const termMs = commune ? retentionDaysOf(commune.privacy)[kind] * DAY_MS : 0
  const youngestMs = isAlone ? oldestMs : by.getTime() - termMs + DAY_MS
  return misdated.some(({ fromMs, toMs }) => oldestMs - DAY_MS <= toMs && youngestMs >= fromMs)
}
