import { transition } from '../domain/handoff.js'
import type { DeskOpening, DeskResult, ReschedulingResult, Store } from '../domain/store.js'
import { type ConversationVerb, create, handoffChange } from './conversation-document.js'
import { type ConversationShelf, change } from './conversation-verbs.js'
import { applyToHandoff, pendingHandoff } from './handoff-in-conversation.js'

type DeskVerbs = Pick<Store, 'openDesk' | 'rescheduleCallback'>

/** The verbs of {@link Store} of an agent at the counter or on the phone. */
export function deskVerbs(shelf: ConversationShelf): DeskVerbs {
  const { documents, index, inFlight } = shelf
  return {
    async openDesk(opening) {
      const { handoff, conversation } = opening
      if (inFlight.isReferenceTaken(handoff)) return { outcome: 'reference_taken' }
      return inFlight.during(handoff, async () =>
        structuredClone(await documents.update(conversation.id, opened(opening))),
      )
    },
    async rescheduleCallback(handoffId, { places, ...to }, notice): Promise<ReschedulingResult> {
      const handoff = index.getHandoff(handoffId)
      if (handoff === undefined) return { outcome: 'unknown_handoff' }
      const moved = { ...handoff, slot: to.slot }
      if (inFlight.isSlotFull(moved, places)) return { outcome: 'slot_taken' }
      const verb = applyToHandoff(handoffId, { type: 'reschedule', ...to }, notice)
      return inFlight.during(moved, () => change(shelf, handoff.conversationId, verb))
    },
  }
}

/** Nobody else sees it waiting: it is held in the write that begins it. */
function opened({ conversation, handoff, claim }: DeskOpening): ConversationVerb<DeskResult> {
  return (document) => {
    const begun = create(conversation, [])(document)
    const { id: conversationId, communeId } = conversation
    const claimed = transition(pendingHandoff({ ...structuredClone(handoff), conversationId, communeId }), claim)
    if (begun.document === null || !claimed.ok) throw new Error('a talk at the counter begins by being claimed')
    return {
      document: { ...begun.document, handoffs: [claimed.handoff] },
      result: { outcome: 'opened', handoff: claimed.handoff },
      changes: [handoffChange(claimed.handoff)],
    }
  }
}
