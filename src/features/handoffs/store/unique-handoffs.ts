import type { ConversationIndex } from '../../../platform/store/conversation-index.js'
import { holdsPlace, isSameSlot } from '../../callbacks/callback-slots.js'
import type { NewHandoff } from '../handoff.js'
import type { RequestExtras, RequestResult } from './handoff-in-conversation.js'

/**
 * What is unique between conversations, which are written apart: a reference, the last place of a half-day. Asked of the index while the turn of the
 * commune is held (`handoffTurn`): nothing of it is on its way then.
 */

/** The turn to hold while a handoff of a commune is requested or moved. */
export function handoffTurn(communeId: string): string {
  return `handoffs/${communeId}`
}

/** Why a request may not be written now; `null` when it may. A conversation with an open handoff keeps that one, unless the request ends it. */
export function refusalOf(
  index: ConversationIndex,
  request: NewHandoff,
  { places = Number.POSITIVE_INFINITY, ends }: Pick<RequestExtras, 'places' | 'ends'>,
): RequestResult | null {
  const open = index.findOpenHandoff(request.conversationId)
  if (open && open.id !== ends?.handoffId) return { outcome: 'already_open', handoff: open }
  if (isReferenceTaken(index, request)) return { outcome: 'reference_taken' }
  return isSlotFull(index, request, places) ? { outcome: 'slot_taken' } : null
}

/** Whether another request of the commune has the reference of this one. */
export function isReferenceTaken(index: ConversationIndex, { communeId, reference }: NewHandoff): boolean {
  if (reference === undefined) return false
  return index.listHandoffs().some((other) => other.communeId === communeId && other.reference === reference)
}

/** Whether the half-day of a request has no place left for it. A request takes no place from its own conversation. */
export function isSlotFull(
  index: ConversationIndex,
  { communeId, conversationId, slot }: NewHandoff,
  places: number,
): boolean {
  const inSlot = index
    .listHandoffs()
    .filter((other) => other.communeId === communeId && isSameSlot(other.slot, slot) && holdsPlace(other))
  const held = new Set(inSlot.map((other) => other.conversationId))
  held.delete(conversationId)
  return held.size >= places
}
