import { forEachIndependently } from '../../platform/for-each-independently.js'
import { type Purge, retentionDaysOf } from '../../platform/model/retention.js'
import type { Misdated } from './clock/clock-note.js'
import type { ProvenTime } from './clock/clock-watch.js'
import { announceClosings } from './close-unhandled.js'
import { type Due, listDue } from './due.js'
import type { RetentionContext } from './erase-old-conversation.js'

/** Days of the calendar begin at other instants in other zones. */
const DAY_MS = 24 * 3_600_000

/**
 * Whether some of what is due may be younger than its date says: dated while the clock was behind. What is due by commune is erased together, from the
 * oldest to the term of its kind.
 * @param by the instant by which it is due
 */
function mayBeYounger(
  { kind, communeId, since }: Due,
  misdated: readonly Misdated[],
  { by, context }: { by: Date; context: Pick<RetentionContext, 'communes'> },
): boolean {
  const oldestMs = Date.parse(since)
  const commune = context.communes.get(communeId)
  const isAlone = kind === 'conversations' || kind === 'contacts'
  const termMs = commune ? retentionDaysOf(commune.privacy)[kind] * DAY_MS : 0
  const youngestMs = isAlone ? oldestMs : by.getTime() - termMs + DAY_MS
  return misdated.some(({ fromMs, toMs }) => oldestMs - DAY_MS <= toMs && youngestMs >= fromMs)
}

/** A commune where nothing is ever due still shows that it was looked at, at least this often. */
const RECORD_MS = 24 * 60 * 60 * 1000

/** What {@link applyRetention} erases, and by which time. */
export interface RetentionScope {
  /** A commune, when the others' are left alone. */
  only?: string | undefined
  /** Default: the clock, which the caller trusts. */
  proven?: ProvenTime
}

/**
 * Erases everything that is due, and keeps by commune when that was and how much of each kind.
 * @returns what was erased
 * @throws what could not be erased first, once all was tried
 */
export async function applyRetention(
  context: RetentionContext,
  { only, proven = { at: context.now(), misdated: [] } }: RetentionScope = {},
): Promise<Purge['erased']> {
  const now = context.now()
  await announceClosings(context)
  const erased = new Map<string, Purge['erased']>(
    [...context.communes.keys()].filter((id) => only === undefined || id === only).map((id) => [id, {}]),
  )
  const total: Purge['erased'] = {}
  const due = (await listProven(context, proven)).filter(({ communeId }) => only === undefined || communeId === only)
  const erasing = forEachIndependently(due, async ({ kind, communeId, erase }) => {
    const count = await erase()
    if (count === 0) return
    const own = erased.get(communeId) ?? {}
    erased.set(communeId, { ...own, [kind]: (own[kind] ?? 0) + count })
    total[kind] = (total[kind] ?? 0) + count
  })
  // What was erased is noted all the same.
  const fault = await erasing.then(
    () => null,
    (error: unknown) => ({ error }),
  )
  // Agents' own words leave with their account.
  await context.store.dropRepliesWithoutAccount()
  await context.store.dropLapsed(proven.at.toISOString())
  await context.store.dropDecisionsOfForgotten()
  for (const [communeId, counts] of erased) await record(context, communeId, { at: now.toISOString(), erased: counts })
  if (fault) throw fault.error
  return total
}

/** What is due by a time that is proven. What may have been dated too early is due once it is so much older. */
async function listProven(context: RetentionContext, { at, misdated }: ProvenTime): Promise<Due[]> {
  const delays = [0, ...new Set(misdated.map(({ byMs }) => byMs))]
  const lists = await Promise.all(
    delays.map(async (delayMs) => {
      const by = new Date(at.getTime() - delayMs)
      const younger = misdated.filter(({ byMs }) => byMs > delayMs)
      return (await listDue(context, by)).filter((due) => !mayBeYounger(due, younger, { by, context }))
    }),
  )
  return lists.flat()
}

async function record({ store }: RetentionContext, communeId: string, purge: Purge): Promise<void> {
  const state = await store.readPurgeState(communeId)
  const isRecent = state && Math.abs(Date.parse(purge.at) - Date.parse(state.checkedAt)) < RECORD_MS
  if (Object.keys(purge.erased).length > 0 || !isRecent) await store.recordPurge(communeId, purge)
}
