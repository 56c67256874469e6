import type { Handoff } from '../../platform/model/handoff.js'
import { isOpen } from '../../platform/model/handoff.js'
import { type ConversationVerb, unchanged } from '../conversations/conversation-document.js'
import { type ConversationCollection, change } from '../conversations/conversation-verbs.js'
import type { CounterStore } from './counter-verbs.js'
import type { HandoffFacts } from './handoff-facts.js'

/** Requests that have ended, each counted once. */
export interface TallyStore {
  /** Handoffs of every commune that have ended and are not counted yet, or ended once more since. */
  listUntallied(): Promise<Handoff[]>
  /** Compare-and-set: counts the facts of a handoff that has ended, once for each end, however often it is asked. */
  tallyHandoff(handoffId: string, facts: HandoffFacts): Promise<'tallied' | 'already' | 'unknown'>
}

/**
 * The verbs about handoffs that are counted once. The mark is written before the count: what a crash between the two
 * loses is one request of a statistic, and none is ever counted twice.
 */
export function tallyVerbs(collection: ConversationCollection, { count }: Pick<CounterStore, 'count'>): TallyStore {
  return {
    async listUntallied() {
      const ended = collection.index
        .listHandoffs()
        .filter((one) => !isOpen(one) && one.talliedAt !== (one.endedAt ?? ''))
      return structuredClone(ended)
    },
    async tallyHandoff(handoffId, { day, increments }) {
      const handoff = collection.index.getHandoff(handoffId)
      if (handoff === undefined) return 'unknown'
      const marked = await change(collection, handoff.conversationId, mark(handoffId))
      if (marked === 'tallied') await count(handoff.communeId, day, increments)
      return marked
    },
  }
}

/** Nothing is announced: nothing has happened to anybody. */
function mark(handoffId: string): ConversationVerb<'tallied' | 'already' | 'unknown'> {
  return (document) => {
    const handoff = document?.handoffs.find(({ id }) => id === handoffId)
    if (document === null || handoff === undefined || isOpen(handoff)) return unchanged(document, 'unknown')
    const talliedAt = handoff.endedAt ?? ''
    if (handoff.talliedAt === talliedAt) return unchanged(document, 'already')
    const handoffs = document.handoffs.map((one) => (one === handoff ? { ...handoff, talliedAt } : one))
    return { document: { ...document, handoffs }, result: 'tallied', changes: [] }
  }
}
