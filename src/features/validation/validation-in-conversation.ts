import type { SettleResult } from '../../platform/model/store.js'
import {
  type ConversationVerb,
  type StoredTurn,
  unchanged,
  withMessages,
} from '../../platform/store/conversation-document.js'
import type { Settlement } from './validation.js'
import { validationChange } from './waiting-validation.js'

/** Decides a validation: its turn says how, its messages are said unless the conversation has ended, and it waits no longer. */
export function settleValidation(id: string, settlement: Settlement): ConversationVerb<SettleResult> {
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
