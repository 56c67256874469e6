import type { Store } from '../../platform/model/store.js'
import { type ConversationVerb, unchanged } from '../../platform/store/conversation-document.js'
import { type ConversationCollection, change } from '../../platform/store/conversation-verbs.js'
import { isOpen } from '../handoffs/handoff.js'

type TallyVerbs = Pick<Store, 'listUntallied' | 'tallyHandoff'>

/**
 * The verbs of {@link Store} about handoffs that are counted once. The mark is written before the count: what a crash between the two
 * loses is one request of a statistic, and none is ever counted twice.
 */
export function tallyVerbs(collection: ConversationCollection, { count }: Pick<Store, 'count'>): TallyVerbs {
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
