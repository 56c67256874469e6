import type { Handoff } from '../domain/handoff.js'
import type { Store } from '../domain/store.js'
import { type ConversationShelf, change } from './conversation-verbs.js'
import { forgetContact } from './forget-contact.js'
import { applyToHandoff, requestHandoff } from './handoff-in-conversation.js'
import { HandoffsInFlight } from './handoffs-in-flight.js'
import { isBefore } from './instants.js'

type HandoffVerbs = Pick<
  Store,
  | 'requestHandoff'
  | 'applyToHandoff'
  | 'getHandoff'
  | 'findOpenHandoff'
  | 'listHandoffs'
  | 'listOverdueHandoffs'
  | 'listContactsEndedBefore'
  | 'forgetContact'
>

/** The verbs of {@link Store} about handoffs. */
export function handoffVerbs(shelf: ConversationShelf): HandoffVerbs {
  const { index } = shelf
  const inFlight = new HandoffsInFlight(index)
  return {
    async requestHandoff(handoff, notice, extras = {}) {
      const refusal = inFlight.refusalOf(handoff, extras.places)
      if (refusal) return refusal
      const verb = requestHandoff(handoff, notice, extras)
      return inFlight.during(handoff, () => change(shelf, handoff.conversationId, verb))
    },
    async applyToHandoff(handoffId, action, notice) {
      const handoff = index.getHandoff(handoffId)
      if (handoff === undefined) return { outcome: 'unknown_handoff' }
      return change(shelf, handoff.conversationId, applyToHandoff(handoffId, action, notice))
    },
    getHandoff: async (id) => structuredClone(index.getHandoff(id)),
    findOpenHandoff: async (conversationId) => structuredClone(index.findOpenHandoff(conversationId)),
    async listHandoffs(communeId, statuses) {
      const wanted = index
        .listHandoffs()
        .filter((handoff) => handoff.communeId === communeId && statuses.includes(handoff.status))
      return structuredClone(wanted.sort(byUrgencyThenAge))
    },
    async listOverdueHandoffs(at) {
      const overdue = index.listHandoffs().filter((handoff) => isOverdue(handoff, Date.parse(at)))
      return structuredClone(overdue.sort(byUrgencyThenAge))
    },
    async listContactsEndedBefore(at) {
      const ended = index.listHandoffs().filter(({ contact, endedAt }) => contact && endedAt && isBefore(endedAt, at))
      return structuredClone(ended.sort(byUrgencyThenAge))
    },
    async forgetContact(handoffId) {
      const handoff = index.getHandoff(handoffId)
      return handoff ? change(shelf, handoff.conversationId, forgetContact(handoffId)) : 'unknown'
    },
  }
}

function isOverdue({ status, deadlineAt }: Handoff, atMs: number): boolean {
  return status === 'pending' && deadlineAt !== null && Date.parse(deadlineAt) <= atMs
}

/** Ids settle what was requested in the same millisecond, so that the order does not change between two reads. */
function byUrgencyThenAge(a: Handoff, b: Handoff): number {
  const byUrgency = Number(b.urgent) - Number(a.urgent)
  const byAge = Date.parse(a.requestedAt) - Date.parse(b.requestedAt)
  return byUrgency || byAge || (a.id < b.id ? -1 : 1)
}
