import type { Store } from '../../platform/model/store.js'
import { type ConversationShelf, change } from '../../platform/store/conversation-verbs.js'
import type { Validation } from './validation.js'
import { settleValidation } from './validation-in-conversation.js'

type ValidationVerbs = Pick<Store, 'listValidations' | 'getValidation' | 'settleValidation' | 'listCheckedAnswers'>

/** The verbs of {@link Store} about answers that agents check. Each is kept in the document of its conversation, and erased with it. */
export function validationVerbs(shelf: ConversationShelf): ValidationVerbs {
  const { index } = shelf
  return {
    async listValidations(communeId) {
      const waiting = index.validations.list().filter((one) => communeId === undefined || one.communeId === communeId)
      return structuredClone(waiting.sort(byAge))
    },
    getValidation: async (id) => structuredClone(index.validations.get(id)),
    async settleValidation(id, settlement) {
      const validation = index.validations.get(id)
      return validation
        ? change(shelf, validation.conversationId, settleValidation(id, settlement))
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
