import type { Settlement, Validation } from '../../platform/model/validation.js'
import {
  type ConversationVerb,
  type StoredTurn,
  unchanged,
  validationChange,
  withMessages,
} from '../conversations/conversation-document.js'
import { type ConversationCollection, change } from '../conversations/conversation-verbs.js'
import type { CheckedAnswer } from '../publication/checked-answer.js'

/** What came of {@link ValidationStore.settleValidation}: `decided` means that another was faster. */
export type SettleResult = 'settled' | 'decided' | 'unknown_validation'

/** Answers that an agent reads before the citizen. */
export interface ValidationStore {
  /** Answers that wait for an agent, of a commune or of all, oldest first. */
  listValidations(communeId?: string): Promise<Validation[]>
  getValidation(id: string): Promise<Validation | undefined>
  /**
   * Compare-and-set: one decision for each validation. In a conversation that has ended nothing is said any more; what is remembered changes only
   * when nothing was asked since.
   */
  settleValidation(id: string, settlement: Settlement): Promise<SettleResult>
  /** What agents judged of the answers of a commune, as long as their conversations are kept; in no order. */
  listCheckedAnswers(communeId: string): Promise<CheckedAnswer[]>
}

/** The verbs about answers that agents check. Each is kept in the document of its conversation, and erased with it. */
export function validationVerbs(collection: ConversationCollection): ValidationStore {
  const { index } = collection
  return {
    async listValidations(communeId) {
      const waiting = index.validations.list().filter((one) => communeId === undefined || one.communeId === communeId)
      return structuredClone(waiting.sort(byAge))
    },
    getValidation: async (id) => structuredClone(index.validations.get(id)),
    async settleValidation(id, settlement) {
      const validation = index.validations.get(id)
      return validation
        ? change(collection, validation.conversationId, settleValidation(id, settlement))
        : 'unknown_validation'
    },
    async listCheckedAnswers(communeId) {
      const own = index.checkedAnswers.list().filter((one) => one.communeId === communeId)
      return own.map((one) => ({ ...one }))
    },
  }
}

function byAge(a: Validation, b: Validation): number {
  return Date.parse(a.requestedAt) - Date.parse(b.requestedAt) || (a.id < b.id ? -1 : 1)
}

/** Decides a validation: its turn says how, its messages are said unless the conversation has ended, and it waits no longer. */
function settleValidation(id: string, settlement: Settlement): ConversationVerb<SettleResult> {
  return (document) => {
    const validation = document?.validations?.find((one) => one.id === id)
    if (document === null || !validation) return unchanged(document, 'decided')
    const isOpen = document.conversation.status === 'open'
    const told = withMessages(document, isOpen ? settlement.messages : [])
    const isLastTurn = document.turns.at(-1)?.turn.messageSeq === validation.messageSeq
    const { conversation } = told.document
    return {
      document: {
        ...told.document,
        conversation: isOpen && isLastTurn ? { ...conversation, memory: settlement.memory } : conversation,
        turns: document.turns.map((stored) =>
          stored.turn.messageSeq === validation.messageSeq ? settledTurn(stored, settlement) : stored,
        ),
        validations: (document.validations ?? []).filter((one) => one !== validation),
      },
      result: 'settled',
      changes: [...told.changes, validationChange(validation)],
    }
  }
}

function settledTurn({ turn, replyCount }: StoredTurn, settlement: Settlement): StoredTurn {
  const { validation, outcome, entryId, keptEntryIds } = settlement
  const candidates = turn.candidates.map((one) => ({ ...one, kept: keptEntryIds.includes(one.entryId) }))
  return { turn: { ...turn, validation, outcome, entryId, candidates }, replyCount }
}
