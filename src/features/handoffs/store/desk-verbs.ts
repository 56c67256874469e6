import type { DeskOpening, DeskResult, ReschedulingResult, Store } from '../../../platform/model/store.js'
import {
  type ConversationVerb,
  create,
  handoffChange,
  unchanged,
} from '../../../platform/store/conversation-document.js'
import { type ConversationCollection, change } from '../../../platform/store/conversation-verbs.js'
import { transition } from '../handoff.js'
import { applyToHandoff, pendingHandoff } from './handoff-in-conversation.js'
import { handoffTurn, isReferenceTaken, isSlotFull } from './unique-handoffs.js'

type DeskVerbs = Pick<Store, 'openDesk' | 'rescheduleCallback'>

/** The verbs of {@link Store} of an agent at the counter or on the phone. */
export function deskVerbs(collection: ConversationCollection): DeskVerbs {
  const { documents, index, turns } = collection
  return {
    async openDesk(opening) {
      const { handoff, conversation } = opening
      const verb: ConversationVerb<DeskResult> = (document) =>
        isReferenceTaken(index, handoff)
          ? unchanged(document, { outcome: 'reference_taken' })
          : opened(opening)(document)
      const turn = handoffTurn(handoff.communeId)
      return turns.inTurn(turn, async () => structuredClone(await documents.update(conversation.id, verb, turn)))
    },
    async rescheduleCallback(handoffId, { places, ...to }, notice): Promise<ReschedulingResult> {
      const handoff = index.getHandoff(handoffId)
      if (handoff === undefined) return { outcome: 'unknown_handoff' }
      const reschedule = applyToHandoff(handoffId, { type: 'reschedule', ...to }, notice)
      const verb: ConversationVerb<ReschedulingResult> = (document) =>
        isSlotFull(index, { ...handoff, slot: to.slot }, places)
          ? unchanged(document, { outcome: 'slot_taken' })
          : reschedule(document)
      const turn = handoffTurn(handoff.communeId)
      return turns.inTurn(turn, () => change(collection, handoff.conversationId, verb, turn))
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
