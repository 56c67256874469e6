import { randomUUID } from 'node:crypto'
import type { Change } from '../../platform/model/change.js'
import type { Conversation } from '../../platform/model/conversation.js'
import type { NewValidation, Validation } from './validation.js'

/** A validation as it enters the document of its conversation, with its turn. */
export function waitingValidation(
  { id: conversationId, communeId }: Conversation,
  messageSeq: number,
  validation: NewValidation,
): Validation {
  return { ...structuredClone(validation), id: randomUUID(), conversationId, communeId, messageSeq }
}

/** What is announced of a validation that waits, or no longer does. */
export function validationChange({ id, communeId, conversationId }: Validation): Change {
  return { type: 'validation', communeId, conversationId, validationId: id }
}
