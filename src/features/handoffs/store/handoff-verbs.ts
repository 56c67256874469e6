import type { NewMessage } from '../../../platform/model/conversation.js'
import type { QueuedHandoff } from '../../../platform/model/digest.js'
import {
  byPlace,
  type Handoff,
  type HandoffAction,
  type HandoffStatus,
  type HandoffStep,
  type NewHandoff,
  type TalkWatch,
} from '../../../platform/model/handoff.js'
import { type ConversationVerb, isBefore, unchanged } from '../../conversations/conversation-document.js'
import type { ConversationIndex } from '../../conversations/conversation-index.js'
import { type ConversationCollection, change } from '../../conversations/conversation-verbs.js'
import { holdsPlace, isSameSlot } from '../callbacks/callback-slots.js'
import { waitOf } from '../queue/usual-wait.js'
import type { CitizenTelling } from '../telling.js'
import { awaitsAgent } from '../unhandled.js'
import { forgetContact } from './forget-contact.js'
import {
  announceClosing,
  applyToHandoff,
  closeUnhandled,
  type HandoffResult,
  type RequestExtras,
  type RequestResult,
  requestHandoff,
  watchTalk,
} from './handoff-in-conversation.js'

/** Handoffs, and every change of one. */
export interface HandoffStore {
  /**
   * At most one open handoff a conversation; never more call-backs in a half-day than its places, nor twice the same
   * reference in a commune, whatever comes at once. `notice` and the mail are appended in the same write.
   */
  requestHandoff(handoff: NewHandoff, notice: NewMessage, extras?: RequestExtras): Promise<RequestResult>
  /**
   * Compare-and-set through `handoff.transition`; what the citizen is told, or why nothing, goes with it: a message and a mail are stored in the
   * same write when applied. An action decided on what was said (`lastSeq`) is refused as `not_due` when something was said since.
   */
  applyToHandoff<A extends HandoffAction>(
    handoffId: string,
    action: A,
    told: CitizenTelling<A['type']>,
  ): Promise<HandoffResult>
  getHandoff(id: string): Promise<Handoff | undefined>
  /** The open handoff of a conversation, if any. */
  findOpenHandoff(conversationId: string): Promise<Handoff | undefined>
  /** The same, as this process knows it: for whoever has just read or written the conversation. */
  knownOpenHandoff(conversationId: string): Promise<Handoff | undefined>
  /** Handoffs of a commune, in the order of the queue (`byPlace`). */
  listHandoffs(communeId: string, statuses: readonly HandoffStatus[]): Promise<Handoff[]>
  /** Of each request of a commune for a half-day, which one and how it stands: for whoever opens the chat, so no more is read of any. */
  listBookings(communeId: string): Promise<Pick<Handoff, 'status' | 'slot'>[]>
  /** Pending handoffs of every commune whose deadline is at or before an instant. */
  listOverdueHandoffs(at: string): Promise<Handoff[]>
  /** Live talks of every commune whose citizen's silence is to be looked at, at an instant or before it. */
  listDueTalks(at: string): Promise<Handoff[]>
  /** Handoffs of every commune that were put aside until an instant, or until one before it. */
  listDueSnoozes(at: string): Promise<Handoff[]>
  /** What was done to a handoff, oldest first; empty when unknown. {@link applyToHandoff} keeps each step in its own write. */
  listHandoffSteps(handoffId: string): Promise<HandoffStep[]>
  /** Moves deadlines of a talk that an agent holds. Nobody is told: nothing has happened. */
  watchTalk(handoffId: string, watch: Partial<TalkWatch>): Promise<'kept' | 'unknown'>
  /** How long citizens waited for an agent, ms: the last ones of a commune, as `features/handoffs/queue/usual-wait.ts` counts them, latest first. */
  listLastWaits(communeId: string, most: number): Promise<number[]>
  /** Open handoffs of every commune that were requested before an instant, but for talks at the counter, with what was said in them; in the order of {@link listHandoffs}. */
  listUnhandled(at: string): Promise<QueuedHandoff[]>
  /** Announces when an open handoff is closed unanswered; `null` takes that back. */
  announceClosing(handoffId: string, closesAt: string | null): Promise<'kept' | 'unknown'>
  /**
   * Compare-and-set: closes a handoff whose announced end has come, as {@link applyToHandoff} does, and forgets its contact as {@link forgetContact} does,
   * in one write with what its citizen is told.
   */
  closeUnhandled(
    handoffId: string,
    action: Extract<HandoffAction, { type: 'close_unhandled' }>,
    told: CitizenTelling<'close_unhandled'>,
  ): Promise<HandoffResult>
  /** Handoffs of every commune that ended before an instant and still have contact details. */
  listContactsEndedBefore(at: string): Promise<Handoff[]>
  /** Forgets the name, phone and address of a request that has ended, in its notices and unsent mails too. */
  forgetContact(handoffId: string): Promise<'forgotten' | 'open' | 'unknown'>
}

/** The verbs about handoffs. */
export function handoffVerbs(collection: ConversationCollection): HandoffStore {
  return { ...actVerbs(collection), ...lookVerbs(collection), ...listVerbs(collection), ...dueVerbs(collection) }
}

/** What is done to a request. */
type ActVerbs = Pick<
  HandoffStore,
  'requestHandoff' | 'applyToHandoff' | 'watchTalk' | 'announceClosing' | 'closeUnhandled' | 'forgetContact'
>

