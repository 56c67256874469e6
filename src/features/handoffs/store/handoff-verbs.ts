import type { Store } from '../../../platform/model/store.js'
import { isBefore, unchanged } from '../../../platform/store/conversation-document.js'
import { type ConversationCollection, change } from '../../../platform/store/conversation-verbs.js'
import { forgetContact } from '../../retention/forget-contact.js'
import type { Handoff } from '../handoff.js'
import { waitOf } from '../queue/usual-wait.js'
import { awaitsAgent } from '../unhandled.js'
import {
  announceClosing,
  applyToHandoff,
  closeUnhandled,
  requestHandoff,
  watchTalk,
} from './handoff-in-conversation.js'
import { handoffTurn, refusalOf } from './unique-handoffs.js'

type HandoffVerbs = Pick<
  Store,
  | 'requestHandoff'
  | 'applyToHandoff'
  | 'getHandoff'
  | 'findOpenHandoff'
  | 'knownOpenHandoff'
  | 'listHandoffs'
  | 'listBookings'
  | 'listOverdueHandoffs'
  | 'listDueTalks'
  | 'listDueSnoozes'
  | 'listHandoffSteps'
  | 'watchTalk'
  | 'listLastWaits'
  | 'listUnhandled'
  | 'announceClosing'
  | 'closeUnhandled'
  | 'listContactsEndedBefore'
  | 'forgetContact'
>

/** The verbs of {@link Store} about handoffs. */
export function handoffVerbs(collection: ConversationCollection): HandoffVerbs {
  const { index, turns } = collection
  return {
    async requestHandoff(handoff, notice, extras = {}) {
      const request = requestHandoff(handoff, notice, extras)
      const verb: typeof request = (document) => {
        const refusal = refusalOf(index, handoff, extras)
        return refusal ? unchanged(document, refusal) : request(document)
      }
      const turn = handoffTurn(handoff.communeId)
      return turns.inTurn(turn, () => change(collection, handoff.conversationId, verb, turn))
    },
    async applyToHandoff(handoffId, action, notice) {
      const handoff = index.getHandoff(handoffId)
      if (handoff === undefined) return { outcome: 'unknown_handoff' }
      return change(collection, handoff.conversationId, applyToHandoff(handoffId, action, notice))
    },
    getHandoff: async (id) => structuredClone(index.getHandoff(id)),
    findOpenHandoff: async (conversationId) => structuredClone(index.findOpenHandoff(conversationId)),
    knownOpenHandoff: async (conversationId) => structuredClone(index.findOpenHandoff(conversationId)),
    async listHandoffs(communeId, statuses) {
      const wanted = index
        .listHandoffs()
        .filter((handoff) => handoff.communeId === communeId && statuses.includes(handoff.status))
      return structuredClone(wanted.sort(byUrgencyThenAge))
    },
    listBookings: async (communeId) =>
      index
        .listHandoffs()
        .flatMap(({ communeId: of, status, slot }) =>
          of === communeId && slot ? [{ status, slot: { ...slot } }] : [],
        ),
    async listOverdueHandoffs(at) {
      const overdue = index.listHandoffs().filter((handoff) => isOverdue(handoff, Date.parse(at)))
      return structuredClone(overdue.sort(byUrgencyThenAge))
    },
    async listDueTalks(at) {
      return structuredClone(index.listHandoffs().filter((handoff) => isTalkDue(handoff, Date.parse(at))))
    },
    async listDueSnoozes(at) {
      const dueMs = Date.parse(at)
      const due = index.listHandoffs().filter(({ snoozedUntil }) => snoozedUntil && Date.parse(snoozedUntil) <= dueMs)
      return structuredClone(due.sort(byUrgencyThenAge))
    },
    async listHandoffSteps(handoffId) {
      const handoff = index.getHandoff(handoffId)
      const document = handoff ? await collection.documents.read(handoff.conversationId) : null
      return structuredClone((document?.steps ?? []).filter((step) => step.handoffId === handoffId))
    },
    async watchTalk(handoffId, watch) {
      const handoff = index.getHandoff(handoffId)
      if (handoff === undefined) return 'unknown'
      return change(collection, handoff.conversationId, watchTalk(handoffId, watch))
    },
    async listLastWaits(communeId, most) {
      const waits = index
        .listHandoffs()
        .flatMap((handoff) => (handoff.communeId === communeId && waitOf(handoff)) || [])
      const latest = waits.sort((a, b) => Date.parse(b.endedAt) - Date.parse(a.endedAt))
      return latest.slice(0, most).map(({ ms }) => ms)
    },
    async listUnhandled(at) {
      const waiting = index.listHandoffs().filter((one) => awaitsAgent(one) && isBefore(one.requestedAt, at))
      const rows = waiting.flatMap((handoff) => {
        const digest = index.digestOf(handoff.conversationId)
        return digest ? [{ handoff, digest }] : []
      })
      return structuredClone(rows.sort((a, b) => byUrgencyThenAge(a.handoff, b.handoff)))
    },
    async announceClosing(handoffId, closesAt) {
      const handoff = index.getHandoff(handoffId)
      return handoff ? change(collection, handoff.conversationId, announceClosing(handoffId, closesAt)) : 'unknown'
    },
    async closeUnhandled(handoffId, action, words) {
      const handoff = index.getHandoff(handoffId)
      if (handoff === undefined) return { outcome: 'unknown_handoff' }
      return change(collection, handoff.conversationId, closeUnhandled(handoffId, action, words))
    },
    async listContactsEndedBefore(at) {
      const ended = index.listHandoffs().filter(({ contact, endedAt }) => contact && endedAt && isBefore(endedAt, at))
      return structuredClone(ended.sort(byUrgencyThenAge))
    },
    async forgetContact(handoffId) {
      const handoff = index.getHandoff(handoffId)
      return handoff ? change(collection, handoff.conversationId, forgetContact(handoffId)) : 'unknown'
    },
  }
}

function isOverdue({ status, deadlineAt }: Handoff, atMs: number): boolean {
  return status === 'pending' && deadlineAt !== null && Date.parse(deadlineAt) <= atMs
}

function isTalkDue({ status, watch }: Handoff, atMs: number): boolean {
  if (status !== 'assigned' || !watch) return false
  return Date.parse(watch.agentDueAt) <= atMs || Date.parse(watch.citizenDueAt) <= atMs
}

/** Ids settle what was requested in the same millisecond, so that the order does not change between two reads. */
function byUrgencyThenAge(a: Handoff, b: Handoff): number {
  const byUrgency = Number(b.urgent) - Number(a.urgent)
  const byReturn = Number(b.returnedAt !== undefined) - Number(a.returnedAt !== undefined)
  const byAge = Date.parse(a.requestedAt) - Date.parse(b.requestedAt)
  return byUrgency || byReturn || byAge || (a.id < b.id ? -1 : 1)
}
