import type { SettleResult, Store } from '../../platform/model/store.js'
import {
  type ConversationVerb,
  type StoredTurn,
  unchanged,
  withMessages,
} from '../../platform/store/conversation-document.js'
import { type ConversationCollection, change } from '../../platform/store/conversation-verbs.js'
import type { Settlement, Validation } from './validation.js'
import { validationChange } from './waiting-validation.js'

type ValidationVerbs = Pick<Store, 'listValidations' | 'getValidation' | 'settleValidation' | 'listCheckedAnswers'>

/** The verbs of {@link Store} about answers that agents check. Each is kept in the document of its conversation, and erased with it. */
export function validationVerbs(collection: ConversationCollection): ValidationVerbs {
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