function actVerbs(collection: ConversationCollection): ActVerbs {
  const { index, locks } = collection
  /** A change of the conversation in which a handoff is. */
  const changeOf = async <R>(handoffId: string, verb: ConversationVerb<R>): Promise<R> => {
    const handoff = index.getHandoff(handoffId)
    return handoff ? change(collection, handoff.conversationId, verb) : structuredClone(verb(null).result)
  }
  return {
    async requestHandoff(handoff, notice, extras = {}) {
      const request = requestHandoff(handoff, notice, extras)
      const verb: typeof request = (document) => {
        const refusal = refusalOf(index, handoff, extras)
        return refusal ? unchanged(document, refusal) : request(document)
      }
      const lock = handoffLock(handoff.communeId)
      return locks.withLock(lock, () => change(collection, handoff.conversationId, verb, lock))
    },
    applyToHandoff: (handoffId, action, told) => changeOf(handoffId, applyToHandoff(handoffId, action, told)),
    watchTalk: (handoffId, watch) => changeOf(handoffId, watchTalk(handoffId, watch)),
    announceClosing: (handoffId, closesAt) => changeOf(handoffId, announceClosing(handoffId, closesAt)),
    closeUnhandled: (handoffId, action, told) => changeOf(handoffId, closeUnhandled(handoffId, action, told)),
    forgetContact: (handoffId) => changeOf(handoffId, forgetContact(handoffId)),
  }
}

/** One request, and what was done to it. */
function lookVerbs({
  index,
  documents,
}: ConversationCollection): Pick<
  HandoffStore,
  'getHandoff' | 'findOpenHandoff' | 'knownOpenHandoff' | 'listHandoffSteps'
> {
  return {
    getHandoff: async (id) => structuredClone(index.getHandoff(id)),
    findOpenHandoff: async (conversationId) => structuredClone(index.findOpenHandoff(conversationId)),
    knownOpenHandoff: async (conversationId) => structuredClone(index.findOpenHandoff(conversationId)),
    async listHandoffSteps(handoffId) {
      const handoff = index.getHandoff(handoffId)
      const document = handoff ? await documents.read(handoff.conversationId) : null
      return structuredClone((document?.steps ?? []).filter((step) => step.handoffId === handoffId))
    },
  }
}

/** The requests of one commune. */
function listVerbs({
  index,
}: ConversationCollection): Pick<HandoffStore, 'listHandoffs' | 'listBookings' | 'listLastWaits'> {
  return {
    async listHandoffs(communeId, statuses) {
      const wanted = index
        .listHandoffs()
        .filter((handoff) => handoff.communeId === communeId && statuses.includes(handoff.status))
      return structuredClone(wanted.sort(byPlace))
    },
    listBookings: async (communeId) =>
      index
        .listHandoffs()
        .flatMap(({ communeId: of, status, slot }) =>
          of === communeId && slot ? [{ status, slot: { ...slot } }] : [],
        ),
    async listLastWaits(communeId, most) {
      const waits = index
        .listHandoffs()
        .flatMap((handoff) => (handoff.communeId === communeId && waitOf(handoff)) || [])
      const latest = waits.sort((a, b) => Date.parse(b.endedAt) - Date.parse(a.endedAt))
      return latest.slice(0, most).map(({ ms }) => ms)
    },
  }
}

/** The requests of every commune for which something is to be done at an instant. */
type DueVerbs = Pick<
  HandoffStore,
  'listOverdueHandoffs' | 'listDueTalks' | 'listDueSnoozes' | 'listUnhandled' | 'listContactsEndedBefore'
>

function dueVerbs({ index }: ConversationCollection): DueVerbs {
  return {
    async listOverdueHandoffs(at) {
      const overdue = index.listHandoffs().filter((handoff) => isOverdue(handoff, Date.parse(at)))
      return structuredClone(overdue.sort(byPlace))
    },
    async listDueTalks(at) {
      return structuredClone(index.listHandoffs().filter((handoff) => isTalkDue(handoff, Date.parse(at))))
    },
    async listDueSnoozes(at) {
      const dueMs = Date.parse(at)
      const due = index.listHandoffs().filter(({ snoozedUntil }) => snoozedUntil && Date.parse(snoozedUntil) <= dueMs)
      return structuredClone(due.sort(byPlace))
    },
    async listUnhandled(at) {
      const waiting = index.listHandoffs().filter((one) => awaitsAgent(one) && isBefore(one.requestedAt, at))
      const rows = waiting.flatMap((handoff) => {
        const digest = index.digestOf(handoff.conversationId)
        return digest ? [{ handoff, digest }] : []
      })
      return structuredClone(rows.sort((a, b) => byPlace(a.handoff, b.handoff)))
    },
    async listContactsEndedBefore(at) {
      const ended = index.listHandoffs().filter(({ contact, endedAt }) => contact && endedAt && isBefore(endedAt, at))
      return structuredClone(ended.sort(byPlace))
    },
  }
}

function isOverdue({ status, deadlineAt }: Handoff, atMs: number): boolean {
  return status === 'pending' && deadlineAt !== null && Date.parse(deadlineAt) <= atMs
}

function isTalkDue({ status, watch }: Handoff, atMs: number): boolean {
  if (status !== 'assigned' || !watch) return false
  return Date.parse(watch.citizenDueAt) <= atMs
}

/**
 * The lock to hold while a handoff of a commune is requested or moved. What is unique between conversations, which are written apart (a reference, the
 * last place of a half-day), is asked of the index meanwhile: nothing of it is on its way then.
 */
export function handoffLock(communeId: string): string {
  return `handoffs/${communeId}`
}

/** Why a request may not be written now; `null` when it may. A conversation with an open handoff keeps that one, unless the request ends it. */
function refusalOf(
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
