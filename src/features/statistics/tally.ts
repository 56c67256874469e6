import { forEachIndependently } from '../../platform/for-each-independently.js'
import type { HandoffStatus } from '../../platform/model/handoff.js'
import type { StoreLife } from '../../platform/model/store-life.js'
import type { HandoffContext } from '../handoffs/handoff-context.js'
import { factsOf } from './handoff-facts.js'
import type { TallyStore } from './tally-verbs.js'

/** What counting needs. */
export type TallyContext = HandoffContext<TallyStore & Pick<StoreLife, 'subscribe'>>

/**
 * Counts the handoffs that have ended and are not counted yet. What stays of them afterwards are numbers by day: they outlive the conversation.
 * @returns how many were counted
 */
export async function tallyEndedHandoffs({ store, communes }: TallyContext): Promise<number> {
  let tallied = 0
  await forEachIndependently(await store.listUntallied(), async (handoff) => {
    const said = await store.getTranscript(handoff.conversationId)
    // Erased meanwhile: there is nothing left to count.
    if (!said) return
    const steps = await store.listHandoffSteps(handoff.id)
    const past = { ...said, steps, channel: said.conversation.channel ?? 'web' }
    const zone = communes.get(handoff.communeId)?.timeZone ?? 'utc'
    if ((await store.tallyHandoff(handoff.id, factsOf(handoff, past, zone))) === 'tallied') tallied += 1
  })
  return tallied
}

/** Counts handoffs as soon as they end: a citizen may erase her conversation the moment after. A sweep counts what a restart or a fault left. */
export function tallyOnceEnded(context: TallyContext, onFault: (error: unknown) => void) {
  let counting: Promise<unknown> = Promise.resolve()
  const now = () => {
    counting = counting.then(() => tallyEndedHandoffs(context))
    const done = counting
    counting = counting.catch(() => {})
    return done
  }
  const stop = context.store.subscribe((change) => {
    if (change.type === 'handoff' && !OPEN.has(change.status)) now().catch(onFault)
  })
  return {
    /** Counts what is not counted yet. */
    now,
    /** Listens no more; resolves when what has ended is counted. */
    async close(): Promise<void> {
      stop()
      await counting
    },
  }
}

const OPEN: ReadonlySet<HandoffStatus> = new Set(['pending', 'assigned'])
