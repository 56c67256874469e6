import type { Conversation } from '../../../platform/model/conversation.js'
import {
  type BookedSlot,
  type Handoff,
  type HandoffAction,
  type NewHandoff,
  transition,
} from '../../../platform/model/handoff.js'
import { type ConversationVerb, create, handoffChange, unchanged } from '../../conversations/conversation-document.js'
import { type ConversationCollection, change } from '../../conversations/conversation-verbs.js'
import type { CitizenTelling } from '../telling.js'
import { applyToHandoff, type HandoffResult, pendingHandoff } from './handoff-in-conversation.js'
import { handoffLock, isReferenceTaken, isSlotFull } from './handoff-verbs.js'

/** A talk at the counter or on the phone, which an agent begins. */
export interface DeskOpening {
  conversation: Conversation
  handoff: NewHandoff
  /** By whom it is held from the start. */
  claim: HandoffAction
}

/** What came of {@link DeskStore.openDesk}: `reference_taken`: another request of the commune has the reference, draw another. */
export type DeskResult = { outcome: 'opened'; handoff: Handoff } | { outcome: 'reference_taken' }

/** A call put off to another half-day. */
export interface Rescheduling {
  agentId: string
  slot: BookedSlot
  at: string
  /** Most requests in the half-day, this one included. */
  places: number
}

/** What came of {@link DeskStore.rescheduleCallback}; nothing was written unless it was applied. */
export type ReschedulingResult = HandoffResult | { outcome: 'slot_taken' }

/** What an agent at the counter or on the phone begins and puts off. */
export interface DeskStore {
  /** Begins a conversation that an agent holds from its first instant. @throws AppError as `createConversation` */
  openDesk(opening: DeskOpening): Promise<DeskResult>
  /** Puts a call off to another half-day; never more requests in it than its places, whatever comes at once. */
  rescheduleCallback(
    handoffId: string,
    to: Rescheduling,
    told: CitizenTelling<'reschedule'>,
  ): Promise<ReschedulingResult>
}

/** The verbs of an agent at the counter or on the phone. */
export function deskVerbs(collection: ConversationCollection): DeskStore {
  const { documents, index, locks } = collection
  return {
    async openDesk(opening) {
      const { handoff, conversation } = opening
      const verb: ConversationVerb<DeskResult> = (document) =>
        isReferenceTaken(index, handoff)
          ? unchanged(document, { outcome: 'reference_taken' })
          : opened(opening)(document)
      const lock = handoffLock(handoff.communeId)
      return locks.withLock(lock, async () => structuredClone(await documents.update(conversation.id, verb, lock)))
    },
    async rescheduleCallback(handoffId, { places, ...to }, told): Promise<ReschedulingResult> {
      const handoff = index.getHandoff(handoffId)
      if (handoff === undefined) return { outcome: 'unknown_handoff' }
      const reschedule = applyToHandoff(handoffId, { type: 'reschedule', ...to }, told)
      const verb: ConversationVerb<ReschedulingResult> = (document) =>
        isSlotFull(index, { ...handoff, slot: to.slot }, places)
          ? unchanged(document, { outcome: 'slot_taken' })
          : reschedule(document)
      const lock = handoffLock(handoff.communeId)
      return locks.withLock(lock, () => change(collection, handoff.conversationId, verb, lock))
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
